# SPDX-License-Identifier: Apache-2.0
"""Keras' functional networks of convolutions, run in PyTorch; batch normalisation that follows a convolution is folded."""
from typing import Any, Dict, List

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_weights


def _same_padding(size: int, kernel: int, stride: int):
    """(before, after) of Keras' padding "same"."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def pad_same(x, kernel, stride):
    """(N, channels, rows, columns) with zeros around the planes: padding "same" of Keras and TensorFlow."""
    (top, bottom), (left, right) = (_same_padding(*numbers) for numbers in zip(x.shape[2:], kernel, stride))
    return F.pad(x, (left, right, top, bottom)) if top + bottom + left + right else x


def _activation(name: str, x):
    return {"linear": lambda: x, "relu": lambda: F.relu(x), "softmax": lambda: torch.softmax(x, 1)}[name]()


def _pool(kind: str, config: Dict[str, Any], x):
    kernel, stride = config["pool_size"], config["strides"]
    if config["padding"] == "same":
        pads = [_same_padding(*numbers) for numbers in zip(x.shape[2:], kernel, stride)]
        if any(before != after for before, after in pads):
            raise ValueError("pooling with asymmetric padding")
        padding = [before for before, _ in pads]
    else:
        padding = 0
    if kind == "MaxPooling2D":
        return F.max_pool2d(x, kernel, stride, padding)
    return F.avg_pool2d(x, kernel, stride, padding, count_include_pad=False)


class KerasNetwork(nn.Module):
    """`layers` and `weights` as tensorflow_js.module_network() returns them. Takes (N, channels, rows, columns). Raises
    ValueError for layers that it does not know."""

    def __init__(self, layers: List[Dict[str, Any]], weights: Dict[str, np.ndarray]):
        super().__init__()
        self._layers = layers
        self._folded = set()  # batch normalisations
        self._users: Dict[str, List[Dict[str, Any]]] = {}
        for layer in layers:
            for source in self._sources(layer):
                self._users.setdefault(source, []).append(layer)
        for layer in layers:
            if layer["class_name"] in ("Conv2D", "DepthwiseConv2D"):
                self.add_module(layer["name"], self._convolution(layer, weights))
            elif layer["class_name"] == "Dense":
                self.add_module(layer["name"], self._dense(layer, weights))

    @staticmethod
    def _sources(layer) -> List[str]:
        return [node[0] for node in layer["inbound_nodes"][0]] if layer["inbound_nodes"] else []

    def _convolution(self, layer, weights) -> nn.Conv2d:
        name, config, depthwise = layer["name"], layer["config"], layer["class_name"] == "DepthwiseConv2D"
        kernel = weights[f"{name}/{'depthwise_kernel' if depthwise else 'kernel'}"]
        kernel = torch.from_numpy(np.ascontiguousarray(kernel.transpose((2, 3, 0, 1) if depthwise else (3, 2, 0, 1))))
        bias = torch.from_numpy(weights[f"{name}/bias"]) if config["use_bias"] else None
        users = self._users.get(name, [])
        if len(users) == 1 and users[0]["class_name"] == "BatchNormalization":
            kernel, bias = self._folded_batch_norm(users[0], weights, kernel, bias)
        groups = kernel.shape[0] if depthwise else 1
        module = nn.Conv2d(
            kernel.shape[1] * groups,
            kernel.shape[0],
            tuple(kernel.shape[2:]),
            tuple(config["strides"]),
            groups=groups,
            bias=bias is not None,
        )
        module.weight.data = kernel
        if bias is not None:
            module.bias.data = bias
        return module

    def _folded_batch_norm(self, layer, weights, kernel, bias):
        name = layer["name"]
        mean, variance, scale, shift = (
            torch.from_numpy(weights[f"{name}/{part}"]) if f"{name}/{part}" in weights else None
            for part in ("moving_mean", "moving_variance", "gamma", "beta")
        )
        self._folded.add(name)
        kernel, bias = fuse_conv_bn_weights(kernel, bias, mean, variance, layer["config"]["epsilon"], scale, shift)
        return kernel.data, bias.data

    @staticmethod
    def _dense(layer, weights) -> nn.Linear:
        kernel = weights[f"{layer['name']}/kernel"]
        module = nn.Linear(*kernel.shape)
        module.weight.data = torch.from_numpy(np.ascontiguousarray(kernel.T))
        module.bias.data = torch.from_numpy(weights[f"{layer['name']}/bias"])
        return module

    def forward(self, x):
        values = {}
        for layer in self._layers:
            sources = [values[source] for source in self._sources(layer)]
            values[layer["name"]] = self._value(layer, sources) if sources else x
        return values[self._layers[-1]["name"]]

    def _value(self, layer, sources):
        kind, name, config, x = layer["class_name"], layer["name"], layer["config"], sources[0]
        if kind in ("Conv2D", "DepthwiseConv2D"):
            module = getattr(self, name)
            if config["padding"] == "same":
                x = pad_same(x, module.kernel_size, module.stride)
            return _activation(config["activation"], module(x))
        if kind == "Dense":
            return _activation(config["activation"], getattr(self, name)(x))
        if kind in ("MaxPooling2D", "AveragePooling2D"):
            return _pool(kind, config, x)
        if kind == "BatchNormalization" and name not in self._folded:
            raise ValueError(f"{name}: batch normalisation without a convolution before it")
        simple = {
            "BatchNormalization": lambda: x,
            "Dropout": lambda: x,
            "Activation": lambda: _activation(config["activation"], x),
            "ReLU": lambda: x.clamp(0, config["max_value"] or None),
            "Concatenate": lambda: torch.cat(sources, 1),
            "Add": lambda: sum(sources[1:], x),
            "ZeroPadding2D": lambda: F.pad(x, config["padding"][1] + config["padding"][0]),
            "Flatten": lambda: x.permute(0, 2, 3, 1).flatten(1),
            "UpSampling2D": lambda: F.interpolate(x, scale_factor=tuple(config["size"]), mode=config["interpolation"]),
            "GlobalAveragePooling2D": lambda: x.mean((2, 3)),
        }
        if kind not in simple:
            raise ValueError(f"{name}: unknown layer {kind}")
        return simple[kind]()
