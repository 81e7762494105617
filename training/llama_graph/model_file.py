"""
Writes an ONNX file tensor by tensor, so that a model never lies in memory whole. The bytes are ordinary
protobuf (https://protobuf.dev/programming-guides/encoding): lengths are known beforehand from names and
shapes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import BinaryIO

import numpy as np
import onnx

from .refusal import Refusal

# Protobuf's limit for one message, and so for an ONNX file without side files.
LARGEST_FILE = 2**31 - 1
IR_VERSION = 8
OPSETS = [onnx.helper.make_opsetid("", 14), onnx.helper.make_opsetid("com.microsoft", 1)]

# Field numbers of onnx.proto, all of them length-delimited (wire type 2).
MODEL_GRAPH, GRAPH_INITIALIZER, TENSOR_RAW_DATA = 7, 5, 9

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Tensor:
    """A constant of the graph before its values are there."""

    name: str
    dtype: np.dtype
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        return prod(self.shape) * self.dtype.itemsize

    def prefix(self) -> bytes:
        """The whole TensorProto but its values."""
        kind = onnx.helper.np_dtype_to_tensor_dtype(self.dtype)
        proto = onnx.TensorProto(name=self.name, data_type=kind, dims=self.shape)
        return proto.SerializeToString() + _lead(TENSOR_RAW_DATA, self.size)


@dataclass(frozen=True)
class Group:
    """Tensors made together, when their turn to be written comes."""

    tensors: tuple[Tensor, ...]
    make: Callable[[], Sequence[np.ndarray]]


def write_model_file(path: Path, graph: onnx.GraphProto, groups: Sequence[Group], progress: Progress) -> int:
    """
    Args:
        graph: nodes, inputs and outputs; no initializers.
        progress: called with bytes written and bytes in all.
    Returns:
        The file's size in bytes.
    Raises:
        Refusal: if the file would be larger than protobuf allows.
    """
    nodes = graph.SerializeToString()
    prefixes = {tensor.name: tensor.prefix() for group in groups for tensor in group.tensors}
    sizes = {tensor.name: len(prefixes[tensor.name]) + tensor.size for group in groups for tensor in group.tensors}
    length = len(nodes) + sum(len(_lead(GRAPH_INITIALIZER, size)) + size for size in sizes.values())
    if length > LARGEST_FILE:
        raise Refusal(
            f"The model would take {length / 1e9:.1f} GB in this weight format and an ONNX file holds 2 GB; "
            "choose a smaller format (q8, q4) or a smaller model."
        )
    model = onnx.ModelProto(ir_version=IR_VERSION, opset_import=OPSETS, producer_name="nucleus")
    head = model.SerializeToString() + _lead(MODEL_GRAPH, length)
    total = len(head) + length
    with path.open("wb") as file:
        file.write(head + nodes)
        for group in groups:
            for tensor, values in zip(group.tensors, group.make(), strict=True):
                file.write(_lead(GRAPH_INITIALIZER, sizes[tensor.name]) + prefixes[tensor.name])
                _write_values(file, tensor, values)
            progress(file.tell(), total)
    return total


def _write_values(file: BinaryIO, tensor: Tensor, values: np.ndarray) -> None:
    if values.shape != tensor.shape or values.dtype != tensor.dtype:
        raise ValueError(f"{tensor.name}: made {values.dtype}{values.shape}, announced {tensor.dtype}{tensor.shape}")
    file.write(np.ascontiguousarray(values).data.cast("B") if values.ndim else values.tobytes())


def _lead(field: int, length: int) -> bytes:
    """Tag and length of a length-delimited field."""
    parts = bytearray([field << 3 | 2])
    while length > 0x7F:
        parts.append(length & 0x7F | 0x80)
        length >>= 7
    parts.append(length)
    return bytes(parts)
