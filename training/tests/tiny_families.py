"""
Tiny models of the families beside Llama, as PyTorch runs them and as llama.cpp's converter would name their
tensors.
"""

from collections.abc import Callable
from typing import Any

import gguf
import numpy as np
import torch
from transformers import (
    AutoModelForCausalLM,
    Gemma2Config,
    Gemma3TextConfig,
    GPT2Config,
    Phi3Config,
    PreTrainedConfig,
    Qwen2Config,
    Qwen3Config,
    SmolLM3Config,
)

from gguf_import.weights import BACK

from .tiny_gguf import llama_cpp_order
from .tiny_vocabulary import MERGES, TOKENS

LAYERS, WIDTH, HEADS, KEYS, HEAD, WIDE, CONTEXT, WINDOW = 6, 64, 4, 2, 16, 96, 64, 8
SHAPE = {
    "vocab_size": len(TOKENS), "hidden_size": WIDTH, "intermediate_size": WIDE, "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS, "num_key_value_heads": KEYS, "max_position_embeddings": CONTEXT, "pad_token_id": 0,
    "bos_token_id": 0, "eos_token_id": 0,
}  # fmt: skip
GEMMA = {**SHAPE, "head_dim": HEAD, "query_pre_attn_scalar": HEAD, "sliding_window": WINDOW, "tie_word_embeddings": True}
FAMILIES: dict[str, PreTrainedConfig] = {
    "qwen2": Qwen2Config(**SHAPE, tie_word_embeddings=False),
    "qwen3": Qwen3Config(**SHAPE, head_dim=HEAD, tie_word_embeddings=True),
    "gemma2": Gemma2Config(**GEMMA, attn_logit_softcapping=5.0, final_logit_softcapping=3.0),
    "gemma3": Gemma3TextConfig(
        **GEMMA,
        rope_parameters={
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
            "full_attention": {"rope_type": "default", "rope_theta": 500.0},
        },
    ),
    "gpt2": GPT2Config(vocab_size=len(TOKENS), n_positions=CONTEXT, n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS, bos_token_id=0, eos_token_id=0),
    "phi3": Phi3Config(**SHAPE, sliding_window=WINDOW, tie_word_embeddings=False),
    "smollm3": SmolLM3Config(**SHAPE, tie_word_embeddings=True),
}  # fmt: skip


def make_model(family: str) -> Any:
    torch.manual_seed(5)
    model = AutoModelForCausalLM.from_config(FAMILIES[family], attn_implementation="eager").eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim > 1:
                parameter.normal_(std=0.15)
            else:
                parameter.add_(torch.randn_like(parameter) * 0.2)
    return model


def named_as_gguf(family: str, model: Any) -> dict[str, np.ndarray]:
    """Float32, as `convert_hf_to_gguf.py` writes it."""
    tied = model.config.tie_word_embeddings
    name_of: Callable[[str], str] = {"gpt2": _gpt2_name, "gemma2": _gemma_name, "gemma3": _gemma_name}.get(family, _name)
    found = {}
    for name, parameter in model.state_dict().items():
        if name == "lm_head.weight" and tied:
            continue
        values = parameter.float().numpy()
        if family == "gpt2" and values.ndim == 2 and ".h." in name:
            values = values.T
        if family.startswith("gemma") and name.endswith("norm.weight"):
            # The converter stores what the norm multiplies by.
            values = values + 1
        if family == "smollm3" and name.endswith(("q_proj.weight", "k_proj.weight")):
            values = llama_cpp_order(values, HEADS if "q_proj" in name else KEYS)
        found[name_of(name)] = np.ascontiguousarray(values)
    return found


def _name(name: str) -> str:
    whole = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight", "lm_head.weight": "output.weight"}
    if name in whole:
        return whole[name]
    _, _, layer, part = name.split(".", 3)
    stem, _, end = part.rpartition(".")
    others = {
        "pre_feedforward_layernorm": "ffn_norm", "post_feedforward_layernorm": "post_ffw_norm",
        "self_attn.qkv_proj": "attn_qkv", "mlp.gate_up_proj": "ffn_up",
    }  # fmt: skip
    return f"blk.{layer}.{(BACK | others)[stem]}.{end}"


def _gemma_name(name: str) -> str:
    """In Gemma the norm of this name is behind the attention, in Llama before the feed-forward."""
    return _name(name).replace(".ffn_norm.", ".post_attention_norm.") if ".post_attention_layernorm." in name else _name(name)


def _gpt2_name(name: str) -> str:
    whole = {"transformer.wte.weight": "token_embd.weight", "transformer.wpe.weight": "position_embd.weight",
             "transformer.ln_f.weight": "output_norm.weight", "transformer.ln_f.bias": "output_norm.bias"}  # fmt: skip
    if name in whole:
        return whole[name]
    _, _, layer, part = name.split(".", 3)
    stem, _, end = part.rpartition(".")
    names = {"ln_1": "attn_norm", "ln_2": "ffn_norm", "attn.c_attn": "attn_qkv", "attn.c_proj": "attn_output",
             "mlp.c_fc": "ffn_up", "mlp.c_proj": "ffn_down"}  # fmt: skip
    return f"blk.{layer}.{names[stem]}.{end}"


def describe(family: str) -> Callable[[gguf.GGUFWriter], None]:
    def metadata(writer: gguf.GGUFWriter) -> None:
        writer.add_block_count(LAYERS)
        writer.add_context_length(CONTEXT)
        writer.add_embedding_length(WIDTH)
        writer.add_feed_forward_length(4 * WIDTH if family == "gpt2" else WIDE)
        writer.add_head_count(HEADS)
        if family == "gpt2":
            writer.add_layer_norm_eps(1e-5)
        else:
            writer.add_head_count_kv(KEYS)
            writer.add_layer_norm_rms_eps(FAMILIES[family].rms_norm_eps)
            writer.add_key_length(HEAD)
            writer.add_value_length(HEAD)
            writer.add_rope_freq_base(500.0 if family == "gemma3" else _theta(family))
        if family in ("gemma2", "gemma3", "phi3"):
            writer.add_sliding_window(WINDOW)
        if family == "gemma2":
            writer.add_attn_logit_softcapping(5.0)
            writer.add_final_logit_softcapping(3.0)
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre("smollm")
        writer.add_token_list(TOKENS)
        writer.add_token_types([3 if token.startswith("<|") else 1 for token in TOKENS])
        writer.add_token_merges(MERGES)
        writer.add_eos_token_id(TOKENS.index("<|im_end|>"))

    return metadata


def _theta(family: str) -> float:
    return float((FAMILIES[family].rope_parameters or {}).get("rope_theta", 10000.0))
