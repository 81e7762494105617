"""A model folder as HF transformers saves it: `config.json`, `model.safetensors`, a tokenizer."""

import json
from pathlib import Path

import numpy as np
from safetensors import safe_open

from llama_graph import LlamaConfig, Refusal, read_config
from llama_graph.quantise import Stored

WEIGHTS = "model.safetensors"


class FolderWeights:
    """The weights of `model.safetensors`, read one at a time. See `llama_graph.Weights`."""

    def __init__(self, folder: Path) -> None:
        path = folder / WEIGHTS
        if not path.is_file():
            raise Refusal(f"There is no {path}.")
        self._file = safe_open(path, framework="numpy")

    def shapes(self) -> dict[str, tuple[int, ...]]:
        return {name: tuple(self._file.get_slice(name).get_shape()) for name in self._file.keys()}

    def called(self, name: str) -> str:
        return name

    def read(self, name: str) -> np.ndarray:
        return self._file.get_tensor(name).astype(np.float32, copy=False)

    def form(self, name: str) -> None:
        return None

    def stored(self, name: str) -> Stored:
        raise ValueError(f"{name} is not stored in a form of its own")


def read_folder(folder: Path) -> tuple[LlamaConfig, FolderWeights]:
    """
    Raises:
        Refusal: if a file is missing or the model is not a Llama that the graph covers.
    """
    path = folder / "config.json"
    if not path.is_file():
        raise Refusal(f"There is no {path}.")
    return read_config(json.loads(path.read_text(encoding="utf-8"))), FolderWeights(folder)
