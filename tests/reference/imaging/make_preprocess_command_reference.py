"""A photograph-like JPEG, and the SHA-256 of what torchvision's evaluation preprocessing makes of it with PIL.

usage: make_preprocess_command_reference.py ../../MobileNetV2.Cli.Tests/Reference
"""

import hashlib
import os
import sys

from PIL import Image

import make_preprocessing_reference
import pictures


def main(folder):
    path = os.path.join(folder, "scene.jpg")
    Image.fromarray(pictures.scene(300, 211)).save(path, quality=80)
    with open(os.path.join(folder, "preprocess.csv"), "w", newline="\n") as table:
        table.write("resize,size,sha256\n")
        for resize, size in ((256, 224), (40, 32), (96, 96)):
            tensor = make_preprocessing_reference.evaluation(resize, size)(Image.open(path).convert("RGB"))
            digest = hashlib.sha256(tensor.numpy().astype("<f4").tobytes()).hexdigest()
            table.write(f"{resize},{size},{digest}\n")


if __name__ == "__main__":
    main(sys.argv[1])
