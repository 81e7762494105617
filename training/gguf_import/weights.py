"""The tensors of a GGUF under the names of HF transformers, one at a time. See `llama_graph.Weights`."""

import re

import numpy as np

from llama_graph import LlamaConfig

from .file import GgufFile
from .metadata import ROTARY_DIVISORS

WHOLE = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}
LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
LAYER_TENSOR = re.compile(r"blk\.(\d+)\.(\w+)\.weight")
BACK = {ours: theirs for theirs, ours in LAYER.items()}


class GgufWeights:
    def __init__(self, file: GgufFile, config: LlamaConfig) -> None:
        self._file, self._config = file, config
        self._names = {_ours(name): name for name in file.tensors if name != ROTARY_DIVISORS}

    def shapes(self) -> dict[str, tuple[int, ...]]:
        return {ours: self._file.tensors[theirs].shape for ours, theirs in self._names.items()}

    def called(self, name: str) -> str:
        return self._names.get(name) or _theirs(name)

    def read(self, name: str) -> np.ndarray:
        values = self._file.read(self._names[name])
        if name.endswith("q_proj.weight"):
            return in_halves(values, self._config.heads)
        if name.endswith("k_proj.weight"):
            return in_halves(values, self._config.key_value_heads)
        return values


def in_halves(values: np.ndarray, heads: int) -> np.ndarray:
    """
    Undoes llama.cpp's order of queries and keys. It rotates neighbours (0 with 1, 2 with 3), transformers and
    GroupQueryAttention rotate halves of a head (0 with half, 1 with half + 1); its converter deals the rows accordingly.
    https://github.com/ggml-org/llama.cpp/blob/master/convert_hf_to_gguf.py (LlamaModel.permute)
    """
    rows, width = values.shape
    return values.reshape(heads, rows // heads // 2, 2, width).swapaxes(1, 2).reshape(rows, width)


def _ours(name: str) -> str:
    if name in WHOLE:
        return WHOLE[name]
    match = LAYER_TENSOR.fullmatch(name)
    if match and match[2] in LAYER:
        return f"model.layers.{match[1]}.{LAYER[match[2]]}.weight"
    return name


def _theirs(name: str) -> str:
    for theirs, ours in WHOLE.items():
        if ours == name:
            return theirs
    _, _, layer, part = name.split(".", 3)
    return f"blk.{layer}.{BACK[part.removesuffix('.weight')]}.weight"
