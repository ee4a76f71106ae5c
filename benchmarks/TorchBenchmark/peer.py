#!/usr/bin/env python3
"""The PyTorch side of the benchmark: one process that times torchvision's mobilenet_v2 on request.

    peer.py --threads 2 --weights FILE

FILE gets the network's weights.

Prints one JSON line about itself, then answers each line of standard input with one JSON line:

    forward batch=32 size=224 iterations=10    evaluation mode, no_grad
    step batch=16 size=224 iterations=10       training mode: forward, cross entropy, backward, RMSprop with momentum 0.9
    load iterations=10                         torch.load of FILE into the module

An answer holds the command and "milliseconds", one number for each iteration. The first ones after a change of shape warm
caches up; leaving them out is the caller's business. A line that cannot be carried out is answered with "error".

glibc reads the malloc variables once, when a process starts: with and without them are two processes.
"""

import argparse
import functools
import json
import os
import sys
import time

import torch
import torchvision

CLASSES = 1000
MALLOC_VARIABLES = ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_")


def timed(action, iterations):
    milliseconds = []
    for _ in range(iterations):
        start = time.perf_counter_ns()
        action()
        milliseconds.append((time.perf_counter_ns() - start) / 1e6)
    return milliseconds


def forward(model, batch, size, iterations):
    model.eval()
    images = torch.randn(batch, 3, size, size)
    with torch.no_grad():
        return timed(lambda: model(images), iterations)


def step(model, batch, size, iterations):
    model.train()
    images = torch.randn(batch, 3, size, size)
    labels = torch.randint(CLASSES, (batch,))
    optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-4, momentum=0.9)
    loss_of = torch.nn.CrossEntropyLoss()

    def one_step():
        optimizer.zero_grad(set_to_none=True)  # the default from torch 2.0 on
        loss = loss_of(model(images), labels)
        loss.backward()
        optimizer.step()
        loss.item()  # a training loop logs it

    return timed(one_step, iterations)


def load(model, weights, iterations):
    return timed(lambda: model.load_state_dict(torch.load(weights)), iterations)


def answer(commands, line):
    try:
        name, *settings = line.split()
        arguments = {key: int(value) for key, value in (setting.split("=") for setting in settings)}
        return {"command": name, **arguments, "milliseconds": commands[name](**arguments)}
    except (KeyError, RuntimeError, TypeError, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}", "line": line}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--weights", required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    model = torchvision.models.MobileNetV2(num_classes=CLASSES)
    torch.save(model.state_dict(), arguments.weights)
    commands = {
        "forward": functools.partial(forward, model),
        "step": functools.partial(step, model),
        "load": functools.partial(load, model, arguments.weights),
    }

    def say(message):
        print(json.dumps(message), flush=True)

    say({
        "torch": torch.__version__, "torchvision": torchvision.__version__, "threads": torch.get_num_threads(),
        "malloc": {name: os.environ.get(name) for name in MALLOC_VARIABLES},
    })
    for line in map(str.strip, sys.stdin):
        if line:
            say(answer(commands, line))


if __name__ == "__main__":
    main()
