"""Tiny models with random weights, exported as people export theirs. See `make_tiny_exports.py`."""
