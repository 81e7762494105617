"""
Types of GGUF whose blocks of 32 weights `MatMulNBits` holds as they are: Q8_0 and Q4_0 (a scale a block, around a middle),
and Q4_1 (a scale and a minimum a block), for which the graph adds the minimum times the sum of the block's inputs.
https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h
"""

import numpy as np
from gguf import GGMLQuantizationType

from llama_graph.quantise import BLOCK, Form, Stored

FORMS = {
    GGMLQuantizationType.Q8_0: Form(8),
    GGMLQuantizationType.Q4_0: Form(4),
    GGMLQuantizationType.Q4_1: Form(4, minimum=True),
}
SCALE = np.dtype(np.float16).itemsize


def form_of(kind: GGMLQuantizationType) -> Form | None:
    return FORMS.get(kind)


def stored_blocks(rows: np.ndarray, kind: GGMLQuantizationType) -> Stored:
    """
    Args:
        rows: the bytes of a matrix, `[outputs, bytes of a row]`.
    """
    form = FORMS[kind]
    size = SCALE * (2 if form.minimum else 1) + BLOCK * form.bits // 8
    blocks = np.ascontiguousarray(rows).reshape(len(rows), -1, size)
    scales = _halves(blocks[..., :SCALE])
    if form.bits == 8:
        # Signed in the file, around 128 in the graph.
        return Stored(blocks[..., SCALE:] ^ np.uint8(128), scales, None)
    packed = blocks[..., -BLOCK // 2 :]
    # The file has weight i and weight i + 16 in a byte, the graph neighbours.
    values = np.concatenate([packed & 15, packed >> 4], axis=-1)
    pairs = values[..., 0::2] | (values[..., 1::2] << 4)
    # The graph counts from the middle, 8.
    minimums = _halves(blocks[..., SCALE : 2 * SCALE]) + 8 * scales if form.minimum else None
    return Stored(pairs, scales, minimums)


def _halves(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values).view(np.float16)[..., 0].astype(np.float32)
