"""Each function measures one fact about a graph over windows of tokens `[windows, length]`."""

from collections.abc import Callable

import numpy as np

from .session import Session

Logits = Callable[[np.ndarray], np.ndarray]


def largest_difference(session: Session, reference: Logits, windows: np.ndarray) -> float:
    """Between the graph's logits and a reference's, over every window, position and token."""
    return max(
        float(np.abs(session.run(window[None])[0] - reference(window[None])).max()) for window in windows
    )


def loss(session: Session, windows: np.ndarray) -> float:
    """Mean nats a token."""
    return float(np.mean([_losses(session.run(window[None])[0][0], window).mean() for window in windows]))


def _losses(logits: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    logits = logits[:-1].astype(np.float64)
    logits -= logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(logits, tokens[1:, None], axis=-1)[:, 0]
    return np.log(np.exp(logits).sum(axis=-1)) - chosen


def step_difference(session: Session, windows: np.ndarray) -> tuple[float, float]:
    """
    Step by step against all at once: largest difference of logits, and mean total variation of the
    distributions.
    """
    at_once, steps = session.run(windows)[0], session.step_by_step(windows)
    variation = np.abs(_probabilities(at_once) - _probabilities(steps)).sum(axis=-1) / 2
    return float(np.abs(at_once - steps).max()), float(variation.mean())


def _probabilities(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def rows_that_differ(session: Session, windows: np.ndarray) -> int:
    """
    Rows whose logits are not bit for bit those of the same row alone: first in a batch of equal lengths, then
    in one of unequal lengths padded on the right, each with a step from the cache behind it.
    """
    differ = 0
    length = windows.shape[1] - 1
    for lengths in ([length] * len(windows), [length - row % 5 for row in range(len(windows))]):
        mask = np.arange(length) < np.array(lengths)[:, None]
        tokens = np.where(mask, windows[:, :-1], 0)
        together, cache = session.run(tokens, mask=mask)
        is_even = len(set(lengths)) == 1
        after = session.run(windows[:, -1:], cache)[0] if is_even else None
        for row, size in enumerate(lengths):
            alone, cache_alone = session.run(tokens[row : row + 1, :size])
            same = np.array_equal(alone[0], together[row, :size])
            if after is not None:
                same &= np.array_equal(session.run(windows[row : row + 1, -1:], cache_alone)[0][0], after[row])
            differ += not same
    return differ
