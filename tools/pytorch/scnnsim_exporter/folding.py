# SPDX-License-Identifier: Apache-2.0
"""Batch normalisations and constants that follow a layer directly become part of its weights and bias, in float32."""
import dataclasses
from typing import List, Optional

import numpy as np

from . import operators
from .following import Placement, sole_consumer, step, to_numpy
from .recording import Operation, Value


@dataclasses.dataclass
class Affine:
    """A layer's weights, (K, ...), and bias, (K) or None, with everything folded that `folded` names."""

    weights: np.ndarray
    bias: Optional[np.ndarray]
    folded: List[str] = dataclasses.field(default_factory=list)

    def scale(self, factors: np.ndarray):
        self.weights = self.weights * factors.reshape((-1,) + (1,) * (self.weights.ndim - 1))
        if self.bias is not None:
            self.bias = self.bias * factors

    def shift(self, amounts: np.ndarray):
        self.bias = amounts if self.bias is None else self.bias + amounts


def _per_channel(operand, source: Value, place: Placement) -> Optional[np.ndarray]:
    """A constant operand as one float32 per channel, if it has no more than that."""
    if isinstance(operand, (int, float)) and not isinstance(operand, bool):
        return np.full(place.channels, operand, np.float32)
    if not isinstance(operand, Value) or not operand.constant:
        return None
    axis_from_end = len(source.shape) - place.axis
    shape = operand.shape
    if len(shape) > len(source.shape):
        return None
    if any(size != 1 for index, size in enumerate(shape) if len(shape) - index != axis_from_end):
        return None
    flat = to_numpy(operand.tensor).reshape(-1)
    if flat.size == 1:
        return np.full(place.channels, flat[0], np.float32)
    return flat if flat.size == place.channels else None


def _fold_batch_norm(operation: Operation, place: Placement, affine: Affine) -> bool:
    statistics = operators.batch_norm_statistics(operation)
    if statistics is None or place.axis != 1:
        return False
    scale, shift, mean, variance, epsilon = statistics
    mean, variance = to_numpy(mean.tensor), to_numpy(variance.tensor)
    factors = np.float32(1) / np.sqrt(variance + np.float32(epsilon))
    if scale is not None:
        factors = to_numpy(scale.tensor) / np.sqrt(variance + np.float32(epsilon))
    if affine.bias is None:
        affine.bias = np.zeros_like(mean)
    affine.bias = affine.bias - mean
    affine.scale(factors)
    if shift is not None:
        affine.shift(to_numpy(shift.tensor))
    affine.folded.append("batch norm")
    return True


def _fold_constant(operation: Operation, source: Value, place: Placement, affine: Affine) -> bool:
    if operation.name not in ("add", "sub", "mul", "div") or len(operation.arguments) < 2:
        return False
    left, right = operation.arguments[:2]
    if operation.name in ("sub", "div") and left is not source:
        return False
    constant = _per_channel(right if left is source else left, source, place)
    if constant is None or operation.outputs[0].shape != source.shape:
        return False
    alpha = np.float32(operation.arguments[2]) if operation.name in ("add", "sub") else np.float32(1)
    if left is not source and alpha != 1:  # constant + alpha x
        return False
    if operation.name == "mul":
        affine.scale(constant)
    elif operation.name == "div":
        if len(operation.arguments) > 2 and operation.arguments[2] is not None:  # rounds
            return False
        affine.scale(np.float32(1) / constant)
    else:
        affine.shift(constant * (alpha if operation.name == "add" else -alpha))
    affine.folded.append({"add": "addition", "sub": "subtraction", "mul": "multiplication", "div": "division"}[operation.name])
    return True


def fold(value: Value, place: Placement, affine: Affine):
    """Folds what directly follows the layer's output. Returns the output after it, and the place of its channels."""
    while True:
        operation = sole_consumer(value)
        if operation is None or not operation.outputs:
            return value, place
        if operation.name in operators.VIEWS:
            taken = step(operation, value, place)
            if taken is None:
                return value, place
            return fold(taken[1], taken[2], affine)
        if not (_fold_batch_norm(operation, place, affine) or _fold_constant(operation, value, place, affine)):
            return value, place
        value = operation.outputs[0]
