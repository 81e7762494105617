"""
Makes test/fixtures/tiny-exports: tiny random models of common families, exported to ONNX by optimum as people
export theirs, with the tokens PyTorch chooses, so that tests can add and run them.

    pip install -r training/requirements-exports.txt
    python training/make_tiny_exports.py
"""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from optimum.exporters.onnx import onnx_export_from_model
from optimum.exporters.onnx.model_configs import GemmaOnnxConfig

from tiny_exports.families import CONTEXT, FAMILIES, make_model
from tiny_exports.tokenizer import configuration, make_tokenizer

FOLDER = Path(__file__).resolve().parent.parent / "test" / "fixtures" / "tiny-exports"
TASK = "text-generation-with-past"
PROMPT = list(b"The old man and the sea"[:16])
NEW_TOKENS = 24


def write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def write_folder(folder: Path, model: Any) -> None:
    """Everything but the graph."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "onnx").mkdir(parents=True)
    write_json(folder / "tokenizer.json", make_tokenizer())
    write_json(folder / "tokenizer_config.json", configuration(CONTEXT))
    write_json(folder / "config.json", model.config.to_dict())


def expected(model: Any) -> dict[str, Any]:
    """What PyTorch continues the prompt with, greedily, and the smallest lead of a chosen token."""
    tokens, lead = list(PROMPT), float("inf")
    with torch.no_grad():
        for _ in range(NEW_TOKENS):
            logits = model(torch.tensor([tokens])).logits[0, -1]
            best = torch.topk(logits, 2).values
            lead = min(lead, float(best[0] - best[1]))
            tokens.append(int(logits.argmax()))
    return {"prompt": PROMPT, "tokens": tokens[len(PROMPT) :], "lead": lead, "logits": [round(float(x), 5) for x in logits[:8]]}


def export(model: Any, legacy: bool = False) -> onnx.ModelProto:
    with tempfile.TemporaryDirectory() as work:
        # What the exporter lacks for this family, it has for its elder.
        own = {"model": GemmaOnnxConfig(model.config, task="text-generation", use_past=True, use_past_in_inputs=True)}
        extra = {"custom_onnx_configs": own} if model.config.model_type == "gemma3_text" else {}
        onnx_export_from_model(model, work, task=TASK, legacy=legacy, do_validation=False, **extra)
        name = "decoder_model_merged.onnx" if legacy else "model.onnx"
        return onnx.load(Path(work) / name)


def save(graph: onnx.ModelProto, path: Path) -> None:
    # Where each node came from in PyTorch: most of a small file.
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.save(graph, path)


def spoil_cache(graph: onnx.ModelProto) -> onnx.ModelProto:
    """A graph that halves what it remembers: an exporter's fault that no error message shows."""
    name = "past_key_values.0.key"
    graph.graph.initializer.append(onnx.numpy_helper.from_array(np.array(0.5, np.float32), "half"))
    for node in graph.graph.node:
        for index, read in enumerate(node.input):
            if read == name:
                node.input[index] = "halved"
    graph.graph.node.insert(0, onnx.helper.make_node("Mul", [name, "half"], ["halved"]))
    return graph


def spoil_weights(graph: onnx.ModelProto) -> onnx.ModelProto:
    """A graph whose last norm overflows, as small number formats do."""
    tensor = next(tensor for tensor in graph.graph.initializer if tensor.name == "model.norm.weight")
    values = onnx.numpy_helper.to_array(tensor)
    tensor.CopyFrom(onnx.numpy_helper.from_array(np.full_like(values, np.nan), tensor.name))
    return graph


def main() -> None:
    results = {}
    for name, config in FAMILIES.items():
        model = make_model(config)
        folder = FOLDER / name
        write_folder(folder, model)
        graph = export(model)
        save(graph, folder / "onnx" / "model.onnx")
        results[name] = expected(model)
        print(name, (folder / "onnx" / "model.onnx").stat().st_size, results[name]["lead"], flush=True)
        if name == "gpt2":
            write_folder(FOLDER / "gpt2-legacy", model)
            save(export(model, legacy=True), FOLDER / "gpt2-legacy" / "onnx" / "decoder_model_merged.onnx")
            results["gpt2-legacy"] = results[name]
        if name == "llama":
            for variant in ("llama-external", "llama-fp16", "llama-wrong-cache", "llama-nan"):
                write_folder(FOLDER / variant, model)
                results[variant] = results[name]
            onnx.save(
                graph, FOLDER / "llama-external" / "onnx" / "model.onnx", save_as_external_data=True,
                all_tensors_to_one_file=True, location="weights.bin", size_threshold=256,
            )  # fmt: skip
            save(export(make_model(config).half()), FOLDER / "llama-fp16" / "onnx" / "model_fp16.onnx")
            save(spoil_cache(onnx.load(folder / "onnx" / "model.onnx")), FOLDER / "llama-wrong-cache" / "onnx" / "model.onnx")
            save(spoil_weights(onnx.load(folder / "onnx" / "model.onnx")), FOLDER / "llama-nan" / "onnx" / "model.onnx")
    write_json(FOLDER / "expected.json", results)


if __name__ == "__main__":
    main()
