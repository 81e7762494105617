"""Where weights come from, one tensor at a time, under the names of HF transformers."""

from collections.abc import Collection, Iterable
from typing import Protocol

import numpy as np

from .config import LlamaConfig
from .quantise import Form, Stored
from .refusal import Refusal

EMBEDDING = "model.embed_tokens.weight"
HEAD = "lm_head.weight"
LAST_NORM = "model.norm.weight"
POSITIONS = "model.positions.weight"
# Rotary frequencies, which old checkpoints carry and the graph computes.
COMPUTED = "rotary_emb.inv_freq"


class Weights(Protocol):
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Every tensor there is, with its shape in PyTorch's order: `[outputs, inputs]`."""
        ...

    def called(self, name: str) -> str:
        """The tensor's name where it comes from, for messages."""
        ...

    def read(self, name: str) -> np.ndarray:
        """The tensor as float32."""
        ...

    def form(self, name: str) -> Form | None:
        """How the tensor is stored, where `MatMulNBits` can hold it as it is."""
        ...

    def stored(self, name: str) -> Stored:
        """The values of a tensor that has a form."""
        ...


def expected_shapes(config: LlamaConfig) -> dict[str, tuple[int, ...]]:
    """The tensors of a model and their shapes."""
    if config.kind == "gpt2":
        return _gpt2_shapes(config)
    width = config.width
    queries, keys = config.heads * config.head_width, config.key_value_heads * config.head_width
    shapes: dict[str, tuple[int, ...]] = {EMBEDDING: (config.vocabulary, width), LAST_NORM: (width,)}
    if not config.tied:
        shapes[HEAD] = (config.vocabulary, width)
    for layer in range(config.layers):
        prefix = f"model.layers.{layer}."
        shapes |= {
            f"{prefix}input_layernorm.weight": (width,),
            f"{prefix}post_attention_layernorm.weight": (width,),
            f"{prefix}self_attn.q_proj.weight": (queries, width),
            f"{prefix}self_attn.k_proj.weight": (keys, width),
            f"{prefix}self_attn.v_proj.weight": (keys, width),
            f"{prefix}self_attn.o_proj.weight": (width, queries),
            f"{prefix}mlp.gate_proj.weight": (config.feed_forward, width),
            f"{prefix}mlp.up_proj.weight": (config.feed_forward, width),
            f"{prefix}mlp.down_proj.weight": (width, config.feed_forward),
        }
        if config.biases:
            sizes = {"q": queries, "k": keys, "v": keys}
            shapes |= {f"{prefix}self_attn.{letter}_proj.bias": (size,) for letter, size in sizes.items()}
        if config.head_norms:
            shapes |= {f"{prefix}self_attn.{letter}_norm.weight": (config.head_width,) for letter in "qk"}
        if config.post_norms:
            shapes |= {f"{prefix}{name}.weight": (width,) for name in ("attention_post_norm", "feed_forward_post_norm")}
    return shapes


def _gpt2_shapes(config: LlamaConfig) -> dict[str, tuple[int, ...]]:
    width, wide = config.width, config.feed_forward
    shapes: dict[str, tuple[int, ...]] = {
        EMBEDDING: (config.vocabulary, width), POSITIONS: (config.context, width),
        LAST_NORM: (width,), "model.norm.bias": (width,),
    }  # fmt: skip
    if not config.tied:
        shapes[HEAD] = (config.vocabulary, width)
    for layer in range(config.layers):
        sizes = {"qkv": (3 * width, width), "o": (width, width), "up": (wide, width), "down": (width, wide)}
        for name, shape in sizes.items():
            shapes |= {f"model.layers.{layer}.{name}.weight": shape, f"model.layers.{layer}.{name}.bias": shape[:1]}
        for name in ("input_layernorm", "post_attention_layernorm"):
            shapes |= {f"model.layers.{layer}.{name}.{part}": (width,) for part in ("weight", "bias")}
    return shapes


def check_weights(config: LlamaConfig, weights: Weights) -> None:
    """
    Raises:
        Refusal: naming the first tensor that is missing, has another shape, or has no place in the graph.
    """
    found, wanted = weights.shapes(), expected_shapes(config)
    for name, shape in wanted.items():
        if name not in found:
            raise Refusal(f"The tensor {weights.called(name)} is missing.")
        if found[name] != shape:
            raise Refusal(f"The tensor {weights.called(name)} has the shape {list(found[name])}; {list(shape)} was expected.")
    for name in _unused(found, wanted):
        raise Refusal(f"The model has a tensor {weights.called(name)}, which the graph has no place for.")


def _unused(found: Iterable[str], wanted: Collection[str]) -> list[str]:
    # A tied model may carry its head a second time.
    return sorted(name for name in found if name not in wanted and name != HEAD and not name.endswith(COMPUTED))
