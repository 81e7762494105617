"""
Checks an imported folder against PyTorch on the same GGUF, read by HF transformers' own code. Prints each
fact beside its bound; exits 1 if a bound fails. The folder should hold `onnx/model.onnx` (fp32) too: put
imports together.

    python training/check_import.py FILE.gguf IMPORTED_FOLDER --text FILE[.xz]
"""

import torch
from transformers import AutoModelForCausalLM

from check_export import Bounds, pytorch, read_arguments, report

# No promise for q4: a GGUF of 4 bits is rounded a second time, on another grid.
IMPORT = Bounds(1e-3, {"q8": 0.02, "q4": float("inf")}, 0.05)


def main() -> None:
    arguments = read_arguments(__doc__, "file")
    file = arguments.file
    model = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32)
    report(pytorch(model), arguments, IMPORT)


if __name__ == "__main__":
    main()
