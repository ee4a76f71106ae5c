"""Files that PyTorch itself wrote, and beside them what they hold.

Run from the repository's root with Debian's python3-torch (1.13.1):

    /usr/bin/python3 tests/reference/pytorch/make_pytorch_reference.py

writes tests/MobileNetV2.Weights.Tests/PyTorch/Reference/*.pth and expected.json: for every file a list of
{name, type, shape, hex}, the elements in row-major order as NumPy lays them out, little-endian. The older container's
keys are memory addresses, so those files differ from run to run.
"""

import json
from collections import OrderedDict
from pathlib import Path

import numpy
import torch

OUTPUT = Path(__file__).resolve().parents[2] / "MobileNetV2.Weights.Tests" / "PyTorch" / "Reference"


def ramp(*shape):
    count = int(numpy.prod(shape))
    return ((torch.arange(count, dtype=torch.float64) * 37 % 101 - 50) / 64).reshape(shape)


def network():
    """A convolution with batch norm and a classifier: every kind of entry that MobileNetV2 has."""
    net = torch.nn.Sequential(OrderedDict(
        features=torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3, bias=False), torch.nn.BatchNorm2d(4)),
        classifier=torch.nn.Linear(4, 2)))
    net.load_state_dict({k: torch.tensor(7) if v.dim() == 0 else ramp(*v.shape).float() for k, v in net.state_dict().items()})
    return net


def all_types():
    return OrderedDict(
        float64=ramp(2, 3),
        float32=ramp(2, 3).float(),
        float16=ramp(2, 3).half(),
        bfloat16=ramp(2, 3).bfloat16(),
        int64=torch.tensor([-(2 ** 63), -1, 2 ** 63 - 1]),
        int32=torch.tensor([-(2 ** 31), 5], dtype=torch.int32),
        int16=torch.tensor([-(2 ** 15), 5], dtype=torch.int16),
        int8=torch.tensor([-128, 127], dtype=torch.int8),
        uint8=torch.tensor([0, 255], dtype=torch.uint8),
        bool=torch.tensor([True, False, True]),
        special=torch.tensor([float("nan"), float("inf"), -0.0, 1e-45]),
        scalar=torch.tensor(1.5),
        empty=torch.empty(0, 3),
        nothing=torch.empty(0),
        large=ramp(300).float())


def views():
    base = ramp(4, 6).float()
    return OrderedDict(
        base=base,
        row=base[2],
        rows=base[1:3],
        column=base[:, 3],
        steps=base[::2, 1::2],
        transposed=base.t(),
        expanded=base[1:2].expand(3, 6),
        expandedScalar=torch.tensor(2.5).expand(2, 2),
        permuted=ramp(2, 3, 4).half().permute(2, 0, 1),
        channelsLast=ramp(2, 3, 2, 2).float().contiguous(memory_format=torch.channels_last),
        bytesEverySecond=torch.arange(10, dtype=torch.uint8)[1::2],
        doublesTransposed=ramp(2, 3).t(),
        emptySlice=base[4:])


def numpy_bytes(tensor):
    tensor = tensor.detach().contiguous()
    return (tensor.view(torch.int16) if tensor.dtype == torch.bfloat16 else tensor).numpy().tobytes()


def described(tensors):
    return [dict(name=name, type=str(tensor.dtype)[len("torch."):], shape=list(tensor.shape), hex=numpy_bytes(tensor).hex())
            for name, tensor in tensors.items()]


class PythonTwoDict:
    """Pickles as Python 2's OrderedDict did."""

    def __init__(self, entries):
        self.entries = entries

    def __reduce__(self):
        return OrderedDict, ([[key, value] for key, value in self.entries.items()],)


def checkpoint(net):
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for parameter in net.parameters():
        parameter.grad = torch.ones_like(parameter)
    before = OrderedDict((k, v.clone()) for k, v in net.state_dict().items())
    optimizer.step()
    return dict(epoch=3, best=0.75, note=None, history=[1, 2.5, "x", (True, 2 ** 80)], loss=torch.tensor(0.5),
                state_dict=before, state_dict_ema=net.state_dict(), optimizer=optimizer.state_dict())


def main():
    OUTPUT.mkdir(parents=True, exist_ok=True)
    expected = {}

    def save(name, value, tensors, **options):
        torch.save(value, OUTPUT / name, **options)
        expected[name] = described(tensors)

    legacy = dict(_use_new_zipfile_serialization=False)
    weights = network().state_dict()
    save("state-dict-zip.pth", weights, weights)
    save("state-dict-legacy.pth", weights, weights, **legacy)
    save("state-dict-protocol-4.pth", weights, weights, pickle_protocol=4)
    save("state-dict-legacy-protocol-4.pth", weights, weights, pickle_protocol=4, **legacy)
    save("types-zip.pth", all_types(), all_types())
    save("types-legacy.pth", all_types(), all_types(), **legacy)
    save("views-zip.pth", views(), views())
    save("views-legacy.pth", views(), views(), **legacy)
    save("parameters.pth", OrderedDict(network().named_parameters()), OrderedDict(network().named_parameters()))
    save("data-parallel.pth", torch.nn.DataParallel(network()).state_dict(), weights)
    save("compiled-data-parallel.pth", {f"module._orig_mod.{k}": v for k, v in weights.items()}, weights)
    save("python-2-dict-legacy.pth", PythonTwoDict(weights), weights, **legacy)
    nested = checkpoint(network())
    save("checkpoint-zip.pth", nested, nested["state_dict"])
    save("checkpoint-legacy.pth", nested, nested["state_dict"], **legacy)
    save("extra-state.pth", {**weights, "_extra_state": {"calls": 3}}, weights)
    (OUTPUT / "expected.json").write_text(json.dumps(expected, indent=0) + "\n")

    # Refused: these have no expected tensors.
    torch.save(network(), OUTPUT / "whole-module.pth")
    torch.save({"a": torch.ones(2, dtype=torch.complex64)}, OUTPUT / "complex.pth")
    torch.save({"a": torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)}, OUTPUT / "quantized.pth")
    torch.save({"a": torch.eye(2).to_sparse()}, OUTPUT / "sparse.pth")
    torch.jit.script(torch.nn.Identity()).save(str(OUTPUT / "torchscript.pt"))


if __name__ == "__main__":
    main()
