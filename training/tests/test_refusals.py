import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import gguf
import numpy as np

from gguf_import.families import FAMILIES, NAMES
from import_gguf import import_gguf
from llama_graph import Refusal, read_config

from .tiny_gguf import describe, random_tensors, write_gguf


class Refusals(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(contextlib.redirect_stdout(io.StringIO()))
        self.file, self.out = self.folder / "model.gguf", self.folder / "out"

    def refused(self, pattern: str) -> None:
        with self.assertRaisesRegex(Refusal, pattern):
            import_gguf(self.file, self.out, "q8")
        self.assertEqual([path.name for path in self.folder.iterdir() if path != self.file], [])

    def test_a_file_cut_anywhere_is_refused_and_leaves_nothing(self) -> None:
        write_gguf(self.file, random_tensors())
        whole = self.file.read_bytes()
        for length in [*range(0, 3000, 41), len(whole) // 2, len(whole) - 1]:
            self.file.write_bytes(whole[:length])
            with self.subTest(length):
                self.refused("cut short" if length >= 4 else "is not a GGUF")

    def test_what_it_cannot_take_is_named(self) -> None:
        tensors = random_tensors()
        scaled = lambda writer: (describe(writer), writer.add_rope_scaling_type(gguf.RopeScalingType.YARN))
        experts = lambda writer: (describe(writer), writer.add_expert_count(4))
        cases = {
            '"falcon"; those that can be imported are llama, qwen2, ': (tensors, {"architecture": "falcon"}),
            '"yarn"': (tensors, {"metadata": scaled}),
            "mixture of experts": (tensors, {"metadata": experts}),
            '"tekken"; known are gpt-2, smollm, qwen2, smaug-bpe, llama-bpe': (tensors, {"metadata": lambda writer: describe(writer, "tekken")}),
            r"tensor blk\.1\.ffn_up\.weight is missing": ({k: v for k, v in tensors.items() if k != "blk.1.ffn_up.weight"}, {}),
            r"tensor blk\.0\.attn_q\.bias": (tensors | {"blk.0.attn_q.bias": np.zeros(4, np.float32)}, {}),
            r"token_embd\.weight has the shape": (tensors | {"token_embd.weight": np.zeros((5, 256), np.float32)}, {}),
        }
        for pattern, (given, options) in cases.items():
            with self.subTest(pattern):
                write_gguf(self.file, given, **options)
                self.refused(pattern)

    def test_unknown_types_of_tensors_are_named(self) -> None:
        write_gguf(self.file, random_tensors())
        whole = self.file.read_bytes()
        at = whole.index(b"token_embd.weight") + len("token_embd.weight") + 4 + 2 * 8
        for number, pattern in ((250, "number 250"), (int(gguf.GGMLQuantizationType.Q8_K), "Q8_K")):
            self.file.write_bytes(whole[:at] + number.to_bytes(4, "little") + whole[at + 4 :])
            with self.subTest(number):
                self.refused(f"token_embd.weight is of .*{pattern}")

    def test_other_files_and_no_file(self) -> None:
        self.refused("There is no file")
        self.file.write_bytes(b"PK\x03\x04" + bytes(100))
        self.refused("model.gguf is not a GGUF file")

    def test_a_folder_with_something_in_it_is_left_alone(self) -> None:
        write_gguf(self.file, random_tensors())
        self.out.mkdir()
        (self.out / "mine").write_text("keep")
        with self.assertRaisesRegex(Refusal, "is not empty"):
            import_gguf(self.file, self.out, "q8")
        self.assertEqual((self.out / "mine").read_text(), "keep")

    def test_a_config_of_something_else_is_refused_by_name(self) -> None:
        content = {
            "model_type": "llama",
            "vocab_size": 27,
            "hidden_size": 256,
            "intermediate_size": 256,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "max_position_embeddings": 64,
        }
        self.assertEqual(read_config(content).layers, 2)
        for change, named in (
            ({"model_type": "qwen2"}, "qwen2"),
            ({"attention_bias": True}, "attention_bias"),
            ({"hidden_act": "gelu"}, "gelu"),
            ({"rope_parameters": {"rope_type": "yarn"}}, "yarn"),
        ):
            with self.subTest(named), self.assertRaisesRegex(Refusal, named):
                read_config(content | change)

    def test_the_program_knows_every_family(self) -> None:
        self.assertEqual(NAMES, list(FAMILIES))


if __name__ == "__main__":
    unittest.main()
