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
from onnx_checks.session import Session

from .tiny_gguf import HEADS, KEY_VALUE_HEADS, encode, llama_cpp_order, write_gguf
from .tiny_llama import gguf_tensors, logits, make_model
from .tiny_vocabulary import TOKENS

KINDS = ("F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q4_K", "Q5_K", "Q6_K")


class Import(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(contextlib.redirect_stdout(io.StringIO()))
        self.file, self.out = self.folder / "model.gguf", self.folder / "out"

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
