# SPDX-License-Identifier: Apache-2.0
"""PyTorch's layers from arrays in TensorFlow's order, (rows, columns, channels, filters)."""
from typing import Dict, Optional

import numpy as np
import torch
from torch import nn

from .keras_network import pad_same


def convolution(filters: np.ndarray, bias: Optional[np.ndarray], stride: int = 1) -> nn.Conv2d:
    """Without padding, which same() adds."""
    kernel = torch.from_numpy(np.ascontiguousarray(filters.transpose(3, 2, 0, 1)))
    return _layer(kernel, None if bias is None else torch.from_numpy(bias), stride, 1)


def depthwise_kernel(filters: np.ndarray) -> torch.Tensor:
    """(channels, 1, rows, columns) from (rows, columns, channels, 1)."""
    return torch.from_numpy(np.ascontiguousarray(filters.transpose(2, 3, 0, 1)))


def depthwise(kernel: torch.Tensor, bias: Optional[torch.Tensor], stride: int = 1) -> nn.Conv2d:
    """Without padding, which same() adds."""
    return _layer(kernel, bias, stride, kernel.shape[0])


def _layer(kernel: torch.Tensor, bias: Optional[torch.Tensor], stride: int, groups: int) -> nn.Conv2d:
    filters, channels = kernel.shape[:2]
    layer = nn.Conv2d(channels * groups, filters, tuple(kernel.shape[2:]), stride, groups=groups, bias=bias is not None)
    layer.weight.data = kernel
    if bias is not None:
        layer.bias.data = bias
    return layer


def same(layer: nn.Conv2d, x: torch.Tensor) -> torch.Tensor:
    """The layer's output with TensorFlow's padding "same"."""
    return layer(pad_same(x, layer.kernel_size, layer.stride))


class Separable(nn.Module):
    """A depthwise convolution with padding "same", and a pointwise one on its sums: no bias and no ReLU in between."""

    def __init__(self, weights: Dict[str, np.ndarray], name: str, stride: int = 1):
        super().__init__()
        self.depthwise = depthwise(depthwise_kernel(weights[f"{name}/depthwise_filter"]), None, stride)
        self.pointwise = convolution(weights[f"{name}/pointwise_filter"], weights[f"{name}/bias"])

    def forward(self, x):
        return self.pointwise(same(self.depthwise, x))


def fully_connected(weights: Dict[str, np.ndarray], name: str) -> nn.Linear:
    matrix = weights[f"{name}/weights"]
    layer = nn.Linear(*matrix.shape)
    layer.weight.data = torch.from_numpy(np.ascontiguousarray(matrix.T))
    layer.bias.data = torch.from_numpy(weights[f"{name}/bias"])
    return layer
