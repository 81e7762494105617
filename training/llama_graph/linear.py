"""
Products with the matrices of a model, and rows looked up in them: quantised if the graph is, without loss
where that can be.
"""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

import numpy as np
import onnx

from .model_file import Group, Tensor
from .parts import FLOAT, MICROSOFT, Parts
from .quantise import BLOCK, Form, quantise, quantised_shape
from .weights import Weights

HALF, BYTE = np.dtype(np.float16), np.dtype(np.uint8)
WHOLE = FLOAT.itemsize * 8
# MatMulNBits quantises its inputs to 8 bits too, row by row: a row's result does not depend on the batch, but
# for 4 bits on processors without AVX-512.
ACCURACY_LEVEL = 4

Shape = tuple[int, int]


def linear(
    parts: Parts,
    inputs: str,
    name: str,
    shape: Shape,
    weights: Weights,
    names: Sequence[str],
    output: str = "",
    biases: Sequence[str] = (),
) -> str:
    """
    `inputs` times the transpose of the matrices `names`, `[outputs, inputs]`, put below each other.

    Args:
        shape: of all the matrices together.
        biases: vectors to add, put behind each other.
    """
    last = [output] if output else None
    # Matrices in a row that are stored alike are one product.
    runs = [(form, list(run)) for form, run in groupby(names, partial(_form, parts, weights))]
    if len(runs) == 1:
        product = _product(parts, inputs, name, shape, weights, names, runs[0][0], None if biases else last)
    else:
        products = []
        for place, (form, run) in enumerate(runs):
            part = (sum(weights.shapes()[one][0] for one in run), shape[1])
            products.append(_product(parts, inputs, f"{name}.{place}", part, weights, run, form, None))
        product = parts.node("Concat", products, None if biases else last, axis=-1)
    if biases:
        bias = parts.later(f"{name}.bias", FLOAT, (shape[0],), lambda: np.concatenate([weights.read(one) for one in biases]))
        product = parts.node("Add", [product, bias], last)
    return product


def rows(parts: Parts, indices: str, name: str, shape: Shape, weights: Weights, matrix: str) -> str:
    """
    The rows `indices` of a matrix as float32; in a quantised graph rounded to float16, where they are not
    held as they are.
    """
    form = _form(parts, weights, matrix)
    if form is None:
        dtype = FLOAT if parts.bits == WHOLE else HALF
        table = parts.later(name, dtype, shape, lambda: weights.read(matrix).astype(dtype, copy=False))
        found = parts.node("Gather", [table, indices], axis=0)
        return found if dtype == FLOAT else parts.node("Cast", [found], to=onnx.TensorProto.FLOAT)
    # The same bytes as in a product, `[rows, bytes of a row]`.
    flat = parts.once("row_by_row", np.array([shape[0], -1], np.int64))
    values, scales = (parts.node("Reshape", [part, flat]) for part in _stored(parts, shape, weights, [matrix], form))
    found = parts.node(
        "GatherBlockQuantized", [values, indices, scales], domain=MICROSOFT,
        bits=form.bits, block_size=form.block, gather_axis=0, quantize_axis=1,
    )  # fmt: skip
    if not form.minimum:
        return found
    minimums = parts.node("Gather", [_minimums(parts, shape, weights, [matrix], form), indices], axis=1)
    last = parts.once("last", np.array([-1], np.int64))
    each = parts.node("Unsqueeze", [parts.node("Transpose", [minimums], perm=[1, 2, 0]), last])
    whole = parts.node("Add", [_in_blocks(parts, found, form), each])
    return parts.node("Reshape", [whole, parts.once("flat", np.array([0, 0, -1], np.int64))])


def _form(parts: Parts, weights: Weights, name: str) -> Form | None:
    """How a matrix is stored, where it is to be held that way: no wider than was asked for."""
    form = weights.form(name) if parts.bits < WHOLE else None
    return form if form and form.bits <= parts.bits else None


def _product(
    parts: Parts, inputs: str, name: str, shape: Shape, weights: Weights, names: Sequence[str], form: Form | None,
    outputs: list[str] | None,
) -> str:  # fmt: skip
    wide, narrow = shape
    make = lambda: np.concatenate([weights.read(one) for one in names])
    if parts.bits == WHOLE:
        weight = parts.later(name, FLOAT, (narrow, wide), lambda: make().T)
        return parts.node("MatMul", [inputs, weight], outputs)
    if form is None:
        shapes = quantised_shape(wide, narrow, parts.bits)
        tensors = [Tensor(f"{name}.{part}", *facts) for part, *facts in zip(("q", "scales", "zeros"), (BYTE, FLOAT, BYTE), shapes, strict=True)]
        parts.groups.append(Group(tuple(tensors), lambda: quantise(make(), parts.bits)))
        held = [tensor.name for tensor in tensors]
    else:
        held = _stored(parts, shape, weights, names, form)
    has_minimum = form is not None and form.minimum
    product = parts.node(
        "MatMulNBits", [inputs, *held], None if has_minimum else outputs, domain=MICROSOFT,
        K=narrow, N=wide, accuracy_level=ACCURACY_LEVEL,
        bits=form.bits if form else parts.bits, block_size=form.block if form else BLOCK,
    )  # fmt: skip
    if form is None or not has_minimum:
        return product
    # What a block's minimum adds: it, times the sum of the block's inputs.
    sums = parts.node("ReduceSum", [_in_blocks(parts, inputs, form), parts.once("last", np.array([-1], np.int64))], keepdims=0)
    return parts.node("Add", [product, parts.node("MatMul", [sums, _minimums(parts, shape, weights, names, form)])], outputs)


def _in_blocks(parts: Parts, values: str, form: Form) -> str:
    return parts.node("Reshape", [values, parts.once(f"blocks_of_{form.block}", np.array([0, 0, -1, form.block], np.int64))])


def _stored(parts: Parts, shape: Shape, weights: Weights, names: Sequence[str], form: Form) -> list[str]:
    """Values and scales of matrices as they are stored; the middle of the range means zero."""
    held = [f"{'+'.join(names)}.{part}" for part in ("q", "scales")]
    if not parts.has(held[0]):
        values, scales, _ = quantised_shape(*shape, form.bits, form.block)
        tensors = (Tensor(held[0], BYTE, values), Tensor(held[1], FLOAT, scales))
        make = lambda: [_joined(weights, names, "values"), _joined(weights, names, "scales").ravel()]
        parts.groups.append(Group(tensors, make))
    return held


def _minimums(parts: Parts, shape: Shape, weights: Weights, names: Sequence[str], form: Form) -> str:
    """`[blocks, outputs]`"""
    name = f"{'+'.join(names)}.minimums"
    if parts.has(name):
        return name
    make = lambda: np.ascontiguousarray(_joined(weights, names, "minimums").T)
    return parts.later(name, FLOAT, (shape[1] // form.block, shape[0]), make)


def _joined(weights: Weights, names: Sequence[str], part: str) -> np.ndarray:
    return np.concatenate([getattr(weights.stored(one), part) for one in names])
