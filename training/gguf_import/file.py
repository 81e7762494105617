"""
The container: metadata, and tensors that stay on disk until they are read.
https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize

from llama_graph import Refusal

from .cursor import Cursor

MAGIC = b"GGUF"
VERSIONS = (2, 3)
ALIGNMENT = 32


@dataclass(frozen=True)
class StoredTensor:
    """`shape` is in PyTorch's order, `start` counts from the file's beginning."""

    shape: tuple[int, ...]
    kind: GGMLQuantizationType
    start: int

    @property
    def size(self) -> int:
        block, block_bytes = GGML_QUANT_SIZES[self.kind]
        return prod(self.shape) // block * block_bytes


class GgufFile:
    """
    Raises:
        Refusal: where the file is not a GGUF, is cut short, or holds a type of tensor that cannot be read.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise Refusal(f"There is no file {path}.")
        self._bytes = np.memmap(path, mode="r") if path.stat().st_size else np.empty(0, np.uint8)
        cursor = Cursor(memoryview(self._bytes))
        if bytes(self._bytes[:4]) != MAGIC:
            raise Refusal(f"{path.name} is not a GGUF file.")
        cursor.skip(4)
        version = cursor.unsigned(4)
        if version not in VERSIONS:
            raise Refusal(f"{path.name} is a GGUF of version {version}; versions 2 and 3 can be read.")
        tensors, entries = cursor.unsigned(8), cursor.unsigned(8)
        self.metadata: dict[str, Any] = {cursor.text(): cursor.value(cursor.unsigned(4)) for _ in range(entries)}
        found = [self._entry(cursor) for _ in range(tensors)]
        alignment = self.metadata.get("general.alignment", ALIGNMENT)
        start = -(-cursor.at // alignment) * alignment
        self.tensors = {
            name: StoredTensor(shape, kind, start + offset) for name, shape, kind, offset in found
        }
        for name, tensor in self.tensors.items():
            if tensor.start + tensor.size > len(self._bytes):
                raise Refusal(f"{path.name} is cut short: its tensor {name} ends beyond the file.")
        for kind in {tensor.kind for tensor in self.tensors.values()}:
            self._check(kind)

    @staticmethod
    def _entry(cursor: Cursor) -> tuple[str, tuple[int, ...], GGMLQuantizationType, int]:
        name = cursor.text()
        shape = tuple(reversed([cursor.unsigned(8) for _ in range(cursor.unsigned(4))]))
        kind, offset = cursor.unsigned(4), cursor.unsigned(8)
        try:
            return name, shape, GGMLQuantizationType(kind), offset
        except ValueError:
            raise Refusal(f"The tensor {name} is of a type (number {kind}) that cannot be read.") from None

    def _check(self, kind: GGMLQuantizationType) -> None:
        try:
            dequantize(np.zeros((1, GGML_QUANT_SIZES[kind][1]), dtype=np.uint8).view(_stored_as(kind)), kind)
        except NotImplementedError:
            name = next(name for name, tensor in self.tensors.items() if tensor.kind == kind)
            raise Refusal(f"The tensor {name} is of the type {kind.name}, which cannot be read.") from None

    def raw(self, name: str) -> np.ndarray:
        """The tensor's bytes, `[outputs, bytes of a row]`."""
        tensor = self.tensors[name]
        return self._bytes[tensor.start : tensor.start + tensor.size].reshape(*tensor.shape[:-1], -1)

    def read(self, name: str) -> np.ndarray:
        """The tensor as float32."""
        tensor = self.tensors[name]
        rows = self.raw(name).view(_stored_as(tensor.kind))
        return np.asarray(dequantize(rows, tensor.kind)).astype(np.float32, copy=False).reshape(tensor.shape)


def _stored_as(kind: GGMLQuantizationType) -> type[np.generic]:
    """What `dequantize` wants to see a tensor's bytes as."""
    plain = {GGMLQuantizationType.F32: np.float32, GGMLQuantizationType.F16: np.float16}
    return plain.get(kind, np.uint8)
