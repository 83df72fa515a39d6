# SPDX-License-Identifier: Apache-2.0
"""The face detector of face-api: MobileNet v1 and the convolutions of SSD behind it, 48 in all."""
import json
from typing import Callable, Dict

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_weights

from . import tensorflow_js
from .convolutions import convolution, depthwise, depthwise_kernel, same

MODEL = "model/ssd_mobilenetv1_model"
STRIDES = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)  # of the depthwise convolutions
FIRST_SCALE = 11  # the pair whose output the first predictor reads
EXTRA = 8  # convolutions behind MobileNet; every second one has a stride and a predictor
EPSILON = 0.0010000000474974513
MEAN, SCALE = (127.5, 127.5, 127.5), 127.5


def _depthwise(weights: Dict[str, np.ndarray], name: str, stride: int) -> nn.Conv2d:
    """With its batch normalisation folded in."""
    filters = depthwise_kernel(weights[f"{name}/depthwise_weights"])
    mean, variance, scale, shift = (
        torch.from_numpy(weights[f"{name}/BatchNorm/{part}"]) for part in ("moving_mean", "moving_variance", "gamma", "beta")
    )
    kernel, bias = fuse_conv_bn_weights(filters, None, mean, variance, EPSILON, scale, shift)
    return depthwise(kernel.data, bias.data, stride)


class FaceDetector(nn.Module):
    """(N, 3, 512, 512), (value - MEAN) / SCALE, to the encodings of B boxes, (N, 4 B), and their scores, (N, 3 B)."""

    def __init__(self, read: Callable[[str], bytes]):
        super().__init__()
        manifest = json.loads(read(f"{MODEL}-weights_manifest.json"))
        weights = tensorflow_js.weights(manifest, lambda path: read(f"model/{path}"))

        def pointwise(name: str, stride: int = 1) -> nn.Conv2d:
            return convolution(weights[f"{name}/weights"], weights[f"{name}/convolution_bn_offset"], stride)

        self.conv0 = pointwise("MobilenetV1/Conv2d_0_pointwise", 2)
        for number, stride in enumerate(STRIDES, 1):
            setattr(self, f"depthwise{number}", _depthwise(weights, f"MobilenetV1/Conv2d_{number}_depthwise", stride))
            setattr(self, f"pointwise{number}", pointwise(f"MobilenetV1/Conv2d_{number}_pointwise"))
        for number in range(EXTRA):
            setattr(self, f"extra{number}", pointwise(f"Prediction/Conv2d_{number}_pointwise", 1 + number % 2))
        for number in range(2 + EXTRA // 2):
            for kind in ("BoxEncoding", "Class"):
                name = f"Prediction/BoxPredictor_{number}/{kind}Predictor"
                layer = convolution(weights[f"{name}/weights"], weights[f"{name}/biases"])
                setattr(self, f"{'box' if kind == 'BoxEncoding' else 'class'}{number}", layer)

    @staticmethod
    def _apply(layer: nn.Conv2d, x: torch.Tensor) -> torch.Tensor:
        return F.relu6(same(layer, x))

    def forward(self, x):
        scales = []
        x = self._apply(self.conv0, x)
        for number in range(1, len(STRIDES) + 1):
            x = self._apply(getattr(self, f"depthwise{number}"), x)
            x = self._apply(getattr(self, f"pointwise{number}"), x)
            if number == FIRST_SCALE:
                scales.append(x)
        scales.append(x)
        for number in range(EXTRA):
            x = self._apply(getattr(self, f"extra{number}"), x)
            if number % 2 == 1:
                scales.append(x)
        return self._predict("box", scales), self._predict("class", scales)

    def _predict(self, kind: str, scales) -> torch.Tensor:
        predictions = [getattr(self, f"{kind}{number}")(scale) for number, scale in enumerate(scales)]
        return torch.cat([one.permute(0, 2, 3, 1).flatten(1) for one in predictions], 1)
