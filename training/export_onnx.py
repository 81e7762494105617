"""
Turns a folder of HF transformers (Llama architecture, float32 `model.safetensors`) into the layout
transformers.js loads: the same JSON files, and `onnx/` with one file per weight format.

    python training/export_onnx.py FOLDER --out FOLDER [--dtype q8 --dtype fp32]
"""

import argparse
import shutil
import sys
from pathlib import Path

from hf_folder import read_folder
from llama_graph import DTYPES, Refusal, write_model

REQUIRED = ("config.json", "tokenizer.json", "tokenizer_config.json")
OPTIONAL = ("generation_config.json",)


def export(folder: Path, out: Path, dtypes: list[str]) -> dict[str, int]:
    """Sizes of the ONNX files written, by dtype. Files of the same names in `out` are replaced."""
    config, weights = read_folder(folder)
    for name in REQUIRED:
        if not (folder / name).is_file():
            raise Refusal(f"There is no {folder / name}.")
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    sizes = {}
    for dtype in dtypes:
        path = out / "onnx" / DTYPES[dtype].file
        part = path.with_suffix(".part")
        try:
            sizes[dtype] = write_model(part, config, weights, dtype)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    for name in (*REQUIRED, *OPTIONAL):
        if folder.resolve() != out.resolve() and (folder / name).is_file():
            shutil.copyfile(folder / name, out / name)
    return sizes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dtype", action="append", choices=DTYPES, help="may be repeated; q8 where none is given")
    arguments = parser.parse_args()
    try:
        sizes = export(arguments.folder, arguments.out, arguments.dtype or ["q8"])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)
    for dtype, size in sizes.items():
        print(f"{dtype:5} {size:12,} bytes  {arguments.out / 'onnx' / DTYPES[dtype].file}")


if __name__ == "__main__":
    main()
