#!/usr/bin/env python3
"""Training steps of torchvision's mobilenet_v2 on request.

    peer.py --width 1.0 --size 224 --batch 16 --threads 2 [--channels-last]

Prints one JSON line about itself, then answers each line of standard input, the number of steps to do, with one JSON line: for each step
the milliseconds in total, of the forward pass, of the backward pass and of the optimiser. glibc reads the malloc variables once, when a
process starts: with and without them are two processes.
"""

import argparse
import json
import sys
import time

import torch
import torchvision

CLASSES = 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--width", type=float, required=True)
    for name in "size", "batch", "threads":
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--channels-last", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    layout = torch.channels_last if options.channels_last else torch.contiguous_format
    model = torchvision.models.mobilenet_v2(num_classes=CLASSES, width_mult=options.width).to(memory_format=layout)
    model.train()
    images = torch.randn(options.batch, 3, options.size, options.size).contiguous(memory_format=layout)
    labels = torch.randint(CLASSES, (options.batch,))
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.0001, momentum=0.9, weight_decay=0.00004)
    loss_of = torch.nn.CrossEntropyLoss()

    def step():
        times = [time.perf_counter()]

        def lap():
            times.append(time.perf_counter())

        optimizer.zero_grad(set_to_none=True)  # the default from torch 2.0 on
        lap()
        logits = model(images)
        lap()
        loss = loss_of(logits, labels)
        lap()
        loss.backward()
        lap()
        optimizer.step()
        lap()
        loss.item()  # a training loop logs it
        del logits, loss
        lap()
        milliseconds = [(after - before) * 1e3 for before, after in zip(times, times[1:])]
        return {"total": sum(milliseconds), "forward": milliseconds[1], "backward": milliseconds[3], "optimizer": milliseconds[4]}

    def say(message):
        print(json.dumps(message), flush=True)

    say({"program": f"Python, libtorch {torch.__version__}, torchvision {torchvision.__version__}, {torch.get_num_threads()} threads"})
    for line in sys.stdin:
        say([step() for _ in range(int(line))])


if __name__ == "__main__":
    main()
