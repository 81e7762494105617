"""The model's shape, from the metadata of a GGUF."""

from typing import Any

from llama_graph import LlamaConfig, Refusal
from llama_graph.rotary import Scaling

from .file import GgufFile

ARCHITECTURE = "llama"
HEAD, ROTARY_DIVISORS = "output.weight", "rope_freqs.weight"


def read_metadata(file: GgufFile) -> LlamaConfig:
    """
    Raises:
        Refusal: for another architecture, or for a variant of this one that the graph does not have.
    """
    metadata = file.metadata
    if (architecture := metadata.get("general.architecture")) != ARCHITECTURE:
        raise Refusal(f'The architecture is "{architecture}"; only "{ARCHITECTURE}" can be imported.')
    if _optional(metadata, "expert_count", 0):
        raise Refusal("The model is a mixture of experts, which the graph does not have.")
    width, heads = _number(metadata, "embedding_length"), _number(metadata, "attention.head_count")
    head_width = _optional(metadata, "attention.key_length", width // heads)
    for name, default in (("attention.value_length", head_width), ("rope.dimension_count", head_width)):
        if (found := _optional(metadata, name, default)) != head_width:
            raise Refusal(f"{ARCHITECTURE}.{name} is {found} and a head is {head_width} wide; they have to be equal.")
    return LlamaConfig(
        vocabulary=len(metadata.get("tokenizer.ggml.tokens", [])),
        width=width,
        layers=_number(metadata, "block_count"),
        heads=heads,
        key_value_heads=_optional(metadata, "attention.head_count_kv", heads),
        head_width=head_width,
        feed_forward=_number(metadata, "feed_forward_length"),
        context=_number(metadata, "context_length"),
        epsilon=_number(metadata, "attention.layer_norm_rms_epsilon"),
        rope_theta=_optional(metadata, "rope.freq_base", 10000.0),
        tied=HEAD not in file.tensors,
        scaling=_scaling(file),
    )


def _scaling(file: GgufFile) -> Scaling:
    kind = _optional(file.metadata, "rope.scaling.type", "none")
    if ROTARY_DIVISORS in file.tensors:
        # Llama 3's scaling comes worked out, one divisor a frequency.
        return Scaling(divisors=tuple(file.read(ROTARY_DIVISORS).tolist()))
    if kind == "none":
        return Scaling(factor=_optional(file.metadata, "rope.scale_linear", 1.0))
    if kind == "linear":
        return Scaling(factor=_number(file.metadata, "rope.scaling.factor"))
    raise Refusal(f'The rotary embedding is scaled by "{kind}"; only "linear" and Llama 3\'s can be taken.')


def _number(metadata: dict[str, Any], name: str) -> Any:
    value = _optional(metadata, name, None)
    if value is None:
        raise Refusal(f"The metadata do not state {ARCHITECTURE}.{name}.")
    return value


def _optional(metadata: dict[str, Any], name: str, default: Any) -> Any:
    value = metadata.get(f"{ARCHITECTURE}.{name}", default)
    if isinstance(value, list):
        raise Refusal(f"{ARCHITECTURE}.{name} differs from layer to layer, which the graph does not have.")
    return value
