"""One exported graph in ONNX Runtime, with its cache."""

from pathlib import Path

import numpy as np
import onnxruntime

Cache = dict[str, np.ndarray]


class Session:
    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._shapes = {one.name: one.shape for one in self._session.get_inputs() if one.name.startswith("past")}

    def run(
        self, tokens: np.ndarray, cache: Cache | None = None, mask: np.ndarray | None = None
    ) -> tuple[np.ndarray, Cache]:
        """
        Args:
            tokens: `[rows, new positions]`.
            mask: `[rows, all positions]`, padded on the right; all ones where none is given.
        Returns:
            Logits `[rows, new positions, vocabulary]`, and the cache to go on from.
        """
        rows, fresh = tokens.shape
        if cache is None:
            cache = {name: np.zeros((rows, shape[1], 0, shape[3]), np.float32) for name, shape in self._shapes.items()}
        past = next(iter(cache.values())).shape[2]
        feeds = {
            "input_ids": tokens.astype(np.int64),
            "attention_mask": np.ones((rows, past + fresh), np.int64) if mask is None else mask.astype(np.int64),
            "num_logits_to_keep": np.array(0, np.int64),
        }
        names = [name.replace("past_key_values", "present") for name in cache]
        logits, *present = self._session.run(["logits", *names], feeds | cache)
        return logits, dict(zip(cache, present, strict=True))

    def step_by_step(self, tokens: np.ndarray) -> np.ndarray:
        """Logits of every position, one position a forward."""
        cache, found = None, []
        for position in range(tokens.shape[1]):
            logits, cache = self.run(tokens[:, position : position + 1], cache)
            found.append(logits)
        return np.concatenate(found, axis=1)
