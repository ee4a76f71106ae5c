#!/usr/bin/env python3
"""The Python side of the benchmark: torchvision's transforms for training on PIL pictures.

    peer.py FOLDER [--jitter COLOURS HUE]

For each line of standard input it prepares all JPEGs of FOLDER once and prints one JSON line: milliseconds a picture, elapsed
and of the processor.
"""

import argparse
import json
import pathlib
import sys
import time

import torch
from PIL import Image
from torchvision import transforms


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--jitter", nargs=2, type=float)
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # as in a worker of torch's DataLoader
    torch.manual_seed(0)
    jitter = [transforms.ColorJitter(*[arguments.jitter[0]] * 3, arguments.jitter[1])] if arguments.jitter else []
    prepare = transforms.Compose([
        transforms.RandomResizedCrop(224),
        transforms.RandomHorizontalFlip(),
        *jitter,
        transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ])
    files = sorted(arguments.folder.glob("*.jpg"))
    for _ in sys.stdin:
        start, processor_start = time.perf_counter_ns(), time.process_time_ns()
        for file in files:
            with Image.open(file) as image:
                prepare(image.convert("RGB"))
        print(json.dumps({
            "elapsed": (time.perf_counter_ns() - start) / 1e6 / len(files),
            "processor": (time.process_time_ns() - processor_start) / 1e6 / len(files),
        }), flush=True)


if __name__ == "__main__":
    main()
