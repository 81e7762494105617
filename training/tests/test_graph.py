import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from export_onnx import export
from llama_graph import DTYPES, Refusal
from onnx_checks.facts import rows_that_differ, step_difference
from onnx_checks.session import Session

from .processor import keeps_rows_of_four_bits
from .tiny_llama import logits, make_model
from .tiny_vocabulary import TOKENS

ROTARY = {
    "plain": {"rope_type": "default", "rope_theta": 5000.0},
    "linear": {"rope_type": "linear", "factor": 4.0, "rope_theta": 10000.0},
    "llama3": {
        "rope_type": "llama3",
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 32,
        "rope_theta": 10000.0,
    },
}


class Graph(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.tokens = np.random.default_rng(1).integers(0, len(TOKENS), (4, 40))

    def save(self, model) -> Path:
        model.save_pretrained(self.folder / "hf")
        for name in ("tokenizer.json", "tokenizer_config.json"):
            (self.folder / "hf" / name).write_text("{}")
        return self.folder / "hf"

    def test_logits_equal_pytorch(self) -> None:
        for tied in (False, True):
            for name, rotary in ROTARY.items():
                with self.subTest(tied=tied, rotary=name):
                    model = make_model(tied, rope_parameters=rotary)
                    export(self.save(model), self.folder / name, ["fp32"])
                    found = Session(self.folder / name / "onnx" / "model.onnx").run(self.tokens)[0]
                    np.testing.assert_allclose(found, logits(model, self.tokens), atol=1e-4)

    def test_quantised_graphs_stay_close_and_rows_stay_the_same(self) -> None:
        model = make_model()
        export(self.save(model), self.folder / "out", list(DTYPES))
        expected = logits(model, self.tokens)
        for dtype, bound in {"fp32": 1e-5, "q8": 0.05, "q4": 0.5}.items():
            with self.subTest(dtype):
                session = Session(self.folder / "out" / "onnx" / DTYPES[dtype].file)
                self.assertLess(np.abs(session.run(self.tokens)[0] - expected).mean() / expected.std(), bound)
                if dtype != "q4" or keeps_rows_of_four_bits():
                    self.assertEqual(rows_that_differ(session, self.tokens), 0)
                self.assertLess(step_difference(session, self.tokens)[1], 1e-5 if dtype == "fp32" else 0.05)

    def test_a_folder_that_does_not_fit_its_config_is_refused_by_tensor(self) -> None:
        folder = self.save(make_model())
        content = json.loads((folder / "config.json").read_text())
        for change, named in (
            ({"num_hidden_layers": 3}, r"model\.layers\.2\.input_layernorm\.weight is missing"),
            ({"num_hidden_layers": 1}, r"model\.layers\.1\.input_layernorm\.weight, which"),
            ({"vocab_size": 9}, r"embed_tokens\.weight has the shape \[27, 256\]; \[9, 256\]"),
        ):
            (folder / "config.json").write_text(json.dumps(content | change))
            with self.subTest(named), self.assertRaisesRegex(Refusal, named):
                export(folder, self.folder / "out", ["q8"])
            self.assertEqual(list((self.folder / "out" / "onnx").iterdir()), [])

    def test_heads_that_the_attention_cannot_rotate_are_refused(self) -> None:
        with self.assertRaisesRegex(Refusal, "A head is 24 wide"):
            export(self.save(make_model(head_dim=24)), self.folder / "out", ["q8"])


if __name__ == "__main__":
    unittest.main()
