"""A tiny Llama with random weights, as PyTorch runs it, and its tensors as a GGUF has them."""

import numpy as np
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from gguf_import.weights import BACK, WHOLE

from .tiny_gguf import FEED_FORWARD, HEADS, KEY_VALUE_HEADS, LAYERS, WIDTH, llama_cpp_order
from .tiny_vocabulary import TOKENS


def make_model(tied: bool = False, **changes: object) -> LlamaForCausalLM:
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(TOKENS),
        hidden_size=WIDTH,
        intermediate_size=FEED_FORWARD,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        num_key_value_heads=KEY_VALUE_HEADS,
        max_position_embeddings=64,
        tie_word_embeddings=tied,
        initializer_range=0.1,
        **changes,
    )
    model = LlamaForCausalLM(config).eval()
    for name, parameter in model.named_parameters():
        if name.endswith("norm.weight"):
            torch.nn.init.uniform_(parameter, 0.5, 1.5)
    return model


def logits(model: LlamaForCausalLM, tokens: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return model(torch.from_numpy(tokens)).logits.numpy()


def gguf_tensors(model: LlamaForCausalLM) -> dict[str, np.ndarray]:
    """Float32 under llama.cpp's names and in its order."""
    found = {}
    whole = {ours: theirs for theirs, ours in WHOLE.items()}
    for name, parameter in model.state_dict().items():
        values = parameter.numpy()
        if name in whole:
            found[whole[name]] = values
            continue
        _, _, layer, part = name.removesuffix(".weight").split(".", 3)
        if part.endswith("q_proj"):
            values = llama_cpp_order(values, HEADS)
        if part.endswith("k_proj"):
            values = llama_cpp_order(values, KEY_VALUE_HEADS)
        found[f"blk.{layer}.{BACK[part]}.weight"] = values
    if model.config.tie_word_embeddings:
        del found["output.weight"]
    return found
