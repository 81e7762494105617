"""
Checks an exported folder against the PyTorch model it came from, on a text the model was not trained on.
Prints each fact beside its bound; exits 1 if a bound fails.

    python training/check_export.py HF_FOLDER EXPORTED_FOLDER --text FILE[.xz]
"""

import argparse
import lzma
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

from llama_graph import DTYPES
from onnx_checks.facts import Logits, largest_difference, loss, rows_that_differ, step_difference
from onnx_checks.session import Session

# Step by step against all at once, fp32: largest difference of a logit.
STEP_DIFFERENCE = 1e-4
STEPS = 64

Fact = tuple[str, float, float]


@dataclass(frozen=True)
class Bounds:
    # Largest difference of a logit from PyTorch's.
    fp32_difference: float
    # Rise over fp32, by dtype.
    perplexity: dict[str, float]
    # Step by step against all at once, mean total variation: quantised graphs also round what goes into a
    # product.
    step_variation: float


EXPORT = Bounds(1e-4, {"q8": 0.005, "q4": 0.05}, 0.01)


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


def pytorch(model: LlamaForCausalLM) -> Logits:
    model.eval()

    def logits(tokens: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return model(torch.from_numpy(tokens)).logits.numpy()

    return logits


def facts(reference: Logits, exported: Path, windows: np.ndarray, bounds: Bounds) -> Iterator[Fact]:
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
            yield "fp32: largest difference from PyTorch", largest_difference(session, reference, windows), bounds.fp32_difference
            yield "fp32: perplexity", float(np.exp(nats)), np.inf
        elif plain is not None:
            yield f"{dtype}: rise of perplexity over fp32", float(np.exp(nats - plain) - 1), bounds.perplexity[dtype]
        difference, variation = step_difference(session, windows[:4, :STEPS])
        if dtype == "fp32":
            yield "fp32: step by step against all at once", difference, STEP_DIFFERENCE
        else:
            yield f"{dtype}: step by step against all at once (total variation)", variation, bounds.step_variation
        yield f"{dtype}: rows that change in a batch", rows_that_differ(session, windows[:8, :STEPS]), 0


def read_arguments(description: str, first: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(first, type=Path)
    parser.add_argument("exported", type=Path)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--windows", type=int, default=48)
    parser.add_argument("--length", type=int, default=512)
    return parser.parse_args()


def report(reference: Logits, arguments: argparse.Namespace, bounds: Bounds) -> None:
    """Prints every fact; ends the program, with status 1 if a bound fails."""
    windows = read_windows(arguments.exported, arguments.text, arguments.windows, arguments.length)
    print(f"{windows.shape[0]} windows of {windows.shape[1]} tokens")
    failed = False
    for name, value, bound in facts(reference, arguments.exported, windows, bounds):
        failed |= not value <= bound
        verdict = "holds " if value <= bound else "FAILED"
        limit = f" (at most {bound:g})" if bound < np.inf else ""
        print(f"{verdict} {name:60} {value:.4g}{limit}", flush=True)
    sys.exit(1 if failed else 0)


def main() -> None:
    arguments = read_arguments(__doc__, "folder")
    report(pytorch(LlamaForCausalLM.from_pretrained(arguments.folder, dtype=torch.float32)), arguments, EXPORT)


if __name__ == "__main__":
    main()
