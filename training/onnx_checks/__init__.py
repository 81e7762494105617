"""Facts about an exported graph, measured with ONNX Runtime; see `check_export.py`."""
