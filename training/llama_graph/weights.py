"""Where weights come from, one tensor at a time, under the names of HF transformers."""

from collections.abc import Collection, Iterable
from typing import Protocol

import numpy as np

from .config import LlamaConfig
from .refusal import Refusal

EMBEDDING = "model.embed_tokens.weight"
HEAD = "lm_head.weight"
LAST_NORM = "model.norm.weight"
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


def expected_shapes(config: LlamaConfig) -> dict[str, tuple[int, ...]]:
    """The tensors of a Llama and their shapes."""
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
        raise Refusal(f"The model has a tensor {name}, which the graph has no place for.")


def _unused(found: Iterable[str], wanted: Collection[str]) -> list[str]:
    # A tied model may carry its head a second time.
    return sorted(name for name in found if name not in wanted and name != HEAD and not name.endswith(COMPUTED))
