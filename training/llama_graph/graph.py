"""
The graph of a Llama (Touvron et al. 2023, arXiv:2302.13971) and its relatives (see `config.py`): opset 14 and
three operators of ONNX Runtime, https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md

Inputs `input_ids`, `attention_mask` (padded on the right; its row sums are the lengths), `num_logits_to_keep`
(0 keeps all), `past_key_values.N.key|value`; outputs `logits`, `last_hidden_state`, `present.N.key|value`.
"""

from functools import partial

import numpy as np
from onnx import GraphProto, TensorProto, helper

from .config import LlamaConfig
from .linear import linear, rows
from .parts import MICROSOFT, Parts
from .rotary import Scaling, tables
from .weights import EMBEDDING, HEAD, LAST_NORM, Weights

# transformers.js reads this very name off the caches when it makes empty ones.
BATCH = "batch_size"


def build_graph(config: LlamaConfig, weights: Weights, bits: int) -> tuple[GraphProto, Parts]:
    """The nodes, inputs and outputs; and the parts, whose groups make the constants."""
    parts = Parts(bits)
    lengths = lengths_of(parts)
    rotations = _rotations(parts, config)
    hidden = embed(parts, config, weights)
    if config.embedding_scale != 1:
        hidden = parts.node("Mul", [hidden, parts.constant("embedding_scale", np.float32(config.embedding_scale).reshape(()))])
    for layer in range(config.layers):
        hidden = _attend(parts, config, weights, layer, hidden, lengths, rotations[layer in config.windowed])
        hidden = _feed_forward(parts, config, weights, layer, hidden)
    last = partial(weights.read, LAST_NORM)
    hidden = parts.norm(hidden, "norm.weight", config.width, config.epsilon, last, "last_hidden_state")
    return finish(parts, config, weights, hidden)


def finish(parts: Parts, config: LlamaConfig, weights: Weights, hidden: str) -> tuple[GraphProto, Parts]:
    """The logits, and the graph."""
    head, shape = [EMBEDDING if config.tied else HEAD], (config.vocabulary, config.width)
    cap = config.logit_cap
    logits = linear(parts, _kept(parts, hidden), "lm_head", shape, weights, head, "" if cap else "logits")
    if cap:
        size = parts.constant("logit_cap", np.float32(cap).reshape(()))
        parts.node("Mul", [parts.node("Tanh", [parts.node("Div", [logits, size])]), size], ["logits"])
    return helper.make_graph(parts.nodes, config.kind, _inputs(config), _outputs(config)), parts


def _rotations(parts: Parts, config: LlamaConfig) -> tuple[tuple[str, str], tuple[str, str]]:
    """Names of the tables of cosines and sines: of layers that see everything, and of those with a window."""

    def add(suffix: str, theta: float, scaling: Scaling) -> tuple[str, str]:
        made = tables(config.head_width, theta, scaling, config.context)
        cosines, sines = (parts.constant(f"{name}_cache{suffix}", table) for name, table in zip(("cos", "sin"), made, strict=True))
        return cosines, sines

    plain = add("", config.rope_theta, config.scaling)
    return plain, add("_window", config.window_theta, Scaling()) if config.window_theta else plain


def lengths_of(parts: Parts) -> tuple[str, str]:
    """Index of each row's last key, and the longest length, as GroupQueryAttention wants them (int32)."""
    one = parts.constant("one", np.array([1], dtype=np.int64))
    sums = parts.node("ReduceSum", ["attention_mask", one], keepdims=0)
    lasts = parts.node("Cast", [parts.node("Sub", [sums, one])], to=TensorProto.INT32)
    total = parts.node("Gather", [parts.node("Shape", ["attention_mask"]), one], axis=0)
    return lasts, parts.node("Cast", [total], to=TensorProto.INT32)


def embed(parts: Parts, config: LlamaConfig, weights: Weights) -> str:
    return rows(parts, "input_ids", "embed_tokens", (config.vocabulary, config.width), weights, EMBEDDING)


def _attend(
    parts: Parts, config: LlamaConfig, weights: Weights, layer: int, hidden: str, lengths: tuple[str, str],
    rotation: tuple[str, str],
) -> str:  # fmt: skip
    """Grouped-query attention (Ainslie et al. 2023, arXiv:2305.13245), rotation inside, and the residual."""
    prefix, name = f"model.layers.{layer}.", f"layers.{layer}."
    norm = partial(weights.read, f"{prefix}input_layernorm.weight")
    inputs = parts.norm(hidden, f"{name}input_norm", config.width, config.epsilon, norm)
    queries, keys = config.heads * config.head_width, config.key_value_heads * config.head_width
    packed = [f"{prefix}self_attn.{letter}_proj" for letter in "qkv"]
    biases = [f"{one}.bias" for one in packed] if config.biases else []
    matrices = [f"{one}.weight" for one in packed]
    inputs = linear(parts, inputs, f"{name}qkv", (queries + 2 * keys, config.width), weights, matrices, biases=biases)
    separate = _normed_heads(parts, config, weights, layer, inputs) if config.head_norms else [inputs, "", ""]
    attended = attention(parts, config, layer, separate, lengths, rotation)
    output = linear(parts, attended, f"{name}o", (config.width, queries), weights, [f"{prefix}self_attn.o_proj.weight"])
    return parts.node("Add", [hidden, _post_norm(parts, config, weights, layer, "attention", output)])


def attention(
    parts: Parts, config: LlamaConfig, layer: int, inputs: list[str], lengths: tuple[str, str], rotation: tuple[str, str] | None
) -> str:  # fmt: skip
    """
    Args:
        inputs: queries, keys and values; or all in the first, and two empty names.
        rotation: names of the tables; None for a model whose positions are elsewhere.
    """
    past = [f"past_key_values.{layer}.{part}" for part in ("key", "value")]
    present = [f"present.{layer}.{part}" for part in ("key", "value")]
    rotates = rotation is not None and layer not in config.unrotated
    attributes: dict[str, object] = {}
    if layer in config.windowed:
        attributes["local_window_size"] = config.window
    if config.attention_scale:
        attributes["scale"] = config.attention_scale
    if config.attention_cap:
        attributes["softcap"] = config.attention_cap
    return parts.node(
        "GroupQueryAttention",
        [*inputs, *past, *lengths, *(rotation or ("", ""))][: 9 if rotates else 7],
        [f"attention.{layer}", *present],
        domain=MICROSOFT,
        num_heads=config.heads,
        kv_num_heads=config.key_value_heads,
        do_rotary=int(rotates),
        **attributes,
    )


def _normed_heads(parts: Parts, config: LlamaConfig, weights: Weights, layer: int, inputs: str) -> list[str]:
    """Queries, keys and values apart, each head's queries and keys normed."""
    queries, keys = config.heads * config.head_width, config.key_value_heads * config.head_width
    names = [f"{letter}.{layer}" for letter in "qkv"]
    sizes = parts.once("qkv_sizes", np.array([queries, keys, keys], np.int64))
    parts.node("Split", [inputs, sizes], names, axis=-1)
    heads = parts.once("heads", np.array([0, 0, -1, config.head_width], np.int64))
    flat = parts.once("flat", np.array([0, 0, -1], np.int64))

    def normed(letter: str, values: str) -> str:
        weight = partial(weights.read, f"model.layers.{layer}.self_attn.{letter}_norm.weight")
        apart = parts.node("Reshape", [values, heads])
        together = parts.norm(apart, f"layers.{layer}.{letter}_norm", config.head_width, config.epsilon, weight)
        return parts.node("Reshape", [together, flat])

    return [normed("q", names[0]), normed("k", names[1]), names[2]]


def _post_norm(parts: Parts, config: LlamaConfig, weights: Weights, layer: int, part: str, values: str) -> str:
    if not config.post_norms:
        return values
    weight = partial(weights.read, f"model.layers.{layer}.{part}_post_norm.weight")
    return parts.norm(values, f"layers.{layer}.{part}_post_norm", config.width, config.epsilon, weight)


def _feed_forward(parts: Parts, config: LlamaConfig, weights: Weights, layer: int, hidden: str) -> str:
    """SwiGLU or its kin with GELU (Shazeer 2020, arXiv:2002.05202) and the residual."""
    prefix, name = f"model.layers.{layer}.", f"layers.{layer}."
    norm = partial(weights.read, f"{prefix}post_attention_layernorm.weight")
    inputs = parts.norm(hidden, f"{name}post_norm", config.width, config.epsilon, norm)
    packed = [f"{prefix}mlp.{part}_proj.weight" for part in ("gate", "up")]
    both = linear(parts, inputs, f"{name}gate_up", (2 * config.feed_forward, config.width), weights, packed)
    gate = parts.node("Split", [both], [f"gate.{layer}", f"up.{layer}"], axis=-1)
    gated = activated(parts, config, gate)
    product = parts.node("Mul", [gated, f"up.{layer}"])
    down = [f"{prefix}mlp.down_proj.weight"]
    output = linear(parts, product, f"{name}down", (config.width, config.feed_forward), weights, down)
    return parts.node("Add", [hidden, _post_norm(parts, config, weights, layer, "feed_forward", output)])


def activated(parts: Parts, config: LlamaConfig, values: str) -> str:
    """SiLU, or GELU by its approximation with tanh (Hendrycks and Gimpel 2016, arXiv:1606.08415)."""
    if config.activation == "silu":
        return parts.node("Mul", [values, parts.node("Sigmoid", [values])])
    return parts.node("FastGelu", [values], domain=MICROSOFT)


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
