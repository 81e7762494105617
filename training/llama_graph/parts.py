"""Nodes and constants of a graph as they are added; the names of both are made here."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import onnx
from onnx import helper

from .model_file import Group, Tensor
from .quantise import BLOCK, Form, Stored, as_quantised, quantise, quantised_shape
from .weights import Weights

FLOAT, HALF, BYTE = np.dtype(np.float32), np.dtype(np.float16), np.dtype(np.uint8)
MICROSOFT = "com.microsoft"
# MatMulNBits quantises its inputs to 8 bits too, row by row: a row's result does not depend on the batch.
ACCURACY_LEVEL = 4


class Parts:
    """A graph in the making. Every method that computes returns the name of its (first) output."""

    def __init__(self, bits: int) -> None:
        """
        Args:
            bits: of a weight that has to be rounded; 32 for none.
        """
        self.bits = bits
        self.nodes: list[onnx.NodeProto] = []
        self.groups: list[Group] = []

    def node(
        self, kind: str, inputs: Sequence[str], outputs: Sequence[str] | None = None, domain: str = "", **attributes: object
    ) -> str:
        name = f"{kind}_{len(self.nodes)}"
        outputs = outputs or [name]
        self.nodes.append(helper.make_node(kind, inputs, outputs, name, domain=domain, **attributes))
        return outputs[0]

    def constant(self, name: str, values: np.ndarray) -> str:
        self.groups.append(Group((Tensor(name, values.dtype, values.shape),), lambda: [values]))
        return name

    def later(self, name: str, dtype: np.dtype, shape: tuple[int, ...], make: Callable[[], np.ndarray]) -> str:
        """A constant that is made when it is written."""
        self.groups.append(Group((Tensor(name, dtype, shape),), lambda: [make()]))
        return name

    def norm(self, inputs: str, name: str, width: int, epsilon: float, make: Callable[[], np.ndarray], output: str = "") -> str:
        """Root mean square normalisation (Zhang and Sennrich 2019, arXiv:1910.07467) over the last axis."""
        weight = self.later(name, FLOAT, (width,), make)
        return self.node(
            "SimplifiedLayerNormalization", [inputs, weight], [output] if output else None, axis=-1, epsilon=epsilon
        )

    def layer_norm(self, inputs: str, name: str, width: int, epsilon: float, read: Callable[[str], np.ndarray], output: str = "") -> str:
        """Normalisation by mean and variance (Ba et al. 2016, arXiv:1607.06450), `read` gives "weight" and "bias"."""
        weight, bias = (self.later(f"{name}.{part}", FLOAT, (width,), partial(read, part)) for part in ("weight", "bias"))
        return self.node("LayerNormalization", [inputs, weight, bias], [output] if output else None, axis=-1, epsilon=epsilon)

    def linear(
        self,
        inputs: str,
        name: str,
        shape: tuple[int, int],
        weights: Weights,
        names: Sequence[str],
        output: str = "",
        biases: Sequence[str] = (),
    ) -> str:
        """
        `inputs` times the transpose of the matrices `names`, `[outputs, inputs]`, put below each other; quantised if the
        graph is, and without loss where the weights are stored in a form that `MatMulNBits` holds.

        Args:
            shape: of all the matrices together.
            biases: vectors to add, put behind each other.
        """
        forms = {weights.form(one) for one in names}
        form = forms.pop() if len(forms) == 1 and self.bits < FLOAT.itemsize * 8 else None
        last = [output] if output else None
        has_minimum = form is not None and form.minimum
        product = self._product(inputs, name, shape, weights, names, form, None if biases or has_minimum else last)
        if has_minimum:
            added = self._minimums(inputs, name, shape, weights, names)
            product = self.node("Add", [product, added], None if biases else last)
        if biases:
            bias = self.later(f"{name}.bias", FLOAT, (shape[0],), lambda: np.concatenate([weights.read(one) for one in biases]))
            product = self.node("Add", [product, bias], last)
        return product

    def _product(
        self, inputs: str, name: str, shape: tuple[int, int], weights: Weights, names: Sequence[str], form: Form | None,
        outputs: list[str] | None,
    ) -> str:  # fmt: skip
        wide, narrow = shape
        make = lambda: np.concatenate([weights.read(one) for one in names])
        if self.bits == FLOAT.itemsize * 8:
            weight = self.later(name, FLOAT, (narrow, wide), lambda: make().T)
            return self.node("MatMul", [inputs, weight], outputs)
        bits = form.bits if form else self.bits
        tensors = self._quantised(name, wide, narrow, bits)
        values = (lambda: as_quantised(_joined(weights, names), bits)) if form else (lambda: quantise(make(), bits))
        self.groups.append(Group(tensors, values))
        return self.node(
            "MatMulNBits",
            [inputs, *(tensor.name for tensor in tensors)],
            outputs,
            domain=MICROSOFT,
            K=narrow,
            N=wide,
            accuracy_level=ACCURACY_LEVEL,
            bits=bits,
            block_size=BLOCK,
        )

    def _quantised(self, name: str, wide: int, narrow: int, bits: int) -> tuple[Tensor, ...]:
        names = [f"{name}.{part}" for part in ("q", "scales", "zeros")]
        return tuple(map(Tensor, names, (BYTE, FLOAT, BYTE), quantised_shape(wide, narrow, bits)))

    def _minimums(self, inputs: str, name: str, shape: tuple[int, int], weights: Weights, names: Sequence[str]) -> str:
        """What a block's minimum adds: it, times the sum of the block's inputs."""
        wide, narrow = shape
        blocks = self.node("Reshape", [inputs, self.once("blocks", np.array([0, 0, -1, BLOCK], np.int64))])
        sums = self.node("ReduceSum", [blocks, self.once("last", np.array([-1], np.int64))], keepdims=0)
        make = lambda: np.ascontiguousarray(_joined(weights, names).minimums.T)
        return self.node("MatMul", [sums, self.later(f"{name}.minimums", FLOAT, (narrow // BLOCK, wide), make)])

    def once(self, name: str, values: np.ndarray) -> str:
        """A constant that several nodes share."""
        if all(tensor.name != name for group in self.groups for tensor in group.tensors):
            self.constant(name, values)
        return name


def _joined(weights: Weights, names: Sequence[str]) -> Stored:
    found = [weights.stored(one) for one in names]
    minimums = [one.minimums for one in found if one.minimums is not None]
    return Stored(
        np.concatenate([one.values for one in found]),
        np.concatenate([one.scales for one in found]),
        np.concatenate(minimums) if minimums else None,
    )
