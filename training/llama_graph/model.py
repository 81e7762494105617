"""From weights to a file."""

from pathlib import Path

from .config import LlamaConfig
from .dtypes import DTYPES
from .gpt2 import build_gpt2
from .graph import build_graph
from .model_file import Progress, write_model_file
from .refusal import Refusal
from .weights import Weights, check_weights

# What ONNX Runtime's rotation inside the attention asks for.
HEAD_STEP = 16


def write_model(
    path: Path,
    config: LlamaConfig,
    weights: Weights,
    dtype: str,
    progress: Progress = lambda done, total: None,
) -> int:
    """
    Writes one ONNX file; see `graph.py` for its inputs and outputs.

    Args:
        dtype: `fp32`; `q8` or `q4`: weight-only MatMulNBits, embeddings in float16, sums in float32. Weights
            that are
            stored in a form that MatMulNBits holds keep it, whatever the dtype; the others are rounded.
        progress: called with bytes written and bytes in all.
    Returns:
        The file's size in bytes.
    Raises:
        Refusal: naming what does not fit.
    """
    check_weights(config, weights)
    is_gpt2 = config.kind == "gpt2"
    if config.head_width % HEAD_STEP and not is_gpt2:
        raise Refusal(f"A head is {config.head_width} wide; GroupQueryAttention rotates heads of a multiple of {HEAD_STEP}.")
    build = build_gpt2 if is_gpt2 else build_graph
    graph, parts = build(config, weights, DTYPES[dtype].bits)
    return write_model_file(path, graph, parts.groups, progress)
