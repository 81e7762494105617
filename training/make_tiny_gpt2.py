"""
Makes test/fixtures/tiny-gpt2: a GPT-2 with random weights in the form of the hub's merged, quantised GPT-2
exports, so that tests can load and run that form without a download. The same versions give the same bytes.

    python training/make_tiny_gpt2.py
"""

import json
import logging
import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

from tiny_gpt2.checks import EXACT, QUANTISED, check
from tiny_gpt2.graph import make_model
from tiny_gpt2.shape import END_OF_TEXT, HEADS, LAYERS, POSITIONS, VOCABULARY, WIDTH, make_weights
from tiny_gpt2.tokenizer import make_tokenizer

FOLDER = Path(__file__).resolve().parent.parent / "test" / "fixtures" / "tiny-gpt2"

# Base name, and whether the graph takes position ids: GPT-2 exports made before optimum 1.14 (2023) do not.
GRAPHS = {"decoder_model_merged": True, "decoder_model_merged_without_positions": False}

CONFIG = {
    "architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "activation_function": "gelu_new", "n_layer": LAYERS,
    "n_head": HEADS, "n_embd": WIDTH, "n_inner": None, "n_positions": POSITIONS, "n_ctx": POSITIONS,
    "vocab_size": VOCABULARY, "layer_norm_epsilon": 1e-05, "bos_token_id": END_OF_TEXT, "eos_token_id": END_OF_TEXT,
    "tie_word_embeddings": True,
}
GENERATION = {"_from_model_config": True, "bos_token_id": END_OF_TEXT, "eos_token_id": END_OF_TEXT}


def quantise(model: onnx.ModelProto) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder, "whole.onnx"), Path(folder, "small.onnx")
        onnx.save(model, whole)
        quantize_dynamic(
            whole, small, weight_type=QuantType.QInt8, per_channel=False, reduce_range=False, extra_options={"EnableSubgraph": True}
        )
        return small.read_bytes()


def report(title: str, measured: dict[str, float]) -> None:
    print(title)
    for name, value in measured.items():
        print(f"  {name:45} {value:.3g}")


def write_json(name: str, content: dict, compact: bool = False) -> None:
    form = {"separators": (",", ":")} if compact else {"indent": 2}
    (FOLDER / name).write_text(json.dumps(content, ensure_ascii=False, **form) + "\n", encoding="utf-8")


def main() -> None:
    logging.getLogger().setLevel(logging.ERROR)
    (FOLDER / "onnx").mkdir(parents=True, exist_ok=True)
    weights = make_weights()
    for name, takes_positions in GRAPHS.items():
        model = make_model(weights, takes_positions)
        report(f"{name}, float32", check(model.SerializeToString(), EXACT, takes_positions))
        quantised = quantise(model)
        report(f"{name}, int8", check(quantised, QUANTISED, takes_positions))
        (FOLDER / "onnx" / f"{name}_quantized.onnx").write_bytes(quantised)
    tokenizer, configuration = make_tokenizer()
    write_json("tokenizer.json", tokenizer, compact=True)
    write_json("tokenizer_config.json", configuration)
    write_json("config.json", CONFIG)
    write_json("generation_config.json", GENERATION)


if __name__ == "__main__":
    main()
