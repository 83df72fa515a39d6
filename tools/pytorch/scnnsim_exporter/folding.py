# SPDX-License-Identifier: Apache-2.0
"""Batch normalisations and constants that follow a layer directly become part of its weights and bias, in float32."""
import dataclasses
from typing import List, Optional, Tuple

import numpy as np

from . import operators
from .following import Placement, sole_consumer, step, to_numpy
from .recording import Operation, Value


@dataclasses.dataclass
class Affine:
    """output x scale + shift per channel, float64, and what it was made of."""

    scale: np.ndarray
    shift: np.ndarray
    folded: List[str] = dataclasses.field(default_factory=list)

    @classmethod
    def neutral(cls, channels: int) -> "Affine":
        return cls(np.ones(channels), np.zeros(channels))

    def then(self, scale, shift, name: str):
        self.scale, self.shift = self.scale * scale, self.shift * scale + shift
        self.folded.append(name)

    def apply(self, weights: np.ndarray, bias: Optional[np.ndarray]) -> Tuple[np.ndarray, Optional[np.ndarray]]:
        """Weights, (K, ...), and bias, (K) or None, float32, with the scale and shift in them."""
        if (self.scale != 1).any():
            weights = (weights.astype(np.float64) * self.scale.reshape((-1,) + (1,) * (weights.ndim - 1))).astype(
                np.float32
            )
        if bias is None and not self.shift.any():
            return weights, None
        bias = np.zeros(len(self.scale)) if bias is None else bias.astype(np.float64)
        return weights, (bias * self.scale + self.shift).astype(np.float32)


def _per_channel(operand, source: Value, place: Placement) -> Optional[np.ndarray]:
    """A constant operand as one float64 per channel, if it has no more than that."""
    if isinstance(operand, (int, float)) and not isinstance(operand, bool):
        return np.full(place.channels, float(operand))
    if not isinstance(operand, Value) or not operand.constant or len(operand.shape) > len(source.shape):
        return None
    axis_from_end = len(source.shape) - place.axis
    shape = operand.shape
    if any(size != 1 for index, size in enumerate(shape) if len(shape) - index != axis_from_end):
        return None
    flat = to_numpy(operand.tensor).reshape(-1).astype(np.float64)
    if flat.size == 1:
        return np.full(place.channels, flat[0])
    return flat if flat.size == place.channels else None


def _fold_batch_norm(operation: Operation, place: Placement, affine: Affine) -> bool:
    statistics = operators.batch_norm_statistics(operation)
    if statistics is None or place.axis != 1:
        return False
    *values, epsilon = statistics
    scale, shift, mean, variance = (
        None if value is None else to_numpy(value.tensor).astype(np.float64) for value in values
    )
    factors = (1 if scale is None else scale) / np.sqrt(variance + epsilon)
    affine.then(factors, (0 if shift is None else shift) - mean * factors, "batch norm")
    return True


def _fold_constant(operation: Operation, source: Value, place: Placement, affine: Affine) -> bool:
    """x + c, c + x, x - c, c - x, x c, c x, x / c."""
    name, arguments = operation.name, operation.arguments
    if name not in ("add", "sub", "rsub", "mul", "div") or operation.outputs[0].shape != source.shape:
        return False
    is_first = arguments[0] is source
    constant = _per_channel(arguments[1 if is_first else 0], source, place)
    if constant is None or (name == "div" and (not is_first or any(arguments[2:]))):  # arguments[2] rounds the quotient
        return False
    alpha = arguments[2] if name in ("add", "sub", "rsub") else 1  # first + alpha second; rsub: second - alpha first
    factors = {"add": (1, alpha), "sub": (1, -alpha), "rsub": (-alpha, 1)}.get(name)
    if factors:
        own, other = factors if is_first else factors[::-1]
        affine.then(own, other * constant, "addition" if name == "add" else "subtraction")
    else:
        affine.then(constant if name == "mul" else 1 / constant, 0, "multiplication" if name == "mul" else "division")
    return True


def fold(value: Value, place: Placement) -> Tuple[Value, Placement, Affine]:
    """Folds what directly follows the layer's output. Returns the output behind it, and the place of its channels."""
    affine = Affine.neutral(place.channels)
    output = value, place  # behind the last that was folded
    while True:
        operation = sole_consumer(value)
        if operation is None or not operation.outputs:
            break
        if operation.name in operators.VIEWS:
            taken = step(operation, value, place)
            if taken is None:
                break
            value, place = taken.value, taken.place
        elif _fold_batch_norm(operation, place, affine) or _fold_constant(operation, value, place, affine):
            value = operation.outputs[0]
            output = value, place
        else:
            break
    return output + (affine,)
