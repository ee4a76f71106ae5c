#!/usr/bin/env python3
"""Writes the reference numbers of torchvision's mobilenet_v2 that the C# tests are held against.

Weights and images are not stored: both sides compute them from the formulas below (README.md states them in full).
"""

import argparse
import json
import math
import pathlib

import numpy as np
import torch
import torchvision
from torch.nn.functional import cross_entropy
from torchvision.models import MobileNetV2

DEFAULT_FOLDER = pathlib.Path(__file__).parent.parent / "MobileNetV2.Core.Tests" / "Reference"
NAME = "torchvision-mobilenet_v2"

# Streams 0..313 are the state-dict entries in torchvision's order.
IMAGE_STREAM = 400
LABEL_STREAM = 401
SAMPLE_STREAM = 500  # + entry
PROJECTION_STREAM = 900  # + entry

FULL_UP_TO = 256
SAMPLES = 64
BATCHES_TRACKED_AT_START = 7


# --- formulas ---------------------------------------------------------------------------------------------------------

def hashed(stream, count):
    """murmur3's 32-bit finaliser of (element + stream * 0x9E3779B9), everything modulo 2^32."""
    h = np.arange(count, dtype=np.uint32) + np.uint32(stream * 0x9E3779B9 & 0xFFFFFFFF)
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return h


def unit(stream, count):
    """24-bit fractions in [-1, 1): exact in float64 and in float32."""
    return (hashed(stream, count) >> np.uint32(8)).astype(np.float64) / 8388608.0 - 1.0


def state_value(entry, key, shape):
    count = math.prod(shape)
    if key.endswith("num_batches_tracked"):
        return np.full(shape, BATCHES_TRACKED_AT_START, dtype=np.int64)
    u = unit(entry, count)
    if len(shape) >= 2:
        u = u * math.sqrt(6.0 / (count // shape[0]))  # He's uniform bound: about half of the ReLU6 outputs are zero
    elif key.endswith("running_var"):
        u = 1.0 + u / 2.0
    elif key.endswith(("bias", "running_mean")):
        u = u / 4.0
    else:
        u = 1.0 + u / 4.0
    return u.reshape(shape)


def images(batch, resolution):
    shape = (batch, 3, resolution, resolution)
    return torch.from_numpy((2.0 * unit(IMAGE_STREAM, math.prod(shape))).reshape(shape))


def labels(batch, classes):
    return torch.from_numpy((hashed(LABEL_STREAM, batch) % np.uint32(classes)).astype(np.int64))


def network(width, classes, dtype):
    model = MobileNetV2(num_classes=classes, width_mult=width, dropout=0.0)
    state = model.state_dict()
    model.load_state_dict({key: torch.from_numpy(state_value(i, key, tuple(value.shape)))
                           for i, (key, value) in enumerate(state.items())})
    if dtype == torch.float64:
        # load_state_dict has rounded to the float32 of the parameters it found: fill again, unrounded.
        model = model.double()
        model.load_state_dict({key: torch.from_numpy(state_value(i, key, tuple(value.shape)))
                               for i, (key, value) in enumerate(state.items())})
    return model


# --- files ------------------------------------------------------------------------------------------------------------

class Store:
    """Two flat arrays, one for each precision; the index points into them with (offset, count)."""

    def __init__(self):
        self.values = {torch.float64: [], torch.float32: []}

    def add(self, tensor):
        values = self.values[tensor.dtype]
        flat = tensor.detach().flatten().tolist()
        values.extend(flat)
        return {"offset": len(values) - len(flat), "count": len(flat)}

    def add_reduced(self, entry, key, tensor):
        """Small tensors whole; of large ones a sample. The sums reach every element of both."""
        flat = tensor.detach().flatten()
        exact = flat.double().numpy()
        if flat.numel() > FULL_UP_TO:
            positions = hashed(SAMPLE_STREAM + entry, SAMPLES) % np.uint32(flat.numel())
            stored = self.add(flat[torch.from_numpy(positions.astype(np.int64))])
        else:
            stored = self.add(flat)
        projected = exact * unit(PROJECTION_STREAM + entry, flat.numel())
        return {
            "entry": entry, "key": key, "shape": list(tensor.shape), **stored,
            "sum": math.fsum(exact), "absSum": math.fsum(np.abs(exact)),
            "projection": math.fsum(projected), "maxAbs": float(np.abs(exact).max()),
        }

    def write(self, folder, index):
        for dtype, suffix in ((torch.float64, "f64"), (torch.float32, "f32")):
            np.save(folder / f"{NAME}-{suffix}.npy", np.array(self.values[dtype], dtype="<f8" if suffix == "f64" else "<f4"))
        (folder / f"{NAME}.json").write_text(dump(index) + "\n")


def dump(value, indent=""):
    """JSON with one line for each record without nested records: short, and readable in a diff."""
    nested = isinstance(value, (dict, list)) and any(
        isinstance(v, dict) or isinstance(v, list) and v and isinstance(v[0], dict)
        for v in (value.values() if isinstance(value, dict) else value))
    if not nested:
        return json.dumps(value)
    inner = indent + " "
    if isinstance(value, dict):
        rows = (f"{inner}{json.dumps(k)}: {dump(v, inner)}" for k, v in value.items())
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + dump(v, inner) for v in value) + f"\n{indent}]"


# --- references -------------------------------------------------------------------------------------------------------

PRECISIONS = {"float64": torch.float64, "float32": torch.float32}


def entries_of(model):
    return {key: i for i, key in enumerate(model.state_dict())}


def logits(store, width, classes, resolution, batch):
    record = {"width": width, "classes": classes, "resolution": resolution, "batch": batch}
    for name, dtype in PRECISIONS.items():
        model = network(width, classes, dtype).eval()
        with torch.no_grad():
            record[name] = store.add(model(images(batch, resolution).to(dtype)))
    return record


def gradients(store, width, classes, resolution, batch):
    record = {"width": width, "classes": classes, "resolution": resolution, "batch": batch}
    for name, dtype in PRECISIONS.items():
        model = network(width, classes, dtype).train()
        entries = entries_of(model)
        loss = cross_entropy(model(images(batch, resolution).to(dtype)), labels(batch, classes))
        loss.backward()
        record[name] = {
            "loss": loss.item(),
            "parameters": [store.add_reduced(entries[key], key, p.grad) for key, p in model.named_parameters()],
        }
    return record


def rmsprop_steps(dtype, width, classes, resolution, batch, lr, decay, steps, reverse=False):
    model = network(width, classes, dtype).train()
    x, y = images(batch, resolution).to(dtype), labels(batch, classes)
    if reverse:
        x, y = x.flip(0), y.flip(0)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=lr, alpha=0.99, eps=1e-8, weight_decay=4e-5, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, decay)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())
    return model, losses


def training(store, **setting):
    model, losses = rmsprop_steps(torch.float64, **setting)
    entries, parameters = entries_of(model), dict(model.named_parameters())
    state = {key: value for key, value in model.state_dict().items() if value.dtype == torch.float64}

    # The same mathematics with another order of summation: what remains is how far rounding alone carries the trajectory.
    reversed_model, reversed_losses = rmsprop_steps(torch.float64, **setting, reverse=True)
    reversed_state = reversed_model.state_dict()
    _, float32_losses = rmsprop_steps(torch.float32, **setting)

    def spread(keys):
        return max(((state[k] - reversed_state[k]).abs().max() / state[k].abs().max()).item() for k in keys)

    buffers = [k for k in state if k not in parameters]
    return {
        **setting, "losses": losses, "lossSpread": [abs(a - b) for a, b in zip(losses, reversed_losses)],
        "float32Losses": float32_losses,
        "batchesTracked": model.features[0][1].num_batches_tracked.item(),
        "bufferSpread": spread(buffers), "parameterSpread": spread(parameters),
        "buffers": [store.add_reduced(entries[k], k, state[k]) for k in buffers],
        "parameters": [store.add_reduced(entries[k], k, state[k]) for k in parameters],
    }


def references():
    store = Store()
    index = {
        "torch": torch.__version__, "torchvision": torchvision.__version__,
        "fullUpTo": FULL_UP_TO, "samples": SAMPLES,
        "formula": [{"stream": s, "unit": unit(s, 4).tolist()} for s in (0, 1, 313, IMAGE_STREAM)],
        "logits": [logits(store, width, classes, resolution, 2)
                   for width, classes in ((1.0, 1000), (0.5, 102)) for resolution in (224, 96)],
        "gradients": [gradients(store, width, classes, 96, 4) for width, classes in ((1.0, 1000), (0.5, 102))],
        "training": [training(store, width=0.35, classes=32, resolution=64, batch=8, lr=lr, decay=0.98,
                              steps=steps)
                     for lr, steps in ((0.045, 2), (0.0045, 10), (0.00045, 10))],
    }
    return store, index


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=pathlib.Path, default=DEFAULT_FOLDER)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.output.mkdir(parents=True, exist_ok=True)
    store, index = references()
    store.write(arguments.output, index)
    for path in sorted(arguments.output.glob(f"{NAME}*")):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
