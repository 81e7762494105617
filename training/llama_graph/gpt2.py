"""
The graph of a GPT-2 (Radford et al. 2019): learned positions, norms with biases, one activation between two
matrices.
"""

from functools import partial

import numpy as np
from onnx import GraphProto, TensorProto

from .config import LlamaConfig
from .graph import activated, attention, embed, finish, lengths_of
from .linear import linear
from .parts import FLOAT, Parts
from .weights import POSITIONS, Weights


def build_gpt2(config: LlamaConfig, weights: Weights, bits: int) -> tuple[GraphProto, Parts]:
    """As `build_graph`, of the same inputs and outputs."""
    parts = Parts(bits)
    lengths = lengths_of(parts)
    hidden = parts.node("Add", [embed(parts, config, weights), _positions(parts, config, weights, lengths[0])])
    for layer in range(config.layers):
        prefix = f"model.layers.{layer}."
        inputs = _norm(parts, config, weights, f"{prefix}input_layernorm", hidden)
        packed = _linear(parts, weights, f"{prefix}qkv", (3 * config.width, config.width), inputs)
        attended = attention(parts, config, layer, [packed, "", ""], lengths, None)
        hidden = parts.node("Add", [hidden, _linear(parts, weights, f"{prefix}o", (config.width, config.width), attended)])
        inputs = _norm(parts, config, weights, f"{prefix}post_attention_layernorm", hidden)
        inner = activated(parts, config, _linear(parts, weights, f"{prefix}up", (config.feed_forward, config.width), inputs))
        output = _linear(parts, weights, f"{prefix}down", (config.width, config.feed_forward), inner)
        hidden = parts.node("Add", [hidden, output])
    return finish(parts, config, weights, _norm(parts, config, weights, "model.norm", hidden, "last_hidden_state"))


def _positions(parts: Parts, config: LlamaConfig, weights: Weights, lasts: str) -> str:
    """The learned vectors of the new tokens' places: the last of them is at the row's last key."""
    table = parts.later("positions", FLOAT, (config.context, config.width), partial(weights.read, POSITIONS))
    zero = parts.constant("zero", np.array(0, np.int64))
    step = parts.constant("step", np.array(1, np.int64))
    axis = parts.constant("axis", np.array([1], np.int64))
    count = parts.node("Gather", [parts.node("Shape", ["input_ids"]), step], axis=0)
    before = parts.node("Sub", [parts.node("Add", [parts.node("Cast", [lasts], to=TensorProto.INT64), step]), count])
    # A row padded on the right begins at 0 all the same.
    first = parts.node("Unsqueeze", [parts.node("Max", [before, zero]), axis])
    places = parts.node("Add", [first, parts.node("Range", [zero, count, step])])
    return parts.node("Gather", [table, places], axis=0)


def _norm(parts: Parts, config: LlamaConfig, weights: Weights, name: str, values: str, output: str = "") -> str:
    read = lambda part: weights.read(f"{name}.{part}")
    return parts.layer_norm(values, name, config.width, config.epsilon, read, output)


def _linear(parts: Parts, weights: Weights, name: str, shape: tuple[int, int], values: str) -> str:
    return linear(parts, values, name, shape, weights, [f"{name}.weight"], biases=[f"{name}.bias"])
