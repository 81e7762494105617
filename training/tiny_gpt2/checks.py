"""
What the graphs must do, run with ONNX Runtime. A check raises AssertionError, or returns what it measured.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np
import onnxruntime

from .shape import HEAD_WIDTH, HEADS, LAYERS, VOCABULARY

CACHE_INPUTS = [f"past_key_values.{layer}.{kind}" for layer in range(LAYERS) for kind in ("key", "value")]
TEXT = np.random.default_rng(7).integers(0, VOCABULARY - 1, (3, 24))
ROWS, LENGTH = TEXT.shape

Measurements = dict[str, float]


class Decoder:
    """A session, fed as a program that uses such a file would feed it."""

    def __init__(self, model: bytes):
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.inputs = [value.name for value in self.session.get_inputs()]
        self.outputs = [value.name for value in self.session.get_outputs()]

    def run(self, tokens, past=None, mask=None, positions=None, use_cache=None):
        """Logits of every new position and the cache, for tokens of shape [rows, new]."""
        tokens = np.asarray(tokens, np.int64)
        rows, new = tokens.shape
        past = past or [np.zeros((rows, HEADS, 0, HEAD_WIDTH), np.float32)] * len(CACHE_INPUTS)
        length = past[0].shape[2]
        feeds = dict(zip(CACHE_INPUTS, past))
        feeds["input_ids"] = tokens
        feeds["attention_mask"] = np.ones((rows, length + new), np.int64) if mask is None else mask
        feeds["position_ids"] = places(rows, length, new) if positions is None else positions
        feeds["use_cache_branch"] = np.array([length > 0 if use_cache is None else use_cache])
        logits, *present = self.session.run(self.outputs, {name: feeds[name] for name in self.inputs})
        return logits, present

    def step_by_step(self, tokens, prompt: int):
        """Like `run`, but one token at a time after the prompt."""
        logits, past = self.run(tokens[:, :prompt])
        steps = [logits]
        for column in range(prompt, tokens.shape[1]):
            logits, past = self.run(tokens[:, column : column + 1], past)
            steps.append(logits)
        return np.concatenate(steps, axis=1), past


def places(rows: int, start: int, count: int):
    return np.broadcast_to(np.arange(start, start + count), (rows, count))


def probabilities(logits):
    exponentials = np.exp(logits.astype(np.float64) - logits.max(-1, keepdims=True))
    return exponentials / exponentials.sum(-1, keepdims=True)


def total_variation(left, right):
    """By position: 0 for equal distributions, 1 for disjoint ones."""
    return np.abs(probabilities(left) - probabilities(right)).sum(-1) / 2


@dataclass
class Tolerance:
    """How far two computations of the same logits may differ."""

    measure: Callable[[np.ndarray, np.ndarray], float]
    limit: float

    def differ(self, left, right) -> float:
        difference = float(self.measure(left, right))
        assert difference <= self.limit, f"differ by {difference}, more than {self.limit}"
        return difference


EXACT = Tolerance(lambda left, right: np.abs(left - right).max(), 2e-4)
# Dynamic quantisation scales activations by the whole input: rows and lengths move each other's logits.
QUANTISED = Tolerance(lambda left, right: total_variation(left, right).mean(), 0.1)


def check_cache(decoder: Decoder, tolerance: Tolerance) -> Measurements:
    whole, present = decoder.run(TEXT)
    stepped, past = decoder.step_by_step(TEXT, prompt=5)
    assert [left.shape for left in present] == [right.shape for right in past]
    stale = [np.ones((ROWS, HEADS, 4, HEAD_WIDTH), np.float32)] * len(CACHE_INPUTS)
    mask, positions = np.ones(TEXT.shape, np.int64), places(ROWS, 0, LENGTH)
    ignoring, fresh = decoder.run(TEXT, stale, mask, positions, use_cache=False)
    assert np.array_equal(whole, ignoring), "the branch without a cache must ignore it"
    assert fresh[0].shape[2] == LENGTH
    _, past = decoder.run(TEXT[:, :10])
    chunk, _ = decoder.run(TEXT[:, 10:], past)
    return {
        "cached against full": tolerance.differ(whole, stepped),
        "several tokens beside a cache": tolerance.differ(whole[:, 10:], chunk),
    }


def check_rows(decoder: Decoder, tolerance: Tolerance) -> Measurements:
    together, _ = decoder.step_by_step(TEXT, prompt=5)
    alone = [decoder.step_by_step(TEXT[row : row + 1], prompt=5)[0] for row in range(ROWS)]
    return {"row alone against batch": tolerance.differ(together, np.concatenate(alone))}


def check_mask(decoder: Decoder) -> Measurements:
    masked = np.ones(TEXT.shape, np.int64)
    masked[:, 3] = 0
    moved = total_variation(decoder.run(TEXT)[0][:, -1], decoder.run(TEXT, mask=masked)[0][:, -1]).max()
    assert moved > 0.01, f"masking a token moves the last distribution by {moved} only"
    return {"total variation by masking a token": moved}


def check_positions(decoder: Decoder, tolerance: Tolerance) -> Measurements:
    whole, _ = decoder.run(TEXT)
    moved = total_variation(whole, decoder.run(TEXT, positions=places(ROWS, 9, LENGTH))[0]).mean()
    assert moved > 0.01, f"other positions move the distributions by {moved} only"
    padding = ((0, 0), (4, 0))
    mask = np.pad(np.ones_like(TEXT), padding)
    positions = np.maximum(mask.cumsum(1) - 1, 0)
    padded, _ = decoder.run(np.pad(TEXT, padding, constant_values=VOCABULARY - 1), mask=mask, positions=positions)
    return {
        "total variation by other positions": moved,
        "left-padded against bare": tolerance.differ(whole, padded[:, 4:]),
    }


def check_distributions(decoder: Decoder) -> Measurements:
    """Neither flat nor degenerate, moved by an early token, and no mere repetition of the last one."""
    whole, _ = decoder.run(TEXT)
    rows = probabilities(whole)
    entropy = -(rows * np.log(np.maximum(rows, 1e-300))).sum(-1)
    assert 2 < entropy.mean() < 7 and entropy.min() > 0.1, f"entropy {entropy.mean()} nats, least {entropy.min()}"
    early = TEXT.copy()
    early[:, 2] = (early[:, 2] + 1000) % VOCABULARY
    moved = total_variation(whole[:, -1], decoder.run(early)[0][:, -1]).min()
    assert moved > 0.01, f"an early token moves the last distribution by {moved} only"
    repeated = float((whole.argmax(-1) == TEXT).mean())
    assert repeated < 0.5, "the likeliest next token must not be the last one again"
    return {
        "entropy, mean, nats": entropy.mean(),
        "entropy, least": entropy.min(),
        "entropy, most": entropy.max(),
        "least total variation by an early token": moved,
    }


def check(model: bytes, tolerance: Tolerance, takes_positions: bool) -> Measurements:
    decoder = Decoder(model)
    measured = check_distributions(decoder) | check_mask(decoder)
    measured |= check_cache(decoder, tolerance) | check_rows(decoder, tolerance)
    return measured | (check_positions(decoder, tolerance) if takes_positions else {})
