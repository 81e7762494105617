"""
The graph of a Llama (Touvron et al. 2023, arXiv:2302.13971): opset 14 and three operators of ONNX Runtime,
https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md

Inputs `input_ids`, `attention_mask` (padded on the right; its row sums are the lengths), `num_logits_to_keep` (0 keeps all),
`past_key_values.N.key|value`; outputs `logits`, `last_hidden_state`, `present.N.key|value`.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from onnx import GraphProto, TensorProto, helper

from .config import LlamaConfig
from .parts import FLOAT, HALF, MICROSOFT, Parts
from .rotary import tables
from .weights import EMBEDDING, HEAD, LAST_NORM, Weights

# transformers.js reads this very name off the caches when it makes empty ones.
BATCH = "batch_size"
Read = Callable[[], np.ndarray]


def build_graph(config: LlamaConfig, weights: Weights, bits: int) -> tuple[GraphProto, Parts]:
    """The nodes, inputs and outputs; and the parts, whose groups make the constants."""
    parts = Parts(bits)
    lengths = _lengths(parts)
    for name, table in zip(
        ("cos_cache", "sin_cache"), tables(config.head_width, config.rope_theta, config.scaling, config.context), strict=True
    ):
        parts.constant(name, table)
    hidden = _embed(parts, config, weights)
    for layer in range(config.layers):
        hidden = _attend(parts, config, weights, layer, hidden, lengths)
        hidden = _feed_forward(parts, config, weights, layer, hidden)
    last = partial(weights.read, LAST_NORM)
    hidden = parts.norm(hidden, "norm.weight", config.width, config.epsilon, last, "last_hidden_state")
    head = partial(weights.read, EMBEDDING if config.tied else HEAD)
    parts.linear(_kept(parts, hidden), "lm_head", (config.vocabulary, config.width), head, "logits")
    return helper.make_graph(parts.nodes, "llama", _inputs(config), _outputs(config)), parts


def _lengths(parts: Parts) -> tuple[str, str]:
    """Index of each row's last key, and the longest length, as GroupQueryAttention wants them (int32)."""
    one = parts.constant("one", np.array([1], dtype=np.int64))
    sums = parts.node("ReduceSum", ["attention_mask", one], keepdims=0)
    lasts = parts.node("Cast", [parts.node("Sub", [sums, one])], to=TensorProto.INT32)
    total = parts.node("Gather", [parts.node("Shape", ["attention_mask"]), one], axis=0)
    return lasts, parts.node("Cast", [total], to=TensorProto.INT32)


def _embed(parts: Parts, config: LlamaConfig, weights: Weights) -> str:
    shape, is_whole = (config.vocabulary, config.width), parts.bits == 32
    dtype = FLOAT if is_whole else HALF
    table = parts.later("embed_tokens", dtype, shape, lambda: weights.read(EMBEDDING).astype(dtype, copy=False))
    rows = parts.node("Gather", [table, "input_ids"], axis=0)
    return rows if is_whole else parts.node("Cast", [rows], to=TensorProto.FLOAT)


def _attend(parts: Parts, config: LlamaConfig, weights: Weights, layer: int, hidden: str, lengths: tuple[str, str]) -> str:
    """Grouped-query attention (Ainslie et al. 2023, arXiv:2305.13245), rotation inside, and the residual."""
    prefix, name = f"model.layers.{layer}.", f"layers.{layer}."
    norm = partial(weights.read, f"{prefix}input_layernorm.weight")
    inputs = parts.norm(hidden, f"{name}input_norm", config.width, config.epsilon, norm)
    queries, keys = config.heads * config.head_width, config.key_value_heads * config.head_width
    packed = [f"{prefix}self_attn.{letter}_proj.weight" for letter in "qkv"]
    inputs = parts.linear(inputs, f"{name}qkv", (queries + 2 * keys, config.width), _stacked(weights, packed))
    past = [f"past_key_values.{layer}.{part}" for part in ("key", "value")]
    present = [f"present.{layer}.{part}" for part in ("key", "value")]
    attended = parts.node(
        "GroupQueryAttention",
        [inputs, "", "", *past, *lengths, "cos_cache", "sin_cache"],
        [f"attention.{layer}", *present],
        domain=MICROSOFT,
        num_heads=config.heads,
        kv_num_heads=config.key_value_heads,
        do_rotary=1,
    )
    output = partial(weights.read, f"{prefix}self_attn.o_proj.weight")
    return parts.node("Add", [hidden, parts.linear(attended, f"{name}o", (config.width, queries), output)])


def _feed_forward(parts: Parts, config: LlamaConfig, weights: Weights, layer: int, hidden: str) -> str:
    """SwiGLU (Shazeer 2020, arXiv:2002.05202) and the residual."""
    prefix, name = f"model.layers.{layer}.", f"layers.{layer}."
    norm = partial(weights.read, f"{prefix}post_attention_layernorm.weight")
    inputs = parts.norm(hidden, f"{name}post_norm", config.width, config.epsilon, norm)
    packed = [f"{prefix}mlp.{part}_proj.weight" for part in ("gate", "up")]
    both = parts.linear(inputs, f"{name}gate_up", (2 * config.feed_forward, config.width), _stacked(weights, packed))
    gate = parts.node("Split", [both], [f"gate.{layer}", f"up.{layer}"], axis=-1)
    gated = parts.node("Mul", [gate, parts.node("Sigmoid", [gate])])
    product = parts.node("Mul", [gated, f"up.{layer}"])
    down = partial(weights.read, f"{prefix}mlp.down_proj.weight")
    return parts.node("Add", [hidden, parts.linear(product, f"{name}down", (config.width, config.feed_forward), down)])


def _stacked(weights: Weights, names: list[str]) -> Read:
    return lambda: np.concatenate([weights.read(name) for name in names])


def _kept(parts: Parts, hidden: str) -> str:
    """The last `num_logits_to_keep` positions: a slice from minus that many, and from minus 0 all of them."""
    start = parts.node("Reshape", [parts.node("Neg", ["num_logits_to_keep"]), "one"])
    end = parts.constant("end", np.array([2**62], dtype=np.int64))
    return parts.node("Slice", [hidden, start, end, "one"])


def _caches(config: LlamaConfig, prefix: str, length: str) -> list:
    shape = [BATCH, config.key_value_heads, length, config.head_width]
    return [
        helper.make_tensor_value_info(f"{prefix}.{layer}.{part}", TensorProto.FLOAT, shape)
        for layer in range(config.layers)
        for part in ("key", "value")
    ]


def _inputs(config: LlamaConfig) -> list:
    return [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, [BATCH, "sequence_length"]),
        helper.make_tensor_value_info("attention_mask", TensorProto.INT64, [BATCH, "total_sequence_length"]),
        helper.make_tensor_value_info("num_logits_to_keep", TensorProto.INT64, []),
        *_caches(config, "past_key_values", "past_sequence_length"),
    ]


def _outputs(config: LlamaConfig) -> list:
    return [
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, [BATCH, "num_logits", config.vocabulary]),
        helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [BATCH, "sequence_length", config.width]),
        *_caches(config, "present", "present_sequence_length"),
    ]
