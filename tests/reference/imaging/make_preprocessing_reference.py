"""torchvision's evaluation preprocessing and random crops.

preprocessing.csv: sizes, and sums and samples of the result; preprocessing-*.f32.gz: whole results for small sizes;
center-crop.csv: where a crop of each size lies; random-resized-crop.csv: the uniform numbers that torchvision's rule was
fed and the part it chose.

usage: make_preprocessing_reference.py ../../MobileNetV2.Imaging.Tests/Reference
"""

import gzip
import math
import os
import random
import sys
from unittest import mock

import numpy as np
import torch
from PIL import Image
from torchvision import transforms

import pictures

CASES = [
    (500, 375, 256, 224), (375, 500, 256, 224), (97, 333, 256, 224), (224, 224, 224, 224), (257, 601, 232, 224),
    (61, 47, 40, 32), (47, 61, 37, 32), (1, 1, 8, 5), (1, 40, 9, 8), (33, 5, 16, 16), (300, 200, 33, 32),
]
SAMPLE_STEP = 997


def evaluation(resize, size):
    return transforms.Compose([
        transforms.Resize(resize),
        transforms.CenterCrop(size),
        transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ])


def write_preprocessing(folder):
    with open(os.path.join(folder, "preprocessing.csv"), "w", newline="\n") as table:
        table.write(f"width,height,resize,size,every {SAMPLE_STEP}th value\n")
        for width, height, resize, size in CASES:
            tensor = evaluation(resize, size)(Image.fromarray(pictures.noise(width, height, 3)))
            values = tensor.numpy().ravel()
            samples = " ".join(f"{value:.9g}" for value in values[::SAMPLE_STEP])
            table.write(f"{width},{height},{resize},{size},{samples}\n")
            if size <= 32:
                path = os.path.join(folder, f"preprocessing-{width}x{height}-{resize}-{size}.f32.gz")
                with gzip.GzipFile(path, "wb", mtime=0) as file:
                    file.write(values.astype("<f4").tobytes())


def write_center_crops(folder):
    """A picture whose red and green are its coordinates shows where the crop was taken."""
    with open(os.path.join(folder, "center-crop.csv"), "w", newline="\n") as table:
        table.write("width,height,cropWidth,cropHeight,x,y\n")
        for width, height, crop_width, crop_height in (
                (10, 10, 10, 10), (11, 10, 10, 9), (13, 12, 10, 9), (9, 7, 6, 2), (7, 9, 2, 6), (255, 254, 1, 1), (5, 8, 4, 3)):
            y, x = np.mgrid[0:height, 0:width]
            picture = np.stack([x, y, x * 0], axis=2).astype(np.uint8)
            crop = transforms.CenterCrop((crop_height, crop_width))(Image.fromarray(picture))
            left, top, _ = np.asarray(crop)[0, 0]
            table.write(f"{width},{height},{crop_width},{crop_height},{left},{top}\n")


class ScriptedTorch:
    """Stands in for the module inside torchvision's transforms: same rule, but numbers of double precision that are kept."""

    def __init__(self, draw):
        self.draw = draw
        self.drawn = []

    def uniform(self):
        self.drawn.append(self.draw.random())
        return self.drawn[-1]

    def empty(self, _):
        scripted = self

        class Number:
            def uniform_(self, low, high):
                low, high = float(low), float(high)
                return torch.tensor(low + (high - low) * scripted.uniform(), dtype=torch.float64)

        return Number()

    def randint(self, _, high, size):
        return torch.tensor(int(self.uniform() * high))

    def log(self, values):
        return [math.log(value) for value in values]

    def tensor(self, values):
        return values

    exp = staticmethod(torch.exp)


def write_random_crops(folder):
    draw = random.Random(5)
    sizes = [(500, 375), (375, 500), (224, 224), (1, 1), (3, 100), (1000, 20), (1, 7), (640, 480)]
    with open(os.path.join(folder, "random-resized-crop.csv"), "w", newline="\n") as table:
        table.write("width,height,x,y,cropWidth,cropHeight,numbers drawn\n")
        for number in range(120):
            width, height = sizes[number % len(sizes)]
            scripted = ScriptedTorch(draw)
            with mock.patch("torchvision.transforms.transforms.torch", scripted):
                y, x, crop_height, crop_width = transforms.RandomResizedCrop.get_params(
                    Image.new("RGB", (width, height)), (0.08, 1.0), (3 / 4, 4 / 3))
            drawn = " ".join(repr(value) for value in scripted.drawn)
            table.write(f"{width},{height},{x},{y},{crop_width},{crop_height},{drawn}\n")


if __name__ == "__main__":
    write_preprocessing(sys.argv[1])
    write_center_crops(sys.argv[1])
    write_random_crops(sys.argv[1])
