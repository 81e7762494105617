"""Loss of a model on a split of the books."""

import math

import numpy as np
import torch

from .llama import Llama


@torch.no_grad()
def validation_loss(model: Llama, stream: np.ndarray, windows: int | None = None) -> tuple[float, int]:
    """Mean nats a token over windows of the whole context, one after the other, and how many tokens that was.

    With `windows`, that many of them, evenly spread.
    """
    length = model.shape.context
    starts = np.arange(0, len(stream) - 1, length)
    if windows is not None:
        starts = starts[np.linspace(0, len(starts) - 2, windows).astype(int)]
    model.eval()
    total = tokens = 0
    for first in range(0, len(starts), 16):
        rows = [stream[start : start + length + 1] for start in starts[first : first + 16]]
        for width in sorted({len(row) for row in rows}):
            block = torch.from_numpy(np.stack([row for row in rows if len(row) == width]).astype(np.int64))
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=False):
                total += model(block[:, :-1], block[:, 1:]).item() * block[:, 1:].numel()
            tokens += block[:, 1:].numel()
    model.train()
    return total / tokens, tokens


def bits_per_byte(loss: float, tokens: int, byte_count: int) -> float:
    """Loss in nats a token as bits a byte of text; marks between documents count as tokens, not as bytes."""
    return loss * tokens / math.log(2) / byte_count
