import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import numpy as np

from gguf_import.blocks import KINDS
from import_gguf import import_gguf
from onnx_checks.facts import rows_that_differ, step_difference
from onnx_checks.session import Session

from .processor import keeps_rows_of_four_bits
from .test_import import dequantise
from .tiny_families import FAMILIES, describe, make_model, named_as_gguf
from .tiny_gguf import write_gguf
from .tiny_llama import gguf_tensors, logits
from .tiny_llama import make_model as make_llama
from .tiny_vocabulary import TOKENS


class Families(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(contextlib.redirect_stdout(io.StringIO()))

    def test_logits_equal_pytorch_at_once_and_step_by_step(self) -> None:
        # Longer than the window of those that have one.
        tokens = np.random.default_rng(1).integers(0, len(TOKENS), (2, 40))
        for family in FAMILIES:
            with self.subTest(family):
                model = make_model(family)
                file, out = self.folder / f"{family}.gguf", self.folder / family
                write_gguf(file, named_as_gguf(family, model), architecture=family, metadata=describe(family))
                import_gguf(file, out, "fp32")
                session = Session(out / "onnx" / "model.onnx")
                expected = logits(model, tokens)
                self.assertGreater(expected.std(), 0.1)
                np.testing.assert_allclose(session.run(tokens)[0], expected, atol=2e-4)
                self.assertLess(step_difference(session, tokens)[0], 2e-4)
                self.assertEqual(rows_that_differ(session, tokens), 0)


class Blocks(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(contextlib.redirect_stdout(io.StringIO()))

    def test_a_file_of_four_bits_stays_exact_at_four_bits(self) -> None:
        tokens = np.random.default_rng(1).integers(0, len(TOKENS), (2, 30))
        for kind in (kind for kind, (form, _) in KINDS.items() if form.bits == 4):
            with self.subTest(kind.name):
                model, out = make_llama(), self.folder / kind.name
                write_gguf(self.folder / "m.gguf", gguf_tensors(model), kind)
                import_gguf(self.folder / "m.gguf", out, "q4")
                dequantise(model, kind)
                expected = logits(model, tokens)
                session = Session(out / "onnx" / "model_q4.onnx")
                # What is left is the rounding of inputs to 8 bits inside the product.
                self.assertLess(np.abs(session.run(tokens)[0] - expected).mean() / expected.std(), 0.03)
                if keeps_rows_of_four_bits():
                    self.assertEqual(rows_that_differ(session, tokens), 0)


if __name__ == "__main__":
    unittest.main()
