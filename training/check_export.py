"""
Checks an exported folder against the PyTorch model it came from, on a text the model was not trained on. Prints each
fact beside its bound; exits 1 if a bound fails.

    python training/check_export.py HF_FOLDER EXPORTED_FOLDER --text FILE[.xz]
"""

import argparse
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

from llama_graph import DTYPES
from onnx_checks.facts import Logits, largest_difference, loss, rows_that_differ, step_difference
from onnx_checks.session import Session

FP32_DIFFERENCE = 1e-4
# Rise of perplexity over fp32; weight-only 8 bits are meant to be as good, 4 bits are not.
PERPLEXITY = {"q8": 0.005, "q4": 0.05}
# Step by step against all at once. Quantised graphs also round their activations, by rows that then differ in shape.
STEP_DIFFERENCE = 1e-4
STEP_VARIATION = 0.01
STEPS = 64

Fact = tuple[str, float, float]


def read_windows(folder: Path, text: Path, count: int, length: int) -> np.ndarray:
    """Windows of tokens spread evenly over the text, `[count, length]`."""
    opened = lzma.open(text, "rt", encoding="utf-8") if text.suffix == ".xz" else text.open(encoding="utf-8")
    with opened as file:
        content = file.read()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    characters = length * 8
    starts = np.linspace(0, max(0, len(content) - characters), count).astype(int)
    rows = [tokenizer.encode(content[start : start + characters]).ids[:length] for start in starts]
    return np.array([row for row in rows if len(row) == length], dtype=np.int64)


def reference(folder: Path) -> Logits:
    model = LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()

    def logits(tokens: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return model(torch.from_numpy(tokens)).logits.numpy()

    return logits


def facts(folder: Path, exported: Path, windows: np.ndarray) -> Iterator[Fact]:
    """Name, value and bound of each fact."""
    plain = None
    for dtype, form in DTYPES.items():
        path = exported / "onnx" / form.file
        if not path.is_file():
            continue
        session = Session(path)
        nats = loss(session, windows)
        if dtype == "fp32":
            plain = nats
            yield "fp32: largest difference from PyTorch", largest_difference(session, reference(folder), windows), FP32_DIFFERENCE
            yield "fp32: perplexity", float(np.exp(nats)), np.inf
        elif plain is not None:
            yield f"{dtype}: rise of perplexity over fp32", float(np.exp(nats - plain) - 1), PERPLEXITY[dtype]
        difference, variation = step_difference(session, windows[:4, :STEPS])
        if dtype == "fp32":
            yield "fp32: step by step against all at once", difference, STEP_DIFFERENCE
        else:
            yield f"{dtype}: step by step against all at once (total variation)", variation, STEP_VARIATION
        yield f"{dtype}: rows that change in a batch", rows_that_differ(session, windows[:8, :STEPS]), 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("exported", type=Path)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--windows", type=int, default=48)
    parser.add_argument("--length", type=int, default=512)
    arguments = parser.parse_args()
    windows = read_windows(arguments.folder, arguments.text, arguments.windows, arguments.length)
    print(f"{windows.shape[0]} windows of {windows.shape[1]} tokens")
    failed = False
    for name, value, bound in facts(arguments.folder, arguments.exported, windows):
        failed |= not value <= bound
        print(f"{'FAILED' if not value <= bound else 'holds '} {name:60} {value:.4g}" + (f" (at most {bound:g})" if bound < np.inf else ""))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
