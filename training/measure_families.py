"""
Measures every architecture that a GGUF can have against PyTorch on the same weights, tiny and random, and
prints it as
JSON: what docs/models.md shows of conversions.

    cd training && python measure_families.py > ../docs/models-gguf.json
"""

import contextlib
import io
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

from import_gguf import import_gguf
from onnx_checks.facts import rows_that_differ, step_difference
from onnx_checks.session import Session
from tests.tiny_families import FAMILIES, describe, make_model, named_as_gguf
from tests.tiny_gguf import write_gguf
from tests.tiny_llama import gguf_tensors, logits
from tests.tiny_llama import make_model as make_llama
from tests.tiny_vocabulary import TOKENS

TEXTS, LENGTH = 2, 40


def measure(architecture: str, folder: Path) -> dict[str, float]:
    tokens = np.random.default_rng(1).integers(0, len(TOKENS), (TEXTS, LENGTH))
    file, out = folder / "model.gguf", folder / "out"
    if architecture == "llama":
        model = make_llama()
        write_gguf(file, gguf_tensors(model))
    else:
        model = make_model(architecture)
        write_gguf(file, named_as_gguf(architecture, model), architecture=architecture, metadata=describe(architecture))
    with contextlib.redirect_stdout(io.StringIO()):
        import_gguf(file, out, "fp32")
    session = Session(out / "onnx" / "model.onnx")
    expected, found = logits(model, tokens), session.run(tokens)[0]
    return {
        "architecture": architecture,
        "difference": float(np.abs(found - expected).max()),
        "spread": float(expected.std()),
        "sameTokens": float((found.argmax(-1) == expected.argmax(-1)).mean()),
        "stepDifference": float(step_difference(session, tokens)[0]),
        "rowsThatDiffer": int(rows_that_differ(session, tokens)),
    }


def main() -> None:
    results = []
    for architecture in ["llama", *FAMILIES]:
        with tempfile.TemporaryDirectory() as folder:
            results.append(measure(architecture, Path(folder)))
        print(results[-1], file=sys.stderr, flush=True)
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
