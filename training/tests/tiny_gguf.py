"""Writes the GGUF of a tiny Llama; apart from the model, so that its tests need no PyTorch."""

from pathlib import Path

import gguf
import numpy as np

from .tiny_vocabulary import MERGES, TOKENS

LAYERS, WIDTH, HEADS, KEY_VALUE_HEADS, FEED_FORWARD = 2, 256, 4, 2, 256
PLAIN = gguf.GGMLQuantizationType.F32


def random_tensors() -> dict[str, np.ndarray]:
    """Float32 weights of that shape under llama.cpp's names."""
    width, keys = (WIDTH,), (WIDTH // HEADS * KEY_VALUE_HEADS, WIDTH)
    layer = {
        "attn_norm": width,
        "attn_q": (WIDTH, WIDTH),
        "attn_k": keys,
        "attn_v": keys,
        "attn_output": (WIDTH, WIDTH),
        "ffn_norm": width,
        "ffn_gate": (FEED_FORWARD, WIDTH),
        "ffn_up": (FEED_FORWARD, WIDTH),
        "ffn_down": (WIDTH, FEED_FORWARD),
    }
    shapes = {
        "token_embd.weight": (len(TOKENS), WIDTH),
        **{f"blk.{index}.{part}.weight": shape for index in range(LAYERS) for part, shape in layer.items()},
        "output_norm.weight": width,
        "output.weight": (len(TOKENS), WIDTH),
    }
    numbers = np.random.default_rng(7)
    return {name: numbers.normal(0, 0.1, shape).astype(np.float32) for name, shape in shapes.items()}


def llama_cpp_order(weights: np.ndarray, heads: int) -> np.ndarray:
    """Row `half * i + j` of a head goes to `2 * j + i`, as llama.cpp's converter orders queries and keys."""
    rows = len(weights)
    head = rows // heads
    order = [start + half * (head // 2) + pair for start in range(0, rows, head) for pair in range(head // 2) for half in (0, 1)]
    return weights[order]


def describe(writer: gguf.GGUFWriter, pre: str = "smollm") -> None:
    writer.add_block_count(LAYERS)
    writer.add_context_length(64)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_VALUE_HEADS)
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(TOKENS)
    writer.add_token_types([3 if token.startswith("<|") else 1 for token in TOKENS])
    writer.add_token_merges(MERGES)
    writer.add_eos_token_id(TOKENS.index("<|im_end|>"))


def encode(values: np.ndarray, kind: gguf.GGMLQuantizationType) -> np.ndarray:
    """
    Norms stay float32. K-quants have no encoder in the package: random blocks with small scales take their
    place.
    """
    if values.ndim == 1 or kind == PLAIN:
        return values
    try:
        return gguf.quants.quantize(values, kind)
    except NotImplementedError:
        block, size = gguf.GGML_QUANT_SIZES[kind]
        raw = np.random.default_rng(3).integers(0, 256, (*values.shape[:-1], values.shape[-1] // block, size), np.uint8)
        # Q6_K ends with its scale (float16), Q4_K and Q5_K begin with scale and minimum.
        places = [size - 2] if kind == gguf.GGMLQuantizationType.Q6_K else [0, 2]
        for place in places:
            raw[..., place : place + 2] = np.frombuffer(np.float16(1e-4).tobytes(), np.uint8)
        return raw.reshape(*values.shape[:-1], -1)


def write_gguf(
    path: Path, tensors: dict[str, np.ndarray], kind: gguf.GGMLQuantizationType = PLAIN, architecture: str = "llama", metadata=describe
) -> None:
    writer = gguf.GGUFWriter(path, architecture)
    metadata(writer)
    for name, values in tensors.items():
        writer.add_tensor(name, encode(values, kind), raw_dtype=PLAIN if values.ndim == 1 else kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
