# SPDX-License-Identifier: Apache-2.0
"""The face-recognition ResNet of face-api (dlib's): 29 convolutions, each with a scale and a shift per channel."""
import json
from typing import Callable, Dict

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import tensorflow_js

MODEL = "model/face_recognition_model"
STAGES = ((32, 3), (64, 3), (128, 2), (256, 2))  # channels, blocks without stride
SMALLEST_PLANE = 3  # of a block with a stride
MEAN = (122.782, 117.001, 104.298)


def _convolution(weights: Dict[str, np.ndarray], name: str, stride: int, padding: int) -> nn.Conv2d:
    """With scale and shift folded in."""
    filters = weights[f"{name}/conv/filters"].transpose(3, 2, 0, 1)
    scale, shift = weights[f"{name}/scale/weights"], weights[f"{name}/scale/biases"]
    layer = nn.Conv2d(filters.shape[1], filters.shape[0], filters.shape[2:], stride, padding)
    layer.weight.data = torch.from_numpy(np.ascontiguousarray(filters * scale[:, None, None, None]))
    layer.bias.data = torch.from_numpy(weights[f"{name}/conv/bias"] * scale + shift)
    return layer


class _Block(nn.Module):
    """Two convolutions beside the identity, or with a stride beside its mean and channels of zeros."""

    def __init__(self, weights, name: str, down: bool):
        super().__init__()
        self.down = down
        self.conv1 = _convolution(weights, f"{name}/conv1", 2 if down else 1, 0 if down else 1)
        self.conv2 = _convolution(weights, f"{name}/conv2", 1, 1)

    def forward(self, x):
        y = self.conv2(F.relu(self.conv1(x)))
        if self.down:
            x = F.avg_pool2d(x, 2, 2)
            if x.shape[2:] != y.shape[2:]:
                y = F.pad(y, (0, x.shape[3] - y.shape[3], 0, x.shape[2] - y.shape[2]))
            if x.shape[1] != y.shape[1]:
                x = torch.cat([x, torch.zeros_like(x)], 1)
        return F.relu(x + y)


class FaceResNet(nn.Module):
    """(N, 3, 150, 150), (value - MEAN) / 255, to 128 numbers per face. Smaller pictures end before the block that they leave
    too small a plane for."""

    def __init__(self, read: Callable[[str], bytes]):
        super().__init__()
        manifest = json.loads(read(f"{MODEL}-weights_manifest.json"))
        weights = tensorflow_js.weights(manifest, lambda path: read(f"model/{path}"))
        self.conv32_down = _convolution(weights, "conv32_down", 2, 0)
        self.blocks = []
        for channels, blocks in STAGES:
            names = [f"conv{channels}_down"] if channels != STAGES[0][0] else []
            names += [f"conv{channels}_{number}" for number in range(1, blocks + 1)]
            self._add_blocks(weights, names)
        self._add_blocks(weights, ["conv256_down_out"])
        self.fc = nn.Linear(*weights["fc"].shape, bias=False)
        self.fc.weight.data = torch.from_numpy(np.ascontiguousarray(weights["fc"].T))

    def _add_blocks(self, weights, names):
        for name in names:
            setattr(self, name, _Block(weights, name, "down" in name))
            self.blocks.append(name)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv32_down(x)), 3, 2)
        for name in self.blocks:
            if min(x.shape[2:]) < SMALLEST_PLANE:
                return x
            x = getattr(self, name)(x)
        return self.fc(x.mean((2, 3)))
