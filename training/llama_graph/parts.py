"""Nodes and constants of a graph as they are added; the names of both are made here."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import onnx
from onnx import helper

from .model_file import Group, Tensor

FLOAT = np.dtype(np.float32)
MICROSOFT = "com.microsoft"


class Parts:
    """A graph in the making. Every method that computes returns the name of its (first) output."""

    def __init__(self, bits: int) -> None:
        """
        Args:
            bits: most bits of a matrix's value; 32 for no rounding.
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
        """
        Normalisation by mean and variance (Ba et al. 2016, arXiv:1607.06450), `read` gives "weight" and
        "bias".
        """
        weight, bias = (self.later(f"{name}.{part}", FLOAT, (width,), partial(read, part)) for part in ("weight", "bias"))
        return self.node("LayerNormalization", [inputs, weight, bias], [output] if output else None, axis=-1, epsilon=epsilon)

    def once(self, name: str, values: np.ndarray) -> str:
        """A constant that several nodes share."""
        return name if self.has(name) else self.constant(name, values)

    def has(self, name: str) -> bool:
        return any(tensor.name == name for group in self.groups for tensor in group.tensors)
