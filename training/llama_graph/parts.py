"""Nodes and constants of a graph as they are added; the names of both are made here."""

from collections.abc import Callable, Sequence

import numpy as np
import onnx
from onnx import helper

from .model_file import Group, Tensor
from .quantise import BLOCK, quantise, quantised_shape

FLOAT, HALF, BYTE = np.dtype(np.float32), np.dtype(np.float16), np.dtype(np.uint8)
MICROSOFT = "com.microsoft"
# MatMulNBits quantises its inputs to 8 bits too, row by row: a row's result does not depend on the batch.
ACCURACY_LEVEL = 4


class Parts:
    """A graph in the making. Every method that computes returns the name of its (first) output."""

    def __init__(self, bits: int) -> None:
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

    def linear(self, inputs: str, name: str, shape: tuple[int, int], make: Callable[[], np.ndarray], output: str = "") -> str:
        """`inputs` times the transpose of a matrix `[outputs, inputs]`, quantised if the graph is."""
        outputs = [output] if output else None
        wide, narrow = shape
        if self.bits == FLOAT.itemsize * 8:
            weight = self.later(name, FLOAT, (narrow, wide), lambda: make().T)
            return self.node("MatMul", [inputs, weight], outputs)
        names = [f"{name}.{part}" for part in ("q", "scales", "zeros")]
        shapes = quantised_shape(wide, narrow, self.bits)
        tensors = tuple(map(Tensor, names, (BYTE, FLOAT, BYTE), shapes))
        self.groups.append(Group(tensors, lambda: quantise(make(), self.bits)))
        return self.node(
            "MatMulNBits",
            [inputs, *names],
            outputs,
            domain=MICROSOFT,
            K=narrow,
            N=wide,
            accuracy_level=ACCURACY_LEVEL,
            bits=self.bits,
            block_size=BLOCK,
        )
