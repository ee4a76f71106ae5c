"""Writes ImageNet's 1000 class names as torchvision spells them, and prints what ImageNetLabelsTests compares with.

    /usr/bin/python3 tests/reference/imagenet_labels.py src/MobileNetV2.Weights/Pretrained/imagenet-labels.txt
"""
import hashlib
import pathlib
import sys

from torchvision.models._meta import _IMAGENET_CATEGORIES as names

pathlib.Path(sys.argv[1]).write_text("".join(name + "\n" for name in names), encoding="utf-8", newline="\n")
print(len(names), "names,", len(set(names)), "different")
print("SHA-256 of the names joined by line feeds:", hashlib.sha256("\n".join(names).encode("utf-8")).hexdigest())
