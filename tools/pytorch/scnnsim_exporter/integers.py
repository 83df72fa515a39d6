# SPDX-License-Identifier: Apache-2.0
"""A layer in integers, by the rule of traces/quantize.h: to 8 bits, with the largest power-of-two scale per tensor under which
the largest magnitude is at most 127, halves to even, non-zeros at least +-1."""
import dataclasses
import math
from typing import Tuple

import numpy as np
import torch
import torch.nn.functional as F

from .errors import ExportError
from .layers import Layer

HIGHEST = 127


def quantize(tensor: np.ndarray) -> Tuple[np.ndarray, int]:
    """int8 values and the exponent e: tensor = values x 2^-e, approximately."""
    largest = float(np.abs(tensor).max(initial=0))
    if largest == 0:
        return np.zeros(tensor.shape, np.int8), 0
    exponent = math.frexp(HIGHEST)[1] - math.frexp(largest)[1]
    if math.ldexp(largest, exponent) > HIGHEST:
        exponent -= 1
    magnitudes = np.maximum(np.rint(np.ldexp(np.abs(tensor.astype(np.float64)), exponent)), 1)
    return np.where(tensor == 0, 0, np.copysign(magnitudes, tensor)).astype(np.int8), exponent


def _exact_output(layer: Layer) -> np.ndarray:
    """The convolution of integers: float64 holds its sums exactly."""
    top, left, bottom, right = layer.geometry.pad
    planes = F.pad(torch.from_numpy(layer.activations.astype(np.float64))[None], (left, right, top, bottom))
    bias = None if layer.bias is None else torch.from_numpy(layer.bias.astype(np.float64))
    sums = F.conv2d(
        planes,
        torch.from_numpy(layer.weights.astype(np.float64)),
        bias,
        layer.geometry.stride,
        0,
        layer.geometry.dilation,
        layer.geometry.groups,
    )
    return sums[0].numpy()


def _output_shift(output: np.ndarray, after) -> int:
    """The smallest right shift that brings every output, after a ReLU if there is one, within 16 bits."""
    lowest, highest = (0 if after and after[0] in ("relu", "relu6") else int(output.min())), max(int(output.max()), 0)
    shift = 0
    while highest >> shift >= 1 << 15 or lowest >> shift < -(1 << 15):
        shift += 1
    return shift


def in_integers(layer: Layer) -> Layer:
    """int8 weights, activations and written tensor, int32 bias at the scale of the products, exact int32 output. Raises
    ExportError when sums do not fit 32 bits."""
    weights, weight_exponent = quantize(layer.weights)
    activations, activation_exponent = quantize(layer.activations)
    limits = np.iinfo(np.int32)
    bias = (
        None
        if layer.bias is None
        else np.rint(np.ldexp(layer.bias.astype(np.float64), weight_exponent + activation_exponent))
    )
    quantized = dataclasses.replace(
        layer, weights=weights, activations=activations, bias=bias, written=quantize(layer.written)[0]
    )
    output = _exact_output(quantized)
    for name, sums in (("bias", bias), ("output", output)):
        if sums is not None and np.abs(sums).max() > limits.max:
            raise ExportError(
                f"layer {layer.name}: {name}: does not fit int32 at the scale of the products; export it as float32"
            )
    return dataclasses.replace(
        quantized,
        bias=None if bias is None else bias.astype(np.int32),
        output=output.astype(np.int32),
        output_shift=_output_shift(output, layer.after),
    )
