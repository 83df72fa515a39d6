# SPDX-License-Identifier: Apache-2.0
"""The age and gender network of face-api: a small Xception of 30 convolutions, and two fully connected layers."""
import json
from typing import Callable

import torch.nn.functional as F
from torch import nn

from . import tensorflow_js
from .convolutions import Separable, convolution, fully_connected, same

MODEL = "model/age_gender_model"
MIDDLE_BLOCKS = 2
MEAN = (122.782, 117.001, 104.298)


def _halve(x):
    """The maximum of 3 x 3 with stride 2 and padding "same", which counts no padding."""
    return F.max_pool2d(x, 3, 2, [size % 2 for size in x.shape[2:]], ceil_mode=True)


class _Reduction(nn.Module):
    """Two separable convolutions on ReLUs and a maximum beside a pointwise convolution, which has no ReLU before it."""

    def __init__(self, weights, name: str):
        super().__init__()
        self.separable_conv0 = Separable(weights, f"{name}/separable_conv0")
        self.separable_conv1 = Separable(weights, f"{name}/separable_conv1")
        name += "/expansion_conv"
        self.expansion_conv = convolution(weights[f"{name}/filters"], weights[f"{name}/bias"], 2)

    def forward(self, x):
        y = self.separable_conv0(F.relu(x))
        y = _halve(self.separable_conv1(F.relu(y)))
        return y + same(self.expansion_conv, x)


class _Middle(nn.Module):
    """Three separable convolutions beside the identity; each reads the ReLU of what comes before it."""

    def __init__(self, weights, name: str):
        super().__init__()
        for number in range(3):
            setattr(self, f"separable_conv{number}", Separable(weights, f"{name}/separable_conv{number}"))

    def forward(self, x):
        y = self.separable_conv0(F.relu(x))
        y = self.separable_conv1(F.relu(y))
        return self.separable_conv2(F.relu(y)) + x


class AgeGender(nn.Module):
    """(N, 3, 112, 112), (value - MEAN) / 255, to the age in years, (N, 1), and the logits of male and female, (N, 2).
    Pictures of other sizes have the mean of a larger plane."""

    def __init__(self, read: Callable[[str], bytes]):
        super().__init__()
        manifest = json.loads(read(f"{MODEL}-weights_manifest.json"))
        weights = tensorflow_js.weights(manifest, lambda path: read(f"model/{path}"))
        self.conv_in = convolution(weights["entry_flow/conv_in/filters"], weights["entry_flow/conv_in/bias"], 2)
        self.entry0 = _Reduction(weights, "entry_flow/reduction_block_0")
        self.entry1 = _Reduction(weights, "entry_flow/reduction_block_1")
        for number in range(MIDDLE_BLOCKS):
            setattr(self, f"middle{number}", _Middle(weights, f"middle_flow/main_block_{number}"))
        self.exit0 = _Reduction(weights, "exit_flow/reduction_block")
        self.exit1 = Separable(weights, "exit_flow/separable_conv")
        self.age, self.gender = fully_connected(weights, "fc/age"), fully_connected(weights, "fc/gender")

    def forward(self, x):
        x = self.entry1(self.entry0(F.relu(same(self.conv_in, x))))
        for number in range(MIDDLE_BLOCKS):
            x = getattr(self, f"middle{number}")(x)
        x = F.relu(self.exit1(self.exit0(x))).mean((2, 3))
        return self.age(x), self.gender(x)
