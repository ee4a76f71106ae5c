"""Writes torchvision's mobilenet_v2 with random weights as safetensors files, and its logits on random images.

    /usr/bin/python3 torch_reference.py FOLDER

FOLDER gets WIDTH.safetensors, images-BATCHxRESOLUTION.f32, WIDTH-BATCHxRESOLUTION.f32 (logits) and cases.json.
"""

import copy
import json
import pathlib
import struct
import sys

import torch
from torchvision.models import mobilenet_v2

WIDTHS = [0.35, 0.5, 0.75, 1.0, 1.3, 1.4]
BATCHES = [1, 5]
RESOLUTIONS = [224, 160]


def network(width):
    """Batch norm as after training: no channel has mean 0, variance 1, scale 1 or shift 0.

    Variance 1.5 / fan-in instead of He's 2: a random network magnifies float32's rounding from layer to layer, and with 2
    PyTorch's own logits are up to 6e-6 off those that it computes in float64.
    """
    torch.manual_seed(round(100 * width))
    model = mobilenet_v2(width_mult=width).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.Conv2d):
            fan_in = module.weight[0].numel()
            torch.nn.init.normal_(module.weight, std=(1.5 / fan_in) ** 0.5)
        if isinstance(module, torch.nn.BatchNorm2d):
            module.weight.data.uniform_(0.75, 1.25)
            module.bias.data.uniform_(-0.25, 0.25)
            module.running_mean.uniform_(-0.25, 0.25)
            module.running_var.uniform_(0.5, 1.5)
            module.num_batches_tracked.fill_(7)
    torch.nn.init.normal_(model.classifier[1].weight, std=0.05)
    torch.nn.init.normal_(model.classifier[1].bias, std=0.1)
    return model


def write_safetensors(path, state):
    names = {torch.float32: "F32", torch.int64: "I64"}
    header, data = {}, b""
    for key, tensor in state.items():
        elements = tensor.numpy().tobytes()
        header[key] = {
            "dtype": names[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(elements)],
        }
        data += elements
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


@torch.no_grad()
def main(folder):
    cases = []
    torch.manual_seed(0)
    images = {(n, size): torch.randn(n, 3, size, size) for n in BATCHES for size in RESOLUTIONS}
    for (batch, resolution), pixels in images.items():
        pixels.numpy().tofile(folder / f"images-{batch}x{resolution}.f32")
    for width in WIDTHS:
        model = network(width)
        write_safetensors(folder / f"{width}.safetensors", model.state_dict())
        for (batch, resolution), pixels in images.items():
            logits = model(pixels)
            logits.numpy().tofile(folder / f"{width}-{batch}x{resolution}.f32")
            exact = copy.deepcopy(model).double()(pixels.double())
            cases.append({
                "width": str(width),
                "batch": batch,
                "resolution": resolution,
                "logits": list(logits.shape),
                "torchError": ((logits - exact).abs().max() / exact.abs().max()).item(),
            })
    (folder / "cases.json").write_text(json.dumps(cases))


main(pathlib.Path(sys.argv[1]))
