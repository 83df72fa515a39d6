#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the network of traces/digits-* on the UCI handwritten digits, without pruning, and exports traces/digits-dense.

    tools/pytorch/dense_digits.py DIGITS.csv.gz OUT

DIGITS.csv.gz is the file of that name in Debian's python3-sklearn: 1,797 images of 8 x 8 pixels (0 ... 16), each with its digit.
397 images, drawn at random, are held out; one of them is the input of the trace. One thread and a seed: the same bytes on one machine."""
import gzip
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from scnnsim_exporter.export import export

HELD_OUT, EPOCHS, BATCH, SEED = 397, 12, 50, 1
NETWORK = ((1, 32, 5), (32, 64, 3), (64, 128, 3), (128, 128, 3))  # input and output channels, filter


class DigitsNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        for number, (inputs, outputs, size) in enumerate(NETWORK, 1):
            setattr(self, f"conv{number}", nn.Conv2d(inputs, outputs, size, padding=size // 2))
        self.classifier = nn.Linear(NETWORK[-1][1] * 2 * 2, 10)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        for number in range(1, len(NETWORK) + 1):
            images = functional.max_pool2d(functional.relu(getattr(self, f"conv{number}")(images)), 2)
        return self.classifier(images.flatten(1))


def read_digits(path: str):
    """Images (N, 1, 32, 32) of 0 ... 1, enlarged bilinearly, and their digits."""
    table = np.loadtxt(gzip.open(path), delimiter=",", dtype=np.float32)
    images = torch.from_numpy(table[:, :-1].reshape(-1, 1, 8, 8) / 16)
    images = functional.interpolate(images, size=(32, 32), mode="bilinear", align_corners=False)
    return images, torch.from_numpy(table[:, -1].astype(np.int64))


def train(network: nn.Module, images: torch.Tensor, digits: torch.Tensor) -> None:
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    for epoch in range(EPOCHS):
        for chosen in torch.randperm(len(images)).split(BATCH):
            optimizer.zero_grad()
            functional.cross_entropy(network(images[chosen]), digits[chosen]).backward()
            optimizer.step()
        print(f"epoch {epoch + 1} of {EPOCHS}", file=sys.stderr)


def main() -> None:
    digits_file, out = sys.argv[1:]
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    images, digits = read_digits(digits_file)
    order = torch.randperm(len(images))
    images, digits = images[order], digits[order]
    network = DigitsNet()
    train(network, images[:-HELD_OUT], digits[:-HELD_OUT])
    network.eval()
    with torch.no_grad():
        right = (network(images[-HELD_OUT:]).argmax(1) == digits[-HELD_OUT:]).float().mean().item()
    print(f"accuracy on {HELD_OUT} held-out images: {right:.4f}")
    convolutions = [f"conv{number}" for number in range(1, len(NETWORK) + 1)]
    origin = {
        "program": "tools/pytorch/dense_digits.py",
        "training": f"UCI handwritten digits, 8 x 8 pixels enlarged to 32 x 32, {EPOCHS} epochs, not pruned",
        "accuracy": f"{right:.4f} of {HELD_OUT} held-out images, the last of which is the input",
    }
    export(
        network,
        images[-1:],
        out,
        name="digits-cnn",
        layers=convolutions,
        granularity="none",
        integers=True,
        provenance=origin,
    )


if __name__ == "__main__":
    main()
