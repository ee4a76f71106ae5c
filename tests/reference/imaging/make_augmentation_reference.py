"""What torchvision's functions for training make of formula pictures, as SHA-256 of the pixels.

color-adjustments.csv: adjust_brightness, _contrast, _saturation and _hue on PIL pictures; resized-crop.csv: resized_crop and
hflip.

usage: make_augmentation_reference.py ../../MobileNetV2.Imaging.Tests/Reference
"""

import hashlib
import os
import random
import sys

import numpy as np
from PIL import Image
from torchvision.transforms import InterpolationMode, functional

import pictures

FACTORS = {
    "brightness": (0, 0.25, 0.6, 0.999, 1, 1.01, 1.4, 3.7),
    "contrast": (0, 0.25, 0.6, 0.999, 1, 1.01, 1.4, 3.7),
    "saturation": (0, 0.25, 0.6, 0.999, 1, 1.01, 1.4, 3.7),
    "hue": (-0.5, -0.37, -0.1, -0.003, 0, 0.003, 0.05, 0.25, 0.5),
}


def digest(image):
    return hashlib.sha256(np.asarray(image).tobytes()).hexdigest()


def write_adjustments(folder):
    with open(os.path.join(folder, "color-adjustments.csv"), "w", newline="\n") as table:
        table.write("kind,seed,width,height,adjustment,factor,sha256\n")
        for kind, seed, width, height in (("noise", 1, 300, 200), ("noise", 2, 61, 47), ("extremes", 3, 33, 5), ("noise", 4, 1, 1)):
            image = Image.fromarray(getattr(pictures, kind)(width, height, seed))
            for name, factors in FACTORS.items():
                for factor in factors:
                    adjusted = getattr(functional, "adjust_" + name)(image, factor)
                    table.write(f"{kind},{seed},{width},{height},{name},{factor},{digest(adjusted)}\n")


def write_resized_crops(folder):
    draw = random.Random(8)
    with open(os.path.join(folder, "resized-crop.csv"), "w", newline="\n") as table:
        table.write("seed,width,height,x,y,cropWidth,cropHeight,size,flipped,sha256\n")
        for seed in range(60):
            width, height, size = draw.randint(1, 200), draw.randint(1, 200), draw.randint(1, 70)
            crop_width, crop_height = draw.randint(1, width), draw.randint(1, height)
            x, y = draw.randint(0, width - crop_width), draw.randint(0, height - crop_height)
            image = Image.fromarray(pictures.noise(width, height, seed))
            image = functional.resized_crop(image, y, x, crop_height, crop_width, [size, size], InterpolationMode.BILINEAR)
            if seed % 2:
                image = functional.hflip(image)
            table.write(f"{seed},{width},{height},{x},{y},{crop_width},{crop_height},{size},{seed % 2},{digest(image)}\n")


if __name__ == "__main__":
    write_adjustments(sys.argv[1])
    write_resized_crops(sys.argv[1])
