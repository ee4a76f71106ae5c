"""Runs ONNX's own checker, with shape inference, on the files named."""

import sys

import onnx

for path in sys.argv[1:]:
    onnx.checker.check_model(onnx.load(path), full_check=True)
print(f"onnx {onnx.__version__}: checker.check_model(full_check=True) accepts {len(sys.argv) - 1} files")
