"""
The architectures that can be imported, and how each differs from Llama (src/llama-model.cpp of llama.cpp).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import Any, Protocol

from .file import GgufFile

RMS, MEAN = "attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon"


class Named(Protocol):
    def number(self, name: str) -> Any: ...
    def optional(self, name: str, default: Any) -> Any: ...

    architecture: str


@dataclass(frozen=True)
class Family:
    # `model_type` of HF transformers.
    kind: str
    # Whether llama.cpp's converter deals the rows of queries and keys (see `weights.in_halves`).
    dealt: bool = False
    rotates: bool = True
    rope_theta: float = 10000.0
    epsilon: str = RMS
    # Settings of `LlamaConfig` that the whole family shares.
    shared: dict[str, Any] = field(default_factory=dict)


# The same names are read by the program, which refuses others before it fetches what a conversion needs.
NAMES = json.loads((Path(__file__).parent / "architectures.json").read_text(encoding="utf-8"))
GEMMA = {"post_norms": True, "activation": "gelu_pytorch_tanh"}
FAMILIES = {
    "llama": Family("llama", dealt=True),
    "qwen2": Family("qwen2", shared={"biases": True}),
    "qwen3": Family("qwen3", shared={"head_norms": True}),
    "gemma2": Family("gemma2", shared=GEMMA),
    "gemma3": Family("gemma3_text", shared=GEMMA | {"head_norms": True}),
    "gpt2": Family("gpt2", rotates=False, epsilon=MEAN, shared={"activation": "gelu_new"}),
    "phi3": Family("phi3"),
    "smollm3": Family("smollm3", dealt=True),
}
# Every so many layers one is different: the last of each group.
GEMMA_2_GROUP, GEMMA_3_GROUP, SMOLLM_3_GROUP = 2, 6, 4
# What layers with a window rotate by in Gemma 3, whatever the others do.
GEMMA_3_WINDOW_THETA = 10000.0


def differences(
    metadata: Named, file: GgufFile, width: int, layers: int, heads: int, head_width: int
) -> dict[str, Any]:
    """Settings of `LlamaConfig` that are not Llama's."""
    found = dict(FAMILIES[metadata.architecture].shared)
    special: dict[str, Callable[[], dict[str, Any]]] = {
        "gemma2": lambda: _gemma(metadata, width, heads, head_width, layers, GEMMA_2_GROUP)
        | {
            "attention_cap": metadata.optional("attn_logit_softcapping", 50.0),
            "logit_cap": metadata.optional("final_logit_softcapping", 30.0),
        },
        "gemma3": lambda: _gemma(metadata, width, heads, head_width, layers, GEMMA_3_GROUP)
        | {"window_theta": GEMMA_3_WINDOW_THETA},
        "phi3": lambda: _window(metadata, list(range(layers))),
        "smollm3": lambda: {"unrotated": _last_of(SMOLLM_3_GROUP, layers)},
    }
    return found | special.get(metadata.architecture, dict)()


def _gemma(metadata: Named, width: int, heads: int, head_width: int, layers: int, group: int) -> dict[str, Any]:
    # The 27B models scale by the width of the model, all others by the width of a head.
    per_head = width // heads if layers in (46, 62) else head_width
    everywhere = set(_last_of(group, layers))
    return {
        "embedding_scale": sqrt(width),
        "attention_scale": per_head**-0.5,
        **_window(metadata, [layer for layer in range(layers) if layer not in everywhere]),
    }


def _window(metadata: Named, layers: list[int]) -> dict[str, Any]:
    size = metadata.optional("attention.sliding_window", 0)
    if not size:
        return {}
    if size >= metadata.number("context_length"):
        return {}
    return {"window": size, "windowed": tuple(layers)}


def _last_of(group: int, layers: int) -> tuple[int, ...]:
    return tuple(range(group - 1, layers, group))
