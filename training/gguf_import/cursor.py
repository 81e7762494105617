"""Reads GGUF's values one after the other and never past the end."""

from typing import Any

import numpy as np

from llama_graph import Refusal

# GGUF's numbers of value types: little-endian scalars, then text and arrays.
SCALARS = ["u1", "i1", "<u2", "<i2", "<u4", "<i4", "<f4", "?", None, None, "<u8", "<i8", "<f8"]
TEXT, ARRAY = 8, 9


class Cursor:
    def __init__(self, data: memoryview) -> None:
        self._data = data
        self.at = 0

    def skip(self, count: int) -> None:
        self._take(count)

    def _take(self, count: int) -> memoryview:
        end = self.at + count
        if end > len(self._data):
            raise Refusal("The GGUF file is cut short: its description ends beyond the file.")
        taken = self._data[self.at : end]
        self.at = end
        return taken

    def unsigned(self, size: int) -> int:
        return int.from_bytes(self._take(size), "little")

    def text(self) -> str:
        try:
            return str(self._take(self.unsigned(8)), "utf-8")
        except UnicodeDecodeError:
            raise Refusal("The GGUF file is damaged: a text in its description is not UTF-8.") from None

    def value(self, kind: int) -> Any:
        if kind == TEXT:
            return self.text()
        if kind == ARRAY:
            inner, count = self.unsigned(4), self.unsigned(8)
            if inner in (TEXT, ARRAY):
                return [self.value(inner) for _ in range(count)]
            return self._scalars(inner, count).tolist()
        return self._scalars(kind, 1).tolist()[0]

    def _scalars(self, kind: int, count: int) -> np.ndarray:
        name = SCALARS[kind] if kind < len(SCALARS) else None
        if name is None:
            raise Refusal(f"The GGUF file is damaged: its description has a value of the unknown type {kind}.")
        dtype = np.dtype(name)
        return np.frombuffer(self._take(count * dtype.itemsize), dtype=dtype)
