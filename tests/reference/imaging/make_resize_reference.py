"""What PIL's resize makes of formula pictures: resize.csv (a SHA-256 of the pixels for each of many sizes) and, for a few of
them, the pixels themselves, so that a difference can be measured and not only noticed.

usage: make_resize_reference.py ../../MobileNetV2.Imaging.Tests/Reference
"""

import gzip
import hashlib
import os
import random
import sys

import numpy as np
from PIL import Image

import pictures

FILTERS = {"Bilinear": Image.BILINEAR, "Bicubic": Image.BICUBIC}
CORNERS = [
    (1, 1, 1, 1), (1, 1, 7, 5), (1, 9, 1, 4), (9, 1, 4, 1), (1, 300, 3, 7), (300, 1, 7, 3), (2, 2, 1, 1), (2, 3, 3, 2),
    (61, 47, 61, 47), (61, 47, 61, 20), (61, 47, 20, 47), (61, 47, 122, 94), (61, 47, 1, 1), (61, 47, 60, 46),
    (500, 375, 341, 256), (375, 500, 256, 341), (640, 480, 224, 224), (97, 1000, 100, 3), (1000, 97, 3, 100),
]
WHOLE = [(61, 47, 20, 15), (61, 47, 90, 70), (33, 21, 7, 40)]


def main(folder):
    draw = random.Random(20)
    sizes = CORNERS + WHOLE + [tuple(draw.randint(1, 150) for _ in range(4)) for _ in range(120)]
    with open(os.path.join(folder, "resize.csv"), "w", newline="\n") as table:
        table.write("kind,seed,width,height,filter,resizedWidth,resizedHeight,sha256\n")
        for seed, (width, height, new_width, new_height) in enumerate(sizes):
            for kind in ("noise", "extremes"):
                source = Image.fromarray(getattr(pictures, kind)(width, height, seed))
                for name, pil_filter in FILTERS.items():
                    pixels = np.asarray(source.resize((new_width, new_height), pil_filter)).tobytes()
                    digest = hashlib.sha256(pixels).hexdigest()
                    table.write(f"{kind},{seed},{width},{height},{name},{new_width},{new_height},{digest}\n")

    for width, height, new_width, new_height in WHOLE:
        source = Image.fromarray(pictures.noise(width, height, 1))
        for name, pil_filter in FILTERS.items():
            path = os.path.join(folder, f"resize-{width}x{height}-{name}-{new_width}x{new_height}.rgb.gz")
            with gzip.GzipFile(path, "wb", mtime=0) as file:
                file.write(np.asarray(source.resize((new_width, new_height), pil_filter)).tobytes())


if __name__ == "__main__":
    main(sys.argv[1])
