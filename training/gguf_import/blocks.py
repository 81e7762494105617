"""
Types of GGUF that `MatMulNBits` holds as they are: blocks of whole numbers, each with a scale, and in some
types with a minimum, for which the graph adds the minimum times the sum of the block's inputs. Numbers of 5
and 6 bits lie in 8. https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h
"""

from collections.abc import Callable

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

from llama_graph.quantise import Form, Stored, middle_of, packed_pairs

# Numbers `[outputs, blocks, width]`, scales `[outputs, blocks]`, minimums alike or None: `scale * number +
# minimum`.
Blocks = tuple[np.ndarray, np.ndarray, np.ndarray | None]


def form_of(kind: GGMLQuantizationType) -> Form | None:
    return KINDS[kind][0] if kind in KINDS else None


def stored_blocks(rows: np.ndarray, kind: GGMLQuantizationType) -> Stored:
    """
    Args:
        rows: the bytes of a matrix, `[outputs, bytes of a row]`.
    """
    form, read = KINDS[kind]
    _, size = GGML_QUANT_SIZES[kind]
    numbers, scales, minimums = read(np.ascontiguousarray(rows).reshape(len(rows), -1, size))
    # Inputs are rounded before they are multiplied: that costs least where a block's numbers lie around zero.
    offset = form.levels // 2 if form.minimum else 0
    values = (numbers.astype(np.int16) - offset + middle_of(form.bits)).astype(np.uint8)
    around = None if minimums is None else minimums + np.float32(offset) * scales
    return Stored(packed_pairs(values) if form.bits == 4 else values, scales, around)


def _halves(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values).view(np.float16)[..., 0].astype(np.float32)


def _nibbles(values: np.ndarray) -> np.ndarray:
    """All low halves of the bytes, then all high ones, as int8."""
    return np.concatenate([values & 15, values >> 4], axis=-1).astype(np.int8)


def _bits(values: np.ndarray) -> np.ndarray:
    return np.unpackbits(np.ascontiguousarray(values), axis=-1, bitorder="little").astype(np.int8)


def _q8_0(blocks: np.ndarray) -> Blocks:
    return np.ascontiguousarray(blocks[..., 2:]).view(np.int8), _halves(blocks[..., :2]), None


def _q4_0(blocks: np.ndarray) -> Blocks:
    return _nibbles(blocks[..., 2:]) - 8, _halves(blocks[..., :2]), None


def _q4_1(blocks: np.ndarray) -> Blocks:
    return _nibbles(blocks[..., 4:]), _halves(blocks[..., :2]), _halves(blocks[..., 2:4])


def _q5_0(blocks: np.ndarray) -> Blocks:
    numbers = _nibbles(blocks[..., 6:]) + 16 * _bits(blocks[..., 2:6])
    return numbers - 16, _halves(blocks[..., :2]), None


def _q5_1(blocks: np.ndarray) -> Blocks:
    numbers = _nibbles(blocks[..., 8:]) + 16 * _bits(blocks[..., 4:8])
    return numbers, _halves(blocks[..., :2]), _halves(blocks[..., 2:4])


def _in_groups(blocks: np.ndarray) -> np.ndarray:
    """
    Of 256 numbers of 4 bits: each 32 bytes hold 32 numbers in their low halves and the next 32 in the high
    ones.
    """
    return _nibbles(blocks.reshape(*blocks.shape[:-1], 4, 32)).reshape(*blocks.shape[:-1], 8, 32)


def _k_scales(blocks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scales and minimums of the 8 blocks in 256 numbers: 6 bits each, times one float16 each for all."""
    low, middle, high = (blocks[..., start : start + 4] for start in (4, 8, 12))
    scales = np.concatenate([low & 63, (high & 15) | (low >> 6 << 4)], axis=-1)
    minimums = np.concatenate([middle & 63, (high >> 4) | (middle >> 6 << 4)], axis=-1)
    scale, minimum = (_halves(blocks[..., start : start + 2])[..., None] for start in (0, 2))
    return scale * scales, -minimum * minimums


def _flat(numbers: np.ndarray, *facts: np.ndarray | None) -> Blocks:
    """From blocks within groups of 256 to blocks."""
    outputs, _, _, width = numbers.shape
    scales, minimums = (None if fact is None else fact.reshape(outputs, -1) for fact in facts)
    return numbers.reshape(outputs, -1, width), scales, minimums


def _q4_k(blocks: np.ndarray) -> Blocks:
    return _flat(_in_groups(blocks[..., 16:]), *_k_scales(blocks))


def _q5_k(blocks: np.ndarray) -> Blocks:
    # Bit i of byte j is the fifth bit of number j of block i.
    fifth = _bits(blocks[..., 16:48]).reshape(*blocks.shape[:-1], 32, 8).swapaxes(-1, -2)
    return _flat(_in_groups(blocks[..., 48:]) + 16 * fifth, *_k_scales(blocks))


def _q6_k(blocks: np.ndarray) -> Blocks:
    shape = blocks.shape[:-1]
    # Twice 128 numbers: of 64 bytes, all low halves, then all high ones; and two more bits from 32 bytes,
    # four times.
    low = _nibbles(blocks[..., :128].reshape(*shape, 2, 64)).reshape(*shape, 2, 4, 32)
    high = blocks[..., 128:192].reshape(*shape, 2, 1, 32) >> np.array([0, 2, 4, 6], np.uint8)[:, None] & 3
    numbers = low + 16 * high.astype(np.int8) - 32
    scales = _halves(blocks[..., 208:])[..., None] * np.ascontiguousarray(blocks[..., 192:208]).view(np.int8)
    return _flat(numbers.reshape(*shape, 16, 16), scales, None)


KINDS: dict[GGMLQuantizationType, tuple[Form, Callable[[np.ndarray], Blocks]]] = {
    GGMLQuantizationType.Q8_0: (Form(8), _q8_0),
    GGMLQuantizationType.Q4_0: (Form(4), _q4_0),
    GGMLQuantizationType.Q4_1: (Form(4, minimum=True), _q4_1),
    GGMLQuantizationType.Q5_0: (Form(8), _q5_0),
    GGMLQuantizationType.Q5_1: (Form(8, minimum=True, levels=32), _q5_1),
    GGMLQuantizationType.Q4_K: (Form(4, minimum=True), _q4_k),
    GGMLQuantizationType.Q5_K: (Form(8, minimum=True, levels=32), _q5_k),
    GGMLQuantizationType.Q6_K: (Form(8, block=16), _q6_k),
}
