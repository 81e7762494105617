"""GPT-2 as a merged ONNX decoder: one `If`, one branch that reads the cache and one that does not."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .shape import HEAD_WIDTH, HEADS, LAYERS, POSITIONS, VOCABULARY, WIDTH

OPSET = 13
LOWEST = np.finfo(np.float32).min


class Branch:
    """Nodes of one branch. Weights stay in the outer graph, so that both branches share them."""

    def __init__(self, name: str):
        self.name = name
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def op(self, kind: str, *inputs: str, output: str | None = None, **attributes) -> str:
        output = output or f"/{self.name}/{kind}_{len(self.nodes)}_output_0"
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output.removesuffix("_output_0"), **attributes))
        return output

    def split(self, value: str, parts: int) -> list[str]:
        outputs = [f"/{self.name}/Split_{len(self.nodes)}_output_{part}" for part in range(parts)]
        self.nodes.append(helper.make_node("Split", [value], outputs, name=outputs[0].removesuffix("_output_0"), axis=-1))
        return outputs

    def constant(self, value, dtype=np.int64) -> str:
        name = f"/{self.name}/Constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def scalar(self, value: float) -> str:
        return self.constant(value, np.float32)

    def size(self, value: str, axis: int) -> str:
        """Length of an axis as a tensor of shape [1]."""
        return self.op("Gather", self.op("Shape", value), self.constant([axis]))


def layer_norm(branch: Branch, value: str, name: str) -> str:
    centred = branch.op("Sub", value, branch.op("ReduceMean", value, axes=[-1]))
    variance = branch.op("ReduceMean", branch.op("Pow", centred, branch.scalar(2)), axes=[-1])
    deviation = branch.op("Sqrt", branch.op("Add", variance, branch.scalar(1e-5)))
    scaled = branch.op("Mul", branch.op("Div", centred, deviation), f"{name}.weight")
    return branch.op("Add", scaled, f"{name}.bias")


def linear(branch: Branch, value: str, name: str, inputs: int, outputs: int) -> str:
    """PyTorch's `Conv1D`: flattens the rows, then one `Gemm`."""
    flat = branch.op("Reshape", value, branch.constant([-1, inputs]))
    product = branch.op("Gemm", flat, f"{name}.weight", f"{name}.bias")
    shape = [branch.size(value, 0), branch.size(value, 1), branch.constant([outputs])]
    return branch.op("Reshape", product, branch.op("Concat", *shape, axis=0))


def gelu(branch: Branch, value: str) -> str:
    cube = branch.op("Mul", branch.op("Pow", value, branch.scalar(3)), branch.scalar(0.044715))
    inner = branch.op("Mul", branch.op("Add", value, cube), branch.scalar(np.sqrt(2 / np.pi)))
    gate = branch.op("Add", branch.op("Tanh", inner), branch.scalar(1))
    return branch.op("Mul", branch.op("Mul", value, branch.scalar(0.5)), gate)


def heads(branch: Branch, value: str) -> str:
    """[batch, tokens, width] to [batch, heads, tokens, head width]."""
    return branch.op("Transpose", branch.op("Reshape", value, branch.constant([0, 0, HEADS, HEAD_WIDTH])), perm=[0, 2, 1, 3])


def attention(branch: Branch, value: str, layer: int, mask: str, uses_past: bool) -> str:
    name = f"transformer.h.{layer}.attn"
    query, key, content = (heads(branch, part) for part in branch.split(linear(branch, value, f"{name}.c_attn", WIDTH, 3 * WIDTH), 3))
    parts = {"key": key, "value": content}
    for kind, new in parts.items():
        present = f"present.{layer}.{kind}"
        past = [f"past_key_values.{layer}.{kind}"] if uses_past else []
        parts[kind] = branch.op("Concat", *past, new, axis=2, output=present) if past else branch.op("Identity", new, output=present)
    scores = branch.op("MatMul", query, branch.op("Transpose", parts["key"], perm=[0, 1, 3, 2]))
    scores = branch.op("Div", scores, branch.scalar(np.sqrt(HEAD_WIDTH)))
    allowed = causal(branch, branch.size(scores, 2), branch.size(scores, 3))
    scores = branch.op("Where", allowed, scores, branch.scalar(LOWEST))
    weights = branch.op("Softmax", branch.op("Add", scores, mask), axis=-1)
    mixed = branch.op("Transpose", branch.op("MatMul", weights, parts["value"]), perm=[0, 2, 1, 3])
    merged = branch.op("Reshape", mixed, branch.constant([0, 0, WIDTH]))
    return linear(branch, merged, f"{name}.c_proj", WIDTH, WIDTH)


def causal(branch: Branch, queries: str, keys: str) -> str:
    """The last rows of the lower triangle: query i of this forward is at position keys - queries + i."""
    rows = branch.op("Slice", "transformer.causal", branch.op("Sub", keys, queries), keys, branch.constant([2]))
    return branch.op("Slice", rows, branch.constant([0]), keys, branch.constant([3]))


def additive_mask(branch: Branch) -> str:
    mask = branch.op("Unsqueeze", "attention_mask", branch.constant([1, 2]))
    blocked = branch.op("Sub", branch.scalar(1), branch.op("Cast", mask, to=TensorProto.FLOAT))
    return branch.op("Mul", blocked, branch.scalar(LOWEST))


def token_positions(branch: Branch, takes_positions: bool, uses_past: bool) -> str:
    """Position of every new token: an input of the graph, or counted on from the cache."""
    if takes_positions:
        return "position_ids"
    zero, one, axis = branch.constant(0), branch.constant(1), branch.constant([0])
    start = branch.op("Squeeze", branch.size("past_key_values.0.key", 2), axis) if uses_past else zero
    count = branch.op("Squeeze", branch.size("input_ids", 1), axis)
    return branch.op("Unsqueeze", branch.op("Range", start, branch.op("Add", start, count), one), axis)


def make_branch(uses_past: bool, takes_positions: bool) -> onnx.GraphProto:
    branch = Branch("with_past" if uses_past else "no_past")
    mask = additive_mask(branch)
    positions = branch.op("Gather", "transformer.wpe.weight", token_positions(branch, takes_positions, uses_past))
    hidden = branch.op("Add", branch.op("Gather", "transformer.wte.weight", "input_ids"), positions)
    for layer in range(LAYERS):
        name = f"transformer.h.{layer}"
        normed = layer_norm(branch, hidden, f"{name}.ln_1")
        hidden = branch.op("Add", attention(branch, normed, layer, mask, uses_past), hidden)
        inner = linear(branch, layer_norm(branch, hidden, f"{name}.ln_2"), f"{name}.mlp.c_fc", WIDTH, 4 * WIDTH)
        hidden = branch.op("Add", hidden, linear(branch, gelu(branch, inner), f"{name}.mlp.c_proj", 4 * WIDTH, WIDTH))
    tied = branch.op("Transpose", "transformer.wte.weight", perm=[1, 0], output="transformer.wte.weight_transposed")
    branch.op("MatMul", layer_norm(branch, hidden, "transformer.ln_f"), tied, output="logits")
    return helper.make_graph(branch.nodes, branch.name, [], outputs(), branch.constants)


def cache(prefix: str, length: str) -> list[onnx.ValueInfoProto]:
    shape = ["batch_size", HEADS, length, HEAD_WIDTH]
    names = [f"{prefix}.{layer}.{kind}" for layer in range(LAYERS) for kind in ("key", "value")]
    return [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in names]


def outputs() -> list[onnx.ValueInfoProto]:
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch_size", "sequence_length", VOCABULARY])
    return [logits, *cache("present", "present_sequence_length")]


def make_model(weights: dict[str, np.ndarray], takes_positions: bool) -> onnx.ModelProto:
    """
    The merged decoder in float32. Without the input of position ids it counts them itself, the same for every
    row.
    """

    def integers(name: str, length: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.INT64, ["batch_size", length])

    inputs = [integers("input_ids", "sequence_length"), integers("attention_mask", "attention_mask_sequence_length")]
    if takes_positions:
        inputs.append(integers("position_ids", "sequence_length"))
    inputs += cache("past_key_values", "past_sequence_length")
    inputs.append(helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1]))
    triangle = np.tril(np.ones((1, 1, POSITIONS, POSITIONS), bool))
    shared = weights | {"transformer.causal": triangle}
    choice = helper.make_node(
        "If", ["use_cache_branch"], [output.name for output in outputs()], name="optimum::if",
        then_branch=make_branch(True, takes_positions), else_branch=make_branch(False, takes_positions),
    )
    initializers = [numpy_helper.from_array(value, name) for name, value in shared.items()]
    graph = helper.make_graph([choice], "merged", inputs, outputs(), initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    return model
