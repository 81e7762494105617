"""
What shapes a model of the Llama family and its relatives: read from and written as the `config.json` of HF
transformers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .refusal import Refusal
from .rotary import Scaling, read_scaling


@dataclass(frozen=True)
class LlamaConfig:
    vocabulary: int
    width: int
    layers: int
    heads: int
    key_value_heads: int
    head_width: int
    feed_forward: int
    context: int
    epsilon: float
    rope_theta: float
    tied: bool
    scaling: Scaling = field(default_factory=Scaling)
    # `model_type` of HF transformers. What follows is how the relatives differ; the defaults are Llama's.
    kind: str = "llama"
    # Biases of queries, keys and values (Qwen2).
    biases: bool = False
    # Norms of each head's queries and keys (Qwen3, Gemma 3), and norms behind attention and feed-forward
    # (Gemma 2, 3).
    head_norms: bool = False
    post_norms: bool = False
    activation: str = "silu"
    embedding_scale: float = 1.0
    # What products of queries and keys are scaled by; 0 for one over the root of the head's width.
    attention_scale: float = 0.0
    # Soft caps of attention and of logits (Gemma 2); 0 for none.
    attention_cap: float = 0.0
    logit_cap: float = 0.0
    # How many of the last tokens some layers see; which; and their own base of rotation.
    window: int = 0
    windowed: tuple[int, ...] = ()
    window_theta: float = 0.0
    # Layers without rotation (SmolLM3).
    unrotated: tuple[int, ...] = ()


ARCHITECTURES = {
    "llama": "LlamaForCausalLM",
    "qwen2": "Qwen2ForCausalLM",
    "qwen3": "Qwen3ForCausalLM",
    "gemma2": "Gemma2ForCausalLM",
    "gemma3_text": "Gemma3ForCausalLM",
    "gpt2": "GPT2LMHeadModel",
    "phi3": "Phi3ForCausalLM",
    "smollm3": "SmolLM3ForCausalLM",
}


def read_config(content: Mapping[str, Any]) -> LlamaConfig:
    """
    Raises:
        Refusal: for another architecture, a bias, or an activation or rotary scaling that the graph does not
            have.
    """
    if (kind := content.get("model_type")) != "llama":
        raise Refusal(f'The model is of type "{kind}"; only "llama" can be exported.')
    for name in ("attention_bias", "mlp_bias"):
        if content.get(name):
            raise Refusal(f"The model has biases ({name}), which the graph does not have.")
    if (activation := content.get("hidden_act", "silu")) != "silu":
        raise Refusal(f'The activation is "{activation}"; only "silu" can be exported.')
    rotary = content.get("rope_parameters") or content.get("rope_scaling") or {}
    heads = content["num_attention_heads"]
    return LlamaConfig(
        vocabulary=content["vocab_size"],
        width=content["hidden_size"],
        layers=content["num_hidden_layers"],
        heads=heads,
        key_value_heads=content.get("num_key_value_heads") or heads,
        head_width=content.get("head_dim") or content["hidden_size"] // heads,
        feed_forward=content["intermediate_size"],
        context=content["max_position_embeddings"],
        epsilon=content.get("rms_norm_eps", 1e-6),
        rope_theta=rotary.get("rope_theta") or content.get("rope_theta", 10000.0),
        tied=content.get("tie_word_embeddings", False),
        scaling=read_scaling(rotary),
    )


def write_config(config: LlamaConfig, special: Mapping[str, Any]) -> dict[str, Any]:
    """
    The content of `config.json`; `special` holds the ids of special tokens. Scaling lives in the graph alone.
    """
    return {
        "architectures": [ARCHITECTURES[config.kind]],
        "model_type": config.kind,
        "hidden_size": config.width,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads,
        "num_key_value_heads": config.key_value_heads,
        "head_dim": config.head_width,
        "intermediate_size": config.feed_forward,
        "vocab_size": config.vocabulary,
        "max_position_embeddings": config.context,
        "rope_theta": config.rope_theta,
        "rms_norm_eps": config.epsilon,
        "hidden_act": config.activation,
        "tie_word_embeddings": config.tied,
        **special,
    }
