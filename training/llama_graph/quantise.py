"""
Weight-only quantisation for com.microsoft `MatMulNBits`: blocks of 32 inputs, each with a float32 scale and
an unsigned zero point, so that 0 stays exactly 0.
https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

BLOCK = 32
# Rows quantised at once: bounds the temporaries of a large vocabulary.
ROWS = 4096


class Quantised(NamedTuple):
    """
    `values` uint8 `[outputs, blocks, 32 * bits / 8]`, `scales` float32 and `zeros` uint8, flat, output by
    output.
    """

    values: np.ndarray
    scales: np.ndarray
    zeros: np.ndarray


class QuantisedShape(NamedTuple):
    values: tuple[int, int, int]
    scales: tuple[int]
    zeros: tuple[int]


@dataclass(frozen=True)
class Form:
    """
    A way of storing blocks of weights that needs no rounding: `scale * (value - middle)`, plus a minimum a
    block.
    """

    bits: int
    minimum: bool = False
    # How many different values there are with a minimum: from 0 up.
    levels: int = 16
    block: int = BLOCK


class Stored(NamedTuple):
    """
    `values` as in `Quantised`, `scales` float32 `[outputs, blocks]`; `minimums` alike, of what is left beside
    the middle.
    """

    values: np.ndarray
    scales: np.ndarray
    minimums: np.ndarray | None


def middle_of(bits: int) -> int:
    return 2 ** (bits - 1)


def quantised_shape(outputs: int, inputs: int, bits: int, block: int = BLOCK) -> QuantisedShape:
    blocks = -(-inputs // block)
    return QuantisedShape(
        (outputs, blocks, block * bits // 8), (outputs * blocks,), (outputs * -(-blocks * bits // 8),)
    )


def quantise(matrix: np.ndarray, bits: int) -> Quantised:
    """
    Args:
        matrix: float32 `[outputs, inputs]`, as a PyTorch linear layer holds it.
        bits: 8, or 4 (two values a byte, the earlier one in the low half).
    """
    parts = [_quantise(matrix[start : start + ROWS], bits) for start in range(0, len(matrix), ROWS)]
    return Quantised(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _quantise(matrix: np.ndarray, bits: int) -> Quantised:
    outputs, inputs = matrix.shape
    levels = 2**bits - 1
    blocks = np.pad(matrix, ((0, 0), (0, -inputs % BLOCK))).reshape(outputs, -1, BLOCK)
    low = np.minimum(blocks.min(axis=-1), 0)
    scales = (np.maximum(blocks.max(axis=-1), 0) - low) / np.float32(levels)
    divisors = np.where(scales > 0, scales, np.float32(1))
    zeros = np.rint(-low / divisors)
    values = np.rint(blocks / divisors[..., None])
    values += zeros[..., None]
    values = np.clip(values, 0, levels, out=values).astype(np.uint8)
    zeros = zeros.astype(np.uint8)
    if bits == 4:
        values, zeros = packed_pairs(values), packed_pairs(zeros)
    return Quantised(values, scales.astype(np.float32).ravel(), zeros.ravel())


def packed_pairs(values: np.ndarray) -> np.ndarray:
    """Two 4-bit values a byte along the last axis."""
    if values.shape[-1] % 2:
        values = np.pad(values, [(0, 0)] * (values.ndim - 1) + [(0, 1)])
    return values[..., 0::2] | (values[..., 1::2] << 4)
