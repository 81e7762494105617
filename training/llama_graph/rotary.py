"""
Rotary position embeddings (Su et al. 2021, arXiv:2104.09864) as tables of cosines and sines, with the two
ways of stretching them that only divide the frequencies: linear (Chen et al. 2023, arXiv:2306.15595) and
Llama 3's.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .refusal import Refusal


@dataclass(frozen=True)
class Scaling:
    """
    `factor` alone is linear scaling; with `original` it is Llama 3's; `divisors` (one per frequency) are used
    as given.
    """

    factor: float = 1.0
    low: float = 1.0
    high: float = 4.0
    original: int | None = None
    divisors: tuple[float, ...] | None = None


def read_scaling(rotary: Mapping[str, Any]) -> Scaling:
    """Reads `rope_parameters` or `rope_scaling` of a HF config; an empty one means none."""
    kind = rotary.get("rope_type") or rotary.get("type") or "default"
    if kind == "default":
        return Scaling()
    if kind == "linear":
        return Scaling(factor=rotary["factor"])
    if kind == "llama3":
        return Scaling(
            rotary["factor"],
            rotary["low_freq_factor"],
            rotary["high_freq_factor"],
            rotary["original_max_position_embeddings"],
        )
    raise Refusal(f'The rotary embedding is scaled by "{kind}"; only "linear" and "llama3" can be taken.')


def frequencies(head_width: int, theta: float, scaling: Scaling) -> np.ndarray:
    """Radians a position, float32 `[head_width / 2]`, rounded where HF transformers rounds."""
    exponents = np.arange(0, head_width, 2, dtype=np.float32) / np.float32(head_width)
    plain = np.float32(1) / np.float32(theta) ** exponents
    if scaling.divisors is not None:
        return plain / np.asarray(scaling.divisors, dtype=np.float32)
    if scaling.original is None:
        return plain / np.float32(scaling.factor)
    return np.array([_llama3(float(value), scaling) for value in plain], dtype=np.float32)


def _llama3(frequency: float, scaling: Scaling) -> float:
    """Leaves short waves alone, divides long ones, and blends between (Llama 3.1's published code)."""
    turns = scaling.original * frequency / (2 * math.pi)
    smooth = min(1.0, max(0.0, (turns - scaling.low) / (scaling.high - scaling.low)))
    return (1 - smooth) * frequency / scaling.factor + smooth * frequency


def tables(head_width: int, theta: float, scaling: Scaling, positions: int) -> tuple[np.ndarray, np.ndarray]:
    """Cosines and sines, float32 `[positions, head_width / 2]`."""
    angles = np.outer(np.arange(positions, dtype=np.float32), frequencies(head_width, theta, scaling))
    return np.cos(angles), np.sin(angles)
