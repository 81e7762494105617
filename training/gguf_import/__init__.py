"""Reads GGUF files of the llama family: weights, shape and tokenizer. See `import_gguf.py`."""

from .file import GgufFile
from .metadata import read_metadata
from .special import special_tokens
from .tokenizer import make_tokenizer
from .weights import GgufWeights

__all__ = ["GgufFile", "GgufWeights", "make_tokenizer", "read_metadata", "special_tokens"]
