"""
Writes a GGUF with every tensor as float32: llama.cpp then rounds neither weights nor activations, and its
texts can be compared with a conversion's (`bench/llama-cpp.ts`).

    python training/dequantise_gguf.py FILE.gguf OUT.gguf
"""

import sys
from pathlib import Path

import gguf
import numpy as np


def dequantise(source: Path, out: Path) -> None:
    reader = gguf.GGUFReader(source)
    architecture = reader.get_field("general.architecture").contents()
    writer = gguf.GGUFWriter(out, architecture)
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name in ("general.architecture", "general.file_type"):
            continue
        kind = field.types[0]
        part = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(name, field.contents(), kind, sub_type=part)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    for tensor in reader.tensors:
        values = gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32, copy=False)
        writer.add_tensor(tensor.name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    dequantise(Path(sys.argv[1]), Path(sys.argv[2]))
