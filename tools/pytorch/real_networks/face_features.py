# SPDX-License-Identifier: Apache-2.0
"""The landmark and expression networks of face-api: dense blocks of convolutions, and a fully connected layer."""
import json
from typing import Callable

import torch.nn.functional as F
from torch import nn

from . import tensorflow_js
from .convolutions import Separable, convolution, fully_connected, same

LANDMARKS, EXPRESSION = "model/face_landmark_68_model", "model/face_expression_model"
TINY_LANDMARKS = "model/face_landmark_68_tiny_model"
MEAN = (122.782, 117.001, 104.298)


class _Block(nn.Module):
    """A convolution with a stride, then separable ones, each on the ReLU of the sum of all outputs before it."""

    def __init__(self, weights, name: str, is_first: bool, separable: int):
        super().__init__()
        self.separable = separable
        if is_first:
            self.conv0 = convolution(weights[f"{name}/conv0/filters"], weights[f"{name}/conv0/bias"], 2)
        else:
            self.conv0 = Separable(weights, f"{name}/conv0", 2)
        for number in range(1, separable + 1):
            setattr(self, f"conv{number}", Separable(weights, f"{name}/conv{number}"))

    def forward(self, x):
        x = same(self.conv0, x) if isinstance(self.conv0, nn.Conv2d) else self.conv0(x)
        total = x = F.relu(x)
        for number in range(1, self.separable + 1):
            total = total + getattr(self, f"conv{number}")(x)
            x = F.relu(total)
        return x


class FaceFeatures(nn.Module):
    """(N, 3, 112, 112), (value - MEAN) / 255, to 68 points (x, y), as parts of the picture's edges, or to the logits of
    neutral, happy, sad, angry, fearful, disgusted and surprised. Pictures of other sizes have the mean of a larger plane.
    The model has four blocks with three separable convolutions behind their first one: 31 convolutions; the tiny one has
    three blocks with two: 17.
    """

    def __init__(self, model: str, read: Callable[[str], bytes]):
        super().__init__()
        self.blocks, separable = (3, 2) if model == TINY_LANDMARKS else (4, 3)
        manifest = json.loads(read(f"{model}-weights_manifest.json"))
        weights = tensorflow_js.weights(manifest, lambda path: read(f"model/{path}"))
        for number in range(self.blocks):
            setattr(self, f"dense{number}", _Block(weights, f"dense{number}", number == 0, separable))
        self.fc = fully_connected(weights, "fc")

    def forward(self, x):
        for number in range(self.blocks):
            x = getattr(self, f"dense{number}")(x)
        return self.fc(x.mean((2, 3)))
