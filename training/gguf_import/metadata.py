"""The model's shape, from the metadata of a GGUF."""

from typing import Any

from llama_graph import LlamaConfig, Refusal
from llama_graph.rotary import Scaling

from .families import FAMILIES, differences
from .file import GgufFile

HEAD, ROTARY_DIVISORS = "output.weight", "rope_freqs.weight"
LONG_ROTARY = "rope_factors_long.weight"


class Metadata:
    """The values under the architecture's own name: `llama.block_count` as `block_count`."""

    def __init__(self, file: GgufFile) -> None:
        self._values = file.metadata
        self.architecture: str = file.metadata.get("general.architecture", "")

    def number(self, name: str) -> Any:
        value = self.optional(name, None)
        if value is None:
            raise Refusal(f"The metadata do not state {self.architecture}.{name}.")
        return value

    def optional(self, name: str, default: Any) -> Any:
        value = self._values.get(f"{self.architecture}.{name}", default)
        if isinstance(value, list):
            raise Refusal(f"{self.architecture}.{name} differs from layer to layer, which the graph does not have.")
        return value


def read_metadata(file: GgufFile) -> LlamaConfig:
    """
    Raises:
        Refusal: for an unknown architecture, or for a variant of a known one that the graph does not have.
    """
    metadata = Metadata(file)
    if (family := FAMILIES.get(metadata.architecture)) is None:
        known = ", ".join(FAMILIES)
        raise Refusal(f'The architecture is "{metadata.architecture}"; those that can be imported are {known}.')
    if metadata.optional("expert_count", 0):
        raise Refusal("The model is a mixture of experts, which the graph does not have.")
    width, heads = metadata.number("embedding_length"), metadata.number("attention.head_count")
    head_width = metadata.optional("attention.key_length", width // heads)
    for name, default in (("attention.value_length", head_width), ("rope.dimension_count", head_width)):
        if family.rotates and (found := metadata.optional(name, default)) != head_width:
            raise Refusal(f"{metadata.architecture}.{name} is {found} and a head is {head_width} wide; they have to be equal.")
    layers = metadata.number("block_count")
    return LlamaConfig(
        vocabulary=len(file.metadata.get("tokenizer.ggml.tokens", [])),
        width=width,
        layers=layers,
        heads=heads,
        key_value_heads=metadata.optional("attention.head_count_kv", heads),
        head_width=head_width,
        feed_forward=metadata.number("feed_forward_length"),
        context=metadata.number("context_length"),
        epsilon=metadata.number(family.epsilon),
        rope_theta=metadata.optional("rope.freq_base", family.rope_theta),
        tied=HEAD not in file.tensors,
        scaling=_scaling(file, metadata) if family.rotates else Scaling(),
        kind=family.kind,
        **differences(metadata, file, width, layers, heads, head_width),
    )


def _scaling(file: GgufFile, metadata: Metadata) -> Scaling:
    kind = metadata.optional("rope.scaling.type", "none")
    if ROTARY_DIVISORS in file.tensors:
        # Llama 3's scaling comes worked out, one divisor a frequency.
        return Scaling(divisors=tuple(file.read(ROTARY_DIVISORS).tolist()))
    if LONG_ROTARY in file.tensors:
        raise Refusal("The rotary embedding changes with the length of the text (LongRoPE), which the graph does not have.")
    if kind == "none":
        return Scaling(factor=metadata.optional("rope.scale_linear", 1.0))
    if kind == "linear":
        return Scaling(factor=metadata.number("rope.scaling.factor"))
    raise Refusal(f'The rotary embedding is scaled by "{kind}"; only "linear" and Llama 3\'s can be taken.')
