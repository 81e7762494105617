"""Sizes of the tiny model, and its random weights."""

import numpy as np

VOCABULARY = 50257
END_OF_TEXT = 50256
WIDTH = 12
HEADS = 2
HEAD_WIDTH = WIDTH // HEADS
LAYERS = 2
POSITIONS = 128
SEED = 20190214

# Chosen by measurement so that next-token entropies are a few nats and every earlier token moves the
# distribution.
EMBEDDING_SCALE = 0.6
POSITION_SCALE = 0.4
ATTENTION_SCALE = 0.8
MLP_SCALE = 0.5
FINAL_GAIN = 2.0


def make_weights() -> dict[str, np.ndarray]:
    """
    Float32 weights under the names of the PyTorch GPT-2; linear layers are [in, out], as its Conv1D keeps
    them.
    """
    random = np.random.default_rng(SEED)

    def normal(scale: float, *shape: int) -> np.ndarray:
        return (scale * random.standard_normal(shape)).astype(np.float32)

    weights = {
        "transformer.wte.weight": normal(EMBEDDING_SCALE, VOCABULARY, WIDTH),
        "transformer.wpe.weight": normal(POSITION_SCALE, POSITIONS, WIDTH),
        "transformer.ln_f.weight": FINAL_GAIN + normal(0.1, WIDTH),
        "transformer.ln_f.bias": normal(0.1, WIDTH),
    }
    for layer in range(LAYERS):
        prefix = f"transformer.h.{layer}."
        for norm in ("ln_1", "ln_2"):
            weights[f"{prefix}{norm}.weight"] = 1 + normal(0.1, WIDTH)
            weights[f"{prefix}{norm}.bias"] = normal(0.1, WIDTH)
        for name, scale, inputs, outputs in (
            ("attn.c_attn", ATTENTION_SCALE, WIDTH, 3 * WIDTH),
            ("attn.c_proj", ATTENTION_SCALE, WIDTH, WIDTH),
            ("mlp.c_fc", MLP_SCALE, WIDTH, 4 * WIDTH),
            ("mlp.c_proj", MLP_SCALE, 4 * WIDTH, WIDTH),
        ):
            weights[f"{prefix}{name}.weight"] = normal(scale / np.sqrt(inputs / 4), inputs, outputs)
            weights[f"{prefix}{name}.bias"] = normal(0.05, outputs)
    return weights
