#!/usr/bin/env python3
"""What somebody would write to train torchvision's mobilenet_v2 on a folder in Flowers102's layout.

    peer.py --data DIR --epochs 2 --batch 16 --size 224 --width 1.0 --workers 2 --threads 2

Prints one JSON line an epoch: seconds for training, seconds for the validation after it, pictures of both, and the accuracy.
"""

import argparse
import json
import pathlib
import time

import scipy.io
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms
from torchvision.models import mobilenet_v2


class Flowers(Dataset):
    def __init__(self, folder, key, transform):
        labels = scipy.io.loadmat(folder / "imagelabels.mat")["labels"].ravel()
        self.ids = scipy.io.loadmat(folder / "setid.mat")[key].ravel().tolist()
        self.labels = [int(labels[i - 1]) - 1 for i in self.ids]
        self.folder, self.transform, self.classes = folder, transform, int(labels.max())

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, index):
        image = Image.open(self.folder / "jpg" / f"image_{self.ids[index]:05d}.jpg").convert("RGB")
        return self.transform(image), self.labels[index]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--width", type=float, required=True)
    for name in "epochs", "batch", "size", "workers", "threads":
        parser.add_argument(f"--{name}", type=int, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)

    normalize = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    train = Flowers(options.data, "trnid", transforms.Compose([
        transforms.RandomResizedCrop(options.size), transforms.RandomHorizontalFlip(), transforms.ToTensor(), normalize]))
    validation = Flowers(options.data, "valid", transforms.Compose([
        transforms.Resize(round(options.size * 256 / 224)), transforms.CenterCrop(options.size), transforms.ToTensor(), normalize]))
    train_batches = DataLoader(train, options.batch, shuffle=True, drop_last=True, num_workers=options.workers, persistent_workers=True)
    validation_batches = DataLoader(validation, 32, num_workers=options.workers, persistent_workers=True)

    model = mobilenet_v2(num_classes=train.classes, width_mult=options.width)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.0005, momentum=0.9, weight_decay=0.00004)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.98)
    loss_of = torch.nn.CrossEntropyLoss()
    for _ in range(options.epochs):
        start = time.perf_counter()
        model.train()
        for images, labels in train_batches:
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(model(images), labels)
            loss.backward()
            optimizer.step()
            loss.item()
        schedule.step()
        trained = time.perf_counter()

        model.eval()
        correct = 0
        with torch.no_grad():
            for images, labels in validation_batches:
                correct += (model(images).argmax(1) == labels).sum().item()
        print(json.dumps({
            "train_seconds": trained - start, "validation_seconds": time.perf_counter() - trained,
            "train_images": len(train_batches) * options.batch, "validation_images": len(validation), "accuracy": correct / len(validation),
        }), flush=True)


if __name__ == "__main__":
    main()
