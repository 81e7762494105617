"""The weight formats on offer, under the names and file suffixes that transformers.js gives them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dtype:
    """`bits` is 32 for plain float32, else the width of a weight-only quantised value."""

    bits: int
    suffix: str

    @property
    def file(self) -> str:
        return f"model{self.suffix}.onnx"


DTYPES = {"fp32": Dtype(32, ""), "q8": Dtype(8, "_quantized"), "q4": Dtype(4, "_q4")}
