"""Training: steps over random windows of the books, checkpointed, so that a cut costs minutes at most."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .checkpoint import load_state, save_state
from .llama import Llama
from .measure import validation_loss
from .muon import make_optimizers

# A cut costs at most this long.
SECONDS_BETWEEN_STATES = 240


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the weights besides the corpus and the start."""

    steps: int
    matrix_rate: float
    other_rate: float
    warm_up: int = 60
    # The share of the steps, at the end, over which the rate falls in a line to `last_rate` of its height.
    decay: float = 0.5
    last_rate: float = 0.02
    rows: int = 32
    rows_at_once: int = 8
    seed: int = 1

    def rate(self, step: int) -> float:
        """Share of the full learning rate at a step counted from 0."""
        start = self.steps * (1 - self.decay)
        fall = (step - start) / (self.steps - start) if step > start else 0.0
        return min(1.0, (step + 1) / self.warm_up) * (1 - (1 - self.last_rate) * fall)


def window_starts(step: int, recipe: Recipe, stream: np.ndarray, length: int) -> np.ndarray:
    """
    Where a step's windows begin. The stream is walked in shuffled order, each epoch shifted and shuffled
    anew.
    """
    windows = (len(stream) - 1) // length - 1
    starts = []
    for number in range(step * recipe.rows, (step + 1) * recipe.rows):
        epoch, place = divmod(number, windows)
        chance = np.random.default_rng([recipe.seed, epoch])
        shift = int(chance.integers(length))
        starts.append(shift + int(chance.permutation(windows)[place]) * length)
    return np.array(starts)


def train(
    model: Llama,
    recipe: Recipe,
    stream: np.ndarray,
    valid: np.ndarray,
    folder: Path,
    device: str = "cpu",
    compiles: bool = True,
) -> None:
    """Trains in place, from the last checkpoint in the folder if there is one.

    Writes `state.pt` every few minutes and a line of `log.jsonl` every tenth step.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model.to(device)
    optimizers = make_optimizers(model, recipe.matrix_rate, recipe.other_rate)
    first = restore(model, optimizers, folder)
    fast = torch.compile(model) if compiles else model
    saved = time.monotonic()
    for step in range(first, recipe.steps):
        began = time.monotonic()
        loss = one_step(fast, optimizers, recipe, step, stream, device)
        seconds = time.monotonic() - began
        is_last = step + 1 == recipe.steps
        entry = {"step": step + 1, "loss": round(loss, 4), "seconds": round(seconds, 2)}
        if is_last or (step + 1) % 100 == 0:
            entry["valid"] = round(validation_loss(model, valid, None if is_last else 64)[0], 4)
        if is_last or (step + 1) % 10 == 0:
            with (folder / "log.jsonl").open("a") as log:
                log.write(json.dumps(entry) + "\n")
        if is_last or time.monotonic() - saved > SECONDS_BETWEEN_STATES:
            states = [one.state_dict() for one in optimizers]
            save_state(folder / "state.pt", {"step": step + 1, "model": model.state_dict(), "optimizers": states})
            saved = time.monotonic()


def restore(model: Llama, optimizers: list[torch.optim.Optimizer], folder: Path) -> int:
    """Loads the checkpoint, if there is one. Returns the step to go on with."""
    state = load_state(folder / "state.pt")
    if state is None:
        return 0
    model.load_state_dict(state["model"])
    for optimizer, saved in zip(optimizers, state["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    return state["step"]


def one_step(
    model: Llama,
    optimizers: list[torch.optim.Optimizer],
    recipe: Recipe,
    step: int,
    stream: np.ndarray,
    device: str,
) -> float:
    """One update. Returns the mean loss of its windows in nats a token."""
    length = model.shape.context
    starts = window_starts(step, recipe, stream, length)
    total = 0.0
    for first in range(0, recipe.rows, recipe.rows_at_once):
        rows = [stream[start : start + length + 1] for start in starts[first : first + recipe.rows_at_once]]
        block = torch.from_numpy(np.stack(rows).astype(np.int64)).to(device)
        with torch.autocast(device, dtype=torch.bfloat16):
            loss = model(block[:, :-1], block[:, 1:]) * len(rows) / recipe.rows
        loss.backward()
        total += loss.item()
    rates = (recipe.matrix_rate, recipe.other_rate)
    for optimizer, rate in zip(optimizers, rates, strict=True):
        for group in optimizer.param_groups:
            group["lr"] = rate * recipe.rate(step)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    return total
