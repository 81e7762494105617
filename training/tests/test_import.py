import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import gguf
import numpy as np
import torch

from gguf_import.weights import in_halves
from import_gguf import import_gguf
from llama_graph import Refusal
from onnx_checks.session import Session

from .tiny_llama import (
    HEADS,
    KEY_VALUE_HEADS,
    TOKENS,
    describe,
    encode,
    gguf_tensors,
    llama_cpp_order,
    logits,
    make_model,
    write_gguf,
)

KINDS = ("F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q4_K", "Q5_K", "Q6_K")


class Import(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(contextlib.redirect_stdout(io.StringIO()))
        self.file, self.out = self.folder / "model.gguf", self.folder / "out"

    def refused(self, pattern: str) -> None:
        with self.assertRaisesRegex(Refusal, pattern):
            import_gguf(self.file, self.out, "q8")
        self.assertEqual([path.name for path in self.folder.iterdir() if path != self.file], [])

    def test_logits_equal_pytorch_on_the_dequantised_weights(self) -> None:
        tokens = np.random.default_rng(1).integers(0, len(TOKENS), (2, 30))
        for name in KINDS:
            kind = gguf.GGMLQuantizationType[name]
            for tied in (False, True):
                with self.subTest(name, tied=tied):
                    model, out = make_model(tied), self.folder / f"{name}-{tied}"
                    write_gguf(self.file, gguf_tensors(model), kind)
                    import_gguf(self.file, out, "fp32")
                    dequantise(model, kind)
                    found = Session(out / "onnx" / "model.onnx").run(tokens)[0]
                    np.testing.assert_allclose(found, logits(model, tokens), atol=1e-3)

    def test_llama_3_divisors_are_those_of_its_rotary_scaling(self) -> None:
        rotary = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                  "original_max_position_embeddings": 32, "rope_theta": 10000.0}  # fmt: skip
        model = make_model(rope_parameters=rotary)
        plain = 10000.0 ** -(np.arange(0, 64, 2, dtype=np.float32) / 64)
        divisors = (plain / model.model.rotary_emb.inv_freq.numpy()).astype(np.float32)
        write_gguf(self.file, gguf_tensors(model) | {"rope_freqs.weight": divisors})
        import_gguf(self.file, self.out, "fp32")
        tokens = np.arange(40)[None] % len(TOKENS)
        found = Session(self.out / "onnx" / "model.onnx").run(tokens)[0]
        np.testing.assert_allclose(found, logits(model, tokens), atol=1e-3)

    def test_a_file_cut_anywhere_is_refused_and_leaves_nothing(self) -> None:
        write_gguf(self.file, gguf_tensors(make_model()))
        whole = self.file.read_bytes()
        for length in [*range(0, 3000, 41), len(whole) // 2, len(whole) - 1]:
            self.file.write_bytes(whole[:length])
            with self.subTest(length):
                self.refused("cut short" if length >= 4 else "is not a GGUF")

    def test_what_it_cannot_take_is_named(self) -> None:
        tensors = gguf_tensors(make_model())
        scaled = lambda writer: (describe(writer), writer.add_rope_scaling_type(gguf.RopeScalingType.YARN))
        experts = lambda writer: (describe(writer), writer.add_expert_count(4))
        cases = {
            '"falcon"; those that can be imported are llama, qwen2, ': (tensors, {"architecture": "falcon"}),
            '"yarn"': (tensors, {"tell": scaled}),
            "mixture of experts": (tensors, {"tell": experts}),
            '"tekken"; known are gpt-2, smollm, qwen2, smaug-bpe, llama-bpe': (tensors, {"tell": lambda writer: describe(writer, "tekken")}),
            r"tensor blk\.1\.ffn_up\.weight is missing": ({k: v for k, v in tensors.items() if k != "blk.1.ffn_up.weight"}, {}),
            r"tensor blk\.0\.attn_q\.bias": (tensors | {"blk.0.attn_q.bias": np.zeros(4, np.float32)}, {}),
            r"token_embd\.weight has the shape": (tensors | {"token_embd.weight": np.zeros((5, 256), np.float32)}, {}),
        }
        for pattern, (given, options) in cases.items():
            with self.subTest(pattern):
                write_gguf(self.file, given, **options)
                self.refused(pattern)

    def test_unknown_types_of_tensors_are_named(self) -> None:
        write_gguf(self.file, gguf_tensors(make_model()))
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
        write_gguf(self.file, gguf_tensors(make_model()))
        self.out.mkdir()
        (self.out / "mine").write_text("keep")
        with self.assertRaisesRegex(Refusal, "is not empty"):
            import_gguf(self.file, self.out, "q8")
        self.assertEqual((self.out / "mine").read_text(), "keep")


def dequantise(model, kind: gguf.GGMLQuantizationType) -> None:
    """Gives a model the weights that come back out of a GGUF of this kind."""
    for name, parameter in model.named_parameters():
        if parameter.ndim == 1:
            continue
        heads = {"q_proj": HEADS, "k_proj": KEY_VALUE_HEADS}.get(name.split(".")[-2])
        values = parameter.detach().numpy()
        if heads:
            values = in_halves(decoded(llama_cpp_order(values, heads), kind), heads)
        else:
            values = decoded(values, kind)
        parameter.data = torch.from_numpy(np.ascontiguousarray(values))


def decoded(values: np.ndarray, kind: gguf.GGMLQuantizationType) -> np.ndarray:
    raw = encode(values, kind)
    return gguf.quants.dequantize(raw, kind).astype(np.float32).reshape(values.shape)


if __name__ == "__main__":
    unittest.main()
