"""
Builds the ONNX graph of a Llama-family model from NumPy weights, in the form this program's built-in model
has. Used by `export_onnx.py` (weights in HF naming) and `import_gguf.py` (weights of llama.cpp). Needs NumPy
and onnx, no PyTorch.
"""

from .config import LlamaConfig, read_config, write_config
from .dtypes import DTYPES
from .model import write_model
from .refusal import Refusal
from .weights import Weights

__all__ = ["DTYPES", "LlamaConfig", "Refusal", "Weights", "read_config", "write_config", "write_model"]
