"""Writes torchvision's mobilenet_v2 with random weights in every way that PyTorch stores them, images and their logits.

    /usr/bin/python3 write.py FOLDER

FOLDER gets a .pth file a case, CASE.logits.npy (of the weights as float32) for the cases of a whole network, and images.npy.
"""

import collections
import pathlib
import sys

import numpy
import torch
from torchvision.models import mobilenet_v2

WIDTHS = [0.35, 0.5, 0.75, 1.0, 1.3, 1.4]
IMAGES = (2, 3, 128, 96)


def network(width, classes=1000):
    """Batch norm as after training: no channel has mean 0, variance 1, scale 1 or shift 0."""
    torch.manual_seed(round(100 * width))
    model = mobilenet_v2(width_mult=width, num_classes=classes).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(module.weight, mode="fan_in")
        if isinstance(module, torch.nn.BatchNorm2d):
            module.weight.data.uniform_(0.75, 1.25)
            module.bias.data.uniform_(-0.25, 0.25)
            module.running_mean.uniform_(-0.25, 0.25)
            module.running_var.uniform_(0.5, 1.5)
            module.num_batches_tracked.fill_(7)
    torch.nn.init.normal_(model.classifier[1].weight, std=0.05)
    return model


def in_one_storage(state):
    """Every float tensor a view of one storage, as after flattening parameters."""
    flat = torch.cat([tensor.flatten() for tensor in state.values() if tensor.is_floating_point()])
    offset, views = 0, collections.OrderedDict()
    for key, tensor in state.items():
        if tensor.is_floating_point():
            views[key] = flat[offset:offset + tensor.numel()].view(tensor.shape)
            offset += tensor.numel()
        else:
            views[key] = tensor
    return views


def strided(state):
    """The same values with other strides: channels last, transposed, and every second element of a larger tensor."""
    def restride(tensor):
        if tensor.dim() == 4:
            return tensor.contiguous(memory_format=torch.channels_last)
        if tensor.dim() == 2:
            return tensor.t().contiguous().t()
        return torch.stack([tensor, tensor], dim=-1).flatten()[::2] if tensor.dim() == 1 else tensor
    return collections.OrderedDict((key, restride(tensor)) for key, tensor in state.items())


def checkpoint(model):
    """What training scripts store: the optimiser's tensors and plain values beside a DataParallel state dict."""
    optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-5, momentum=0.9)
    model.train()(torch.randn(2, 3, 64, 64)).sum().backward()
    optimizer.step()
    model.eval()
    return {
        "epoch": 3, "arch": "mobilenet_v2", "best_acc1": torch.tensor(71.5), "args": None, "history": [0.1, (1, "x"), {"a": True}],
        "state_dict": torch.nn.DataParallel(model).state_dict(), "optimizer": optimizer.state_dict(),
    }


@torch.no_grad()
def logits(model, images):
    return model(images).numpy()


def main(folder):
    torch.manual_seed(0)
    images = torch.randn(*IMAGES)
    numpy.save(folder / "images.npy", images.numpy())

    def case(name, value, model, legacy=False):
        torch.save(value, folder / f"{name}.pth", _use_new_zipfile_serialization=not legacy)
        numpy.save(folder / f"{name}.logits.npy", logits(model.float(), images))

    for width in WIDTHS:
        model = network(width)
        case(f"width-{width}", model.state_dict(), model)

    def small():
        return network(0.35, classes=10)

    case("legacy", small().state_dict(), small(), legacy=True)
    case("half", small().half().state_dict(), small().half())
    case("half-legacy", small().half().state_dict(), small().half(), legacy=True)
    case("bfloat16", small().bfloat16().state_dict(), small().bfloat16())
    case("double", small().double().state_dict(), small())
    case("one-storage", in_one_storage(small().state_dict()), small())
    case("one-storage-legacy", in_one_storage(small().state_dict()), small(), legacy=True)
    case("strided", strided(small().state_dict()), small())
    case("parameters", collections.OrderedDict(small().named_parameters(), **dict(small().named_buffers())), small())
    for legacy in False, True:
        model = small()
        value = checkpoint(model)
        case("checkpoint-legacy" if legacy else "checkpoint", value, model, legacy)


main(pathlib.Path(sys.argv[1]))
