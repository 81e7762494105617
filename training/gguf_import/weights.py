"""The tensors of a GGUF under the names of `llama_graph`, one at a time. See `llama_graph.Weights`."""

import re
from collections.abc import Callable

import numpy as np

from llama_graph import LlamaConfig
from llama_graph.quantise import Form, Stored

from .blocks import form_of, stored_blocks
from .families import FAMILIES
from .file import GgufFile
from .metadata import ROTARY_DIVISORS

WHOLE = {
    "token_embd.weight": "model.embed_tokens.weight",
    "position_embd.weight": "model.positions.weight",
    "output_norm.weight": "model.norm.weight",
    "output_norm.bias": "model.norm.bias",
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
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "post_attention_norm": "attention_post_norm",
    "post_ffw_norm": "feed_forward_post_norm",
}
GPT_2 = {"attn_qkv": "qkv", "attn_output": "o", "ffn_up": "up", "ffn_down": "down"}
LAYER_TENSOR = re.compile(r"blk\.(\d+)\.(\w+)\.(weight|bias)")
BACK = {ours: theirs for theirs, ours in LAYER.items()}

Rows = tuple[int, int]


class GgufWeights:
    def __init__(self, file: GgufFile, config: LlamaConfig) -> None:
        self._file, self._config = file, config
        family = FAMILIES[file.metadata["general.architecture"]]
        self._dealt = family.dealt
        layer = LAYER | GPT_2 if config.kind == "gpt2" else LAYER
        self._names = {_ours(name, layer): name for name in file.tensors if name != ROTARY_DIVISORS}
        # Parts of tensors that a file has put together: rows from, rows to.
        self._parts: dict[str, tuple[str, Rows]] = _phi3_parts(config, self._names) if config.kind == "phi3" else {}

    def shapes(self) -> dict[str, tuple[int, ...]]:
        packed = {whole for whole, _ in self._parts.values()}
        found = {ours: self._file.tensors[theirs].shape for ours, theirs in self._names.items() if theirs not in packed}
        for name, (whole, (start, end)) in self._parts.items():
            found[name] = (end - start, *self._file.tensors[whole].shape[1:])
        return found

    def called(self, name: str) -> str:
        return self._parts[name][0] if name in self._parts else self._names.get(name) or _theirs(name)

    def read(self, name: str) -> np.ndarray:
        return self._ordered(name, self._rows(name, self._file.read))

    def form(self, name: str) -> Form | None:
        return form_of(self._file.tensors[self.called(name)].kind)

    def stored(self, name: str) -> Stored:
        """In llama.cpp's order of rows and out of it again: a row's blocks go with it."""
        kind = self._file.tensors[self.called(name)].kind
        rows = self._rows(name, self._file.raw)
        return stored_blocks(self._ordered(name, rows), kind)

    def _rows(self, name: str, read: Callable[[str], np.ndarray]) -> np.ndarray:
        if name not in self._parts:
            return read(self._names[name])
        whole, (start, end) = self._parts[name]
        return read(whole)[start:end]

    def _ordered(self, name: str, values: np.ndarray) -> np.ndarray:
        if not self._dealt:
            return values
        if name.endswith("q_proj.weight"):
            return in_halves(values, self._config.heads)
        if name.endswith("k_proj.weight"):
            return in_halves(values, self._config.key_value_heads)
        return values


def _phi3_parts(config: LlamaConfig, names: dict[str, str]) -> dict[str, tuple[str, Rows]]:
    """Phi-3 keeps queries, keys and values in one matrix, and gate and up in another."""
    queries, keys = config.heads * config.head_width, config.key_value_heads * config.head_width
    wide = config.feed_forward
    found: dict[str, tuple[str, Rows]] = {}
    for layer in range(config.layers):
        prefix, stored = f"model.layers.{layer}.", f"blk.{layer}."
        starts = {"self_attn.q_proj": (0, queries), "self_attn.k_proj": (queries, queries + keys),
                  "self_attn.v_proj": (queries + keys, queries + 2 * keys)}  # fmt: skip
        if f"{stored}attn_qkv.weight" in names.values():
            found |= {f"{prefix}{name}.weight": (f"{stored}attn_qkv.weight", rows) for name, rows in starts.items()}
        halves = {"mlp.gate_proj": (0, wide), "mlp.up_proj": (wide, 2 * wide)}
        if f"{stored}ffn_gate.weight" not in names.values() and f"{stored}ffn_up.weight" in names.values():
            found |= {f"{prefix}{name}.weight": (f"{stored}ffn_up.weight", rows) for name, rows in halves.items()}
    return found


def in_halves(values: np.ndarray, heads: int) -> np.ndarray:
    """
    Undoes llama.cpp's order of queries and keys. It rotates neighbours (0 with 1, 2 with 3), transformers and
    GroupQueryAttention rotate halves of a head (0 with half, 1 with half + 1); its converter deals the rows
    accordingly. https://github.com/ggml-org/llama.cpp/blob/master/convert_hf_to_gguf.py (LlamaModel.permute)
    """
    rows, width = values.shape
    return values.reshape(heads, rows // heads // 2, 2, width).swapaxes(1, 2).reshape(rows, width)


def _ours(name: str, layer: dict[str, str]) -> str:
    if name in WHOLE:
        return WHOLE[name]
    match = LAYER_TENSOR.fullmatch(name)
    if match and match[2] in layer:
        return f"model.layers.{match[1]}.{layer[match[2]]}.{match[3]}"
    return name


def _theirs(name: str) -> str:
    for theirs, ours in WHOLE.items():
        if ours == name:
            return theirs
    _, _, layer, part = name.split(".", 3)
    stem, _, end = part.rpartition(".")
    return f"blk.{layer}.{(BACK | {ours: theirs for theirs, ours in GPT_2.items()})[stem]}.{end}"
