"""The families: a configuration each, small enough to keep."""

from transformers import (
    AutoModelForCausalLM,
    BloomConfig,
    Gemma3TextConfig,
    GPT2Config,
    GPTNeoXConfig,
    LlamaConfig,
    OPTConfig,
    PretrainedConfig,
    Qwen3Config,
)

from .tokenizer import END_OF_TEXT, VOCABULARY

CONTEXT = 64
SPECIAL = {"bos_token_id": END_OF_TEXT, "eos_token_id": END_OF_TEXT, "pad_token_id": END_OF_TEXT}
SHAPE = {
    "vocab_size": VOCABULARY, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2,
    "num_attention_heads": 4, "max_position_embeddings": CONTEXT, **SPECIAL,
}  # fmt: skip
GROUPED = {**SHAPE, "num_key_value_heads": 2, "head_dim": 8}

FAMILIES: dict[str, PretrainedConfig] = {
    "gpt2": GPT2Config(vocab_size=VOCABULARY, n_positions=CONTEXT, n_embd=32, n_layer=2, n_head=4, **SPECIAL),
    "gpt_neox": GPTNeoXConfig(**SHAPE, rotary_pct=0.25),
    "llama": LlamaConfig(**GROUPED),
    "qwen3": Qwen3Config(**GROUPED),
    # A window shorter than the texts that are tried.
    "gemma3": Gemma3TextConfig(**GROUPED, sliding_window=8, layer_types=["sliding_attention", "full_attention"]),
    "opt": OPTConfig(
        vocab_size=VOCABULARY, hidden_size=32, word_embed_proj_dim=32, ffn_dim=48, num_hidden_layers=2,
        num_attention_heads=4, max_position_embeddings=CONTEXT, **SPECIAL,
    ),
    "bloom": BloomConfig(vocab_size=VOCABULARY, hidden_size=32, n_layer=2, n_head=4, seq_length=CONTEXT, **SPECIAL),
}  # fmt: skip


def make_model(config: PretrainedConfig):
    """Weights large enough for a peaked distribution: a fault of the graph then shows in it."""
    import torch

    torch.manual_seed(7)
    model = AutoModelForCausalLM.from_config(config).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim > 1:
                weight.copy_(torch.randn_like(weight) * (0.3 if "emb" in name or "wte" in name or "wpe" in name else 0.25))
            elif "norm" in name or "ln" in name:
                weight.add_(torch.randn_like(weight) * 0.1)
            else:
                weight.copy_(torch.randn_like(weight) * 0.1)
    return model
