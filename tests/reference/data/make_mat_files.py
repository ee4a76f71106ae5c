"""Writes the small .mat files of tests/MobileNetV2.Training.Tests/Data with scipy.io.savemat (scipy 1.10.1)."""
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.io import savemat

here = Path(__file__).parent

# The layout of Flowers102's own files: compressed row vectors of small unsigned integers.
savemat(here / "imagelabels.mat", {"labels": np.array([[1, 1, 2, 3, 3, 102]], np.uint8)}, do_compression=True)
savemat(
    here / "setid.mat",
    {
        "trnid": np.array([[6, 1]], np.uint16),
        "valid": np.array([[3]], np.uint16),
        "tstid": np.array([[2, 5, 4]], np.uint16),
    },
    do_compression=True,
)

savemat(
    here / "classes.mat",
    {
        "float64": np.array([[0.5, -1.25], [1e300, 3.0], [5.0, 6.0]]),
        "float32": np.array([[0.1]], np.float32),
        "int8": np.array([[-128, 127]], np.int8),
        "int16": np.array([[-32768, 32767]], np.int16),
        "int32": np.array([[-2147483648, 2147483647]], np.int32),
        "uint32": np.array([[4294967295]], np.uint32),
        "int64": np.array([[-9007199254740992]], np.int64),
        "uint64": np.array([[9007199254740992]], np.uint64),
        "cube": np.arange(24, dtype=np.int16).reshape(2, 3, 4),
        "empty": np.zeros((0, 0)),
        "logical": np.array([[True, False]]),
        "text": "petal",
        "cell": np.array(["a", 1.0], dtype=object),
        "struct": {"field": 1.0},
        "sparse": sparse.eye(3),
        "complex": np.array([[1 + 2j]]),
        "last": np.array([[7.0]]),
    },
)
