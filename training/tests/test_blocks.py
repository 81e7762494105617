"""Weights that are held as a GGUF has them: needs no PyTorch; the graphs need ONNX Runtime."""

import importlib.util
import unittest
from dataclasses import dataclass, field

import gguf
import numpy as np
from onnx import TensorProto, helper

from gguf_import.blocks import KINDS, form_of, stored_blocks
from llama_graph.linear import linear, rows
from llama_graph.model_file import IR_VERSION, OPSETS
from llama_graph.parts import Parts
from llama_graph.quantise import Form, Stored, middle_of

OUTPUTS, INPUTS = 48, 512
# Where a block has its scale, and its minimum, as float16; at the beginning where nothing is given.
PLACES = {"Q6_K": (208,)}
HAS_RUNTIME = importlib.util.find_spec("onnxruntime") is not None


def encoded(kind: gguf.GGMLQuantizationType, seed: int = 0) -> np.ndarray:
    """Random blocks with scales and minimums of a size that weights have, `[outputs, bytes of a row]`."""
    generator = np.random.default_rng(seed)
    block, size = gguf.GGML_QUANT_SIZES[kind]
    raw = generator.integers(0, 256, (OUTPUTS, INPUTS // block, size), dtype=np.uint8)
    for place in PLACES.get(kind.name, (0, 2) if KINDS[kind][0].minimum else (0,)):
        halves = generator.normal(0, 0.01, (*raw.shape[:-1], 1)).astype(np.float16)
        raw[..., place : place + 2] = halves.view(np.uint8)
    return raw.reshape(OUTPUTS, -1)


def decoded(form: Form, stored: Stored) -> np.ndarray:
    """What the graph's formula makes of it, in float64."""
    values = stored.values
    if form.bits == 4:
        values = np.stack([values & 15, values >> 4], axis=-1).reshape(*values.shape[:-1], -1)
    weights = (values.astype(np.float64) - middle_of(form.bits)) * stored.scales[..., None].astype(np.float64)
    if stored.minimums is not None:
        weights = weights + stored.minimums[..., None]
    return weights.reshape(OUTPUTS, INPUTS)


@dataclass
class Some:
    """Matrices, each of a type of GGUF, named by it."""

    raw: dict[str, np.ndarray] = field(default_factory=lambda: {kind.name: encoded(kind, kind.value) for kind in KINDS})

    def shapes(self) -> dict[str, tuple[int, ...]]:
        return dict.fromkeys(self.raw, (OUTPUTS, INPUTS))

    def called(self, name: str) -> str:
        return name

    def read(self, name: str) -> np.ndarray:
        return gguf.quants.dequantize(self.raw[name], gguf.GGMLQuantizationType[name]).astype(np.float32)

    def form(self, name: str) -> Form | None:
        return form_of(gguf.GGMLQuantizationType[name])

    def stored(self, name: str) -> Stored:
        return stored_blocks(self.raw[name], gguf.GGMLQuantizationType[name])


class Blocks(unittest.TestCase):
    def test_weights_are_those_that_gguf_reads(self) -> None:
        for kind, (form, _) in KINDS.items():
            with self.subTest(kind.name):
                raw = encoded(kind)
                expected = gguf.quants.dequantize(raw, kind).astype(np.float64)
                found = decoded(form, stored_blocks(raw, kind))
                # A minimum may be rounded once to float32.
                bound = 1e-7 * np.abs(expected).max() if form.minimum else 0
                self.assertLessEqual(np.abs(found - expected).max(), bound)

    @unittest.skipUnless(HAS_RUNTIME, "needs ONNX Runtime")
    def test_rows_that_are_looked_up_are_exact(self) -> None:
        for name in KINDS:
            with self.subTest(name.name):
                weights, parts = Some(), Parts(8)
                rows(parts, "x", "table", (OUTPUTS, INPUTS), weights, name.name)
                found = run(parts, np.array([[3, 0], [47, 3]]), INPUTS)
                np.testing.assert_allclose(found, weights.read(name.name)[[[3, 0], [47, 3]]], rtol=1e-5, atol=1e-7)

    @unittest.skipUnless(HAS_RUNTIME, "needs ONNX Runtime")
    def test_matrices_that_are_stored_differently_are_multiplied_in_their_order(self) -> None:
        names = ["Q4_K", "Q4_1", "Q6_K", "Q8_0", "Q5_0", "Q5_0", "Q5_K", "Q5_1", "Q4_0"]
        inputs = np.random.default_rng(5).normal(size=(2, 3, INPUTS)).astype(np.float32)
        weights = Some()
        expected = np.concatenate([inputs @ weights.read(name).T for name in names], axis=-1)
        for bits in (8, 4, 32):
            with self.subTest(bits):
                parts = Parts(bits)
                linear(parts, "x", "all", (len(names) * OUTPUTS, INPUTS), weights, names)
                found = run(parts, inputs, len(names) * OUTPUTS)
                # Inputs are rounded to 8 bits, and with 4 bits the weights of more.
                error = np.abs(found - expected).mean(axis=(0, 1)) / np.abs(expected).mean(axis=(0, 1))
                self.assertLess(np.median(error), {32: 1e-5, 8: 0.02, 4: 0.2}[bits])

    def test_no_wider_than_what_was_asked_for(self) -> None:
        parts = Parts(4)
        linear(parts, "x", "all", (2 * OUTPUTS, INPUTS), Some(), ["Q4_0", "Q8_0"])
        bits = [attribute.i for node in parts.nodes for attribute in node.attribute if attribute.name == "bits"]
        self.assertEqual(bits, [4, 4])


def run(parts: Parts, inputs: np.ndarray, width: int) -> np.ndarray:
    """The last node's output, of inputs called x."""
    import onnxruntime

    kind = TensorProto.INT64 if inputs.dtype == np.int64 else TensorProto.FLOAT
    constants = [
        helper.make_tensor(tensor.name, helper.np_dtype_to_tensor_dtype(tensor.dtype), tensor.shape, values.tobytes(), raw=True)
        for group in parts.groups
        for tensor, values in zip(group.tensors, group.make(), strict=True)
    ]
    output = parts.nodes[-1].output[0]
    graph = helper.make_graph(
        parts.nodes, "part", [helper.make_tensor_value_info("x", kind, inputs.shape)],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, [*inputs.shape[:2], width])], constants,
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=OPSETS, ir_version=IR_VERSION)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": inputs})[0]


if __name__ == "__main__":
    unittest.main()
