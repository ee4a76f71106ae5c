"""Writes recipe.json: what PyTorch 1.13 (and, for TensorFlow's RMSprop, its formula in 50-digit decimals) makes of small inputs.

    /usr/bin/python3 tests/reference/recipe/make_recipe_reference.py
"""
import json
from decimal import Decimal, getcontext
from pathlib import Path

import numpy as np
import torch
from scipy import stats
from torch import nn
from torch.optim import lr_scheduler
from torch.optim.swa_utils import AveragedModel

getcontext().prec = 50
STEPS = 10

# A weight [2, 2] and a bias [3]; the gradient of either is coefficient * value.
INITIAL = [1.0, -2.0, 0.5, 3.0, -0.25, 0.0, 1.5]
COEFFICIENTS = [1.0, 0.5, 3.0, 0.01, 2.0, 1.0, -0.5]
RATES = [0.045 * 0.98**step for step in range(STEPS)]


def parts(values, dtype):
    tensor = torch.tensor(values, dtype=torch.float64).to(dtype)
    return [tensor[:4].reshape(2, 2).clone(), tensor[4:].clone()]


def torch_trajectory(make, dtype):
    parameters = [nn.Parameter(part) for part in parts(INITIAL, dtype)]
    coefficients = parts(COEFFICIENTS, dtype)
    optimizer = make(parameters)
    rows = []
    for rate in RATES:
        optimizer.param_groups[0]["lr"] = rate
        for parameter, coefficient in zip(parameters, coefficients):
            parameter.grad = coefficient * parameter.detach()
        optimizer.step()
        rows.append([value for parameter in parameters for value in parameter.detach().flatten().tolist()])
    return rows


def tensorflow_trajectory(decay, momentum, epsilon, weight_decay):
    """ms <- ms + (g^2 - ms)(1 - decay); mom <- momentum mom + lr g / sqrt(ms + epsilon); var <- var - mom; ms starts at 1."""
    decay, momentum, epsilon, weight_decay = map(Decimal, (decay, momentum, epsilon, weight_decay))
    columns = []
    for value, coefficient in zip(map(Decimal, INITIAL), map(Decimal, COEFFICIENTS)):
        mean_square, buffer, column = Decimal(1), Decimal(0), []
        for rate in map(Decimal, RATES):
            gradient = coefficient * value + weight_decay * value
            mean_square += (gradient * gradient - mean_square) * (1 - decay)
            buffer = momentum * buffer + rate * gradient / (mean_square + epsilon).sqrt()
            value -= buffer
            column.append(float(value))
        columns.append(column)
    return [list(row) for row in zip(*columns)]


def optimizers():
    makers = [
        ({"optimizer": "RMSprop", "momentum": 0.9, "weightDecay": 4e-5}, lambda p: torch.optim.RMSprop(p, alpha=0.99, eps=1e-8, momentum=0.9, weight_decay=4e-5)),
        ({"optimizer": "RMSprop", "momentum": 0.0, "weightDecay": 0.0}, lambda p: torch.optim.RMSprop(p, alpha=0.99, eps=1e-8)),
        ({"optimizer": "RMSprop", "momentum": 0.5, "weightDecay": 0.01, "alpha": 0.9, "epsilon": 1e-3}, lambda p: torch.optim.RMSprop(p, alpha=0.9, eps=1e-3, momentum=0.5, weight_decay=0.01)),
        ({"optimizer": "Sgd", "momentum": 0.9, "weightDecay": 4e-5}, lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, weight_decay=4e-5)),
        ({"optimizer": "Sgd", "momentum": 0.9, "weightDecay": 4e-5, "nesterov": True}, lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, weight_decay=4e-5, nesterov=True)),
        ({"optimizer": "Sgd", "momentum": 0.0, "weightDecay": 0.01}, lambda p: torch.optim.SGD(p, lr=1, weight_decay=0.01)),
    ]
    cases = [
        {"options": options, "float64": torch_trajectory(make, torch.float64), "float32": torch_trajectory(make, torch.float32)}
        for options, make in makers
    ]
    for decay, momentum, epsilon, weight_decay in [(0.9, 0.9, 1.0, 4e-5), (0.9, 0.0, 1.0, 0.0), (0.99, 0.5, 1e-3, 0.01)]:
        options = {"optimizer": "RMSpropTensorFlow", "momentum": momentum, "weightDecay": weight_decay, "alpha": decay, "epsilon": epsilon}
        rows = tensorflow_trajectory(decay, momentum, epsilon, weight_decay)
        cases.append({"options": options, "float64": rows, "float32": rows})
    return {"initial": INITIAL, "coefficients": COEFFICIENTS, "rates": RATES, "cases": cases}


def rates(steps_per_epoch, epochs, schedulers):
    """schedulers: a function of the optimiser that returns (stepped every step, stepped every epoch)."""
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.045)
    every_step, every_epoch = schedulers(optimizer)
    found = []
    for step in range(epochs * steps_per_epoch):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if every_step:
            every_step.step()
        if every_epoch and (step + 1) % steps_per_epoch == 0:
            every_epoch.step()
    return found


def linear(optimizer, steps):
    return lr_scheduler.LinearLR(optimizer, start_factor=1 / steps, total_iters=steps - 1)


def schedules():
    per_epoch, epochs, warmup, floor = 5, 6, 7, 0.001
    total = per_epoch * epochs

    def cosine_after_warmup(optimizer):
        parts = [linear(optimizer, warmup), lr_scheduler.CosineAnnealingLR(optimizer, total - warmup, eta_min=floor)]
        return lr_scheduler.SequentialLR(optimizer, parts, milestones=[warmup]), None

    cases = [
        ({"schedule": "Exponential"}, lambda o: (None, lr_scheduler.ExponentialLR(o, 0.98))),
        ({"schedule": "Exponential", "warmupSteps": warmup}, lambda o: (linear(o, warmup), lr_scheduler.ExponentialLR(o, 0.98))),
        ({"schedule": "Cosine"}, lambda o: (lr_scheduler.CosineAnnealingLR(o, total), None)),
        ({"schedule": "Cosine", "warmupSteps": warmup, "minLearningRate": floor}, cosine_after_warmup),
        ({"schedule": "Constant"}, lambda o: (None, None)),
        ({"schedule": "Constant", "warmupSteps": warmup}, lambda o: (linear(o, warmup), None)),
    ]
    return {"stepsPerEpoch": per_epoch, "epochs": epochs,
            "cases": [{"options": options, "rates": rates(per_epoch, epochs, make)} for options, make in cases]}


def losses():
    generator = np.random.default_rng(5)
    logits, images = generator.normal(size=(4, 5)) * 2, generator.normal(size=(4, 2, 3))
    labels, partners, share = np.array([1, 0, 4, 1]), np.array([2, 0, 3, 1]), 0.3

    def smoothed(epsilon):
        tensor = torch.tensor(logits, requires_grad=True)
        loss = nn.functional.cross_entropy(tensor, torch.tensor(labels), label_smoothing=epsilon)
        loss.backward()
        return {"labelSmoothing": epsilon, "loss": loss.item(), "gradient": tensor.grad.flatten().tolist()}

    # Mixup's loss as the cross entropy with mixed target distributions, which is the same by linearity.
    targets = share * np.eye(5)[labels] + (1 - share) * np.eye(5)[labels[partners]]
    mixed = {epsilon: float(nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(targets), label_smoothing=epsilon)) for epsilon in (0.0, 0.1)}
    return {
        "logits": logits.flatten().tolist(), "labels": labels.tolist(), "smoothed": [smoothed(0.0), smoothed(0.1)],
        "mixup": {"lambda": share, "partners": partners.tolist(), "images": images.flatten().tolist(),
                  "mixed": (share * images + (1 - share) * images[partners]).flatten().tolist(),
                  "loss": mixed[0.0], "smoothedLoss": mixed[0.1]},
        "beta": [{"alpha": alpha, "quantiles": stats.beta(alpha, alpha).ppf([0.1, 0.3, 0.5, 0.8, 0.95]).tolist()} for alpha in (0.2, 1.0, 3.0)],
    }


def clipping():
    cases = []
    for limit in (1.0, 100.0):
        parameters = [nn.Parameter(part) for part in parts(INITIAL, torch.float64)]
        for parameter, coefficient in zip(parameters, parts(COEFFICIENTS, torch.float64)):
            parameter.grad = coefficient * parameter.detach()
        norm = nn.utils.clip_grad_norm_(parameters, limit).item()
        cases.append({"maxNorm": limit, "norm": norm, "gradients": [v for p in parameters for v in p.grad.flatten().tolist()]})
    return cases


def moving_averages():
    """torch's AveragedModel over a batch norm, buffers included; its first update copies, which is where ours starts."""
    generator = np.random.default_rng(7)
    states = generator.normal(size=(6, 4, 2))  # step, (weight, bias, running_mean, running_var), channel

    def averages(rule):
        network = nn.BatchNorm2d(2).double()
        averaged = AveragedModel(network, avg_fn=lambda a, w, n: rule(n.item() - 1) * a + (1 - rule(n.item() - 1)) * w if a.is_floating_point() else w, use_buffers=True)
        rows = []
        for state in states:
            for target, values in zip((network.weight.data, network.bias.data, network.running_mean, network.running_var), state):
                target.copy_(torch.tensor(values))
            averaged.update_parameters(network)
            inner = averaged.module
            rows.append([v for t in (inner.weight, inner.bias, inner.running_mean, inner.running_var) for v in t.tolist()])
        return rows

    return {
        "states": [state.flatten().tolist() for state in states],
        "cases": [
            {"decay": 0.1, "averages": averages(lambda n: 0.1)},  # below the ramp: timm's ModelEmaV2
            {"decay": 0.9999, "averages": averages(lambda n: min(0.9999, (1 + n) / (10 + n)))},  # TensorFlow's num_updates
        ],
    }


if __name__ == "__main__":
    reference = {"optimizers": optimizers(), "schedules": schedules(), "losses": losses(), "clipping": clipping(), "movingAverages": moving_averages()}
    text = json.dumps(reference, indent=None, separators=(",", ":"))
    Path(__file__).with_name("recipe.json").write_text(text.replace('],[', '],\n[').replace('},{', '},\n{') + "\n")
