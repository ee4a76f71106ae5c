"""Reads what the command line wrote, as somebody without it would, and compares it with what PyTorch stored.

    /usr/bin/python3 check.py FOLDER
"""

import json
import pathlib
import struct
import sys

import numpy
import torch
from torchvision.models import mobilenet_v2

TORCHSHARP_TYPES = {4: numpy.int64, 6: numpy.float32}
SAFETENSORS_TYPES = {"F32": numpy.float32, "I64": numpy.int64}


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__")
    return {
        key: numpy.frombuffer(data[8 + length:][slice(*entry["data_offsets"])], SAFETENSORS_TYPES[entry["dtype"]]).reshape(entry["shape"])
        for key, entry in header.items()
    }


def read_torchsharp(path):
    data, at = path.read_bytes(), 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def take(count):
        nonlocal at
        at += count
        return data[at - count:at]

    state = {}
    for _ in range(number()):
        key = take(number()).decode()
        type = numpy.dtype(TORCHSHARP_TYPES[number()])
        shape = [number() for _ in range(number())]
        state[key] = numpy.frombuffer(take(int(numpy.prod(shape, dtype=numpy.int64)) * type.itemsize), type).reshape(shape)
    assert at == len(data), "bytes left over"
    return state


def stored(path):
    """The case's own state dict as PyTorch reads it, in float32 and without a wrapper's prefix."""
    value = torch.load(path)
    value = value.get("state_dict", value)
    return {
        key.removeprefix("module."): (tensor.detach().float() if tensor.is_floating_point() else tensor).contiguous().numpy()
        for key, tensor in value.items()
    }


def same_bits(expected, found):
    return expected.keys() == found.keys() and all(
        expected[key].dtype == found[key].dtype and expected[key].shape == found[key].shape and expected[key].tobytes() == found[key].tobytes()
        for key in expected)


@torch.no_grad()
def logits(state, images):
    """What PyTorch answers with the weights of a file: the width is the one whose shapes they have."""
    tensors = {key: torch.from_numpy(value.copy()) for key, value in state.items()}
    for width in (0.35, 0.5, 0.75, 1.0, 1.3, 1.4):
        model = mobilenet_v2(width_mult=width, num_classes=len(tensors["classifier.1.bias"])).eval()
        if all(tensor.shape == tensors[key].shape for key, tensor in model.state_dict().items()):
            model.load_state_dict(tensors)
            return model(torch.from_numpy(images)).numpy()
    raise AssertionError("no width fits")


def main(folder):
    images = numpy.load(folder / "images.npy")
    failures = 0
    print(f"{'case':20} {'tensors':>7}  bit-equal: .safetensors  .dat  again  PyTorch's logits  ours, relative")
    for path in sorted(folder.glob("*.pth")):
        case = path.stem
        expected = stored(path)
        first, dat, again = folder / f"{case}.1.safetensors", folder / f"{case}.dat", folder / f"{case}.2.safetensors"
        reference = numpy.load(folder / f"{case}.logits.npy")
        ours = numpy.load(folder / f"{case}.ours.npy")
        equal = [
            same_bits(expected, read_safetensors(first)),
            same_bits(expected, read_torchsharp(dat)),
            same_bits(expected, read_safetensors(again)) and first.read_bytes() == again.read_bytes(),
            all(numpy.array_equal(reference, logits(read(file), images)) for read, file in ((read_safetensors, again), (read_torchsharp, dat))),
        ]
        error = float(abs(ours - reference).max() / abs(reference).max())
        failures += not (all(equal) and error <= 1e-5)
        print(f"{case:20} {len(expected):7}  {'':11}{equal[0]!s:>12}  {equal[1]!s:>4}  {equal[2]!s:>5}  {equal[3]!s:>16}  {error:14.1e}")
    print(f"{failures} of the cases failed" if failures else "all cases passed")
    return 1 if failures else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
