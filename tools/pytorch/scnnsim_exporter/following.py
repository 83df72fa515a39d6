# SPDX-License-Identifier: Apache-2.0
"""From a layer's output to the tensor that is written to memory: the data flow is followed as long as a tensor has one
consumer and that consumer is an operator of operators.py. It ends where several operators read the tensor, where it enters
the next layer, and before an operator that has no place between two layers."""
import dataclasses
import math
from typing import List, Optional, Tuple

import numpy as np

from . import operators
from .recording import Operation, Value


PAD = "pad"


@dataclasses.dataclass(frozen=True)
class Placement:
    """Where a layer's K channels lie in a tensor: from `first` on along `axis`. Axes before are images, of which the first
    counts; axes behind are rows and columns. With `rows` (fully-connected layers over rows) the axes before are the rows."""

    axis: int
    channels: int
    first: int = 0
    rows: bool = False
    one_dimensional: bool = False


def to_numpy(tensor) -> np.ndarray:
    """float32, in C order."""
    return np.ascontiguousarray(tensor.detach().cpu().float().numpy(), np.float32)


def extract(value: Value, place: Placement) -> Optional[np.ndarray]:
    """The layer's part of a tensor as (K, rows, columns)."""
    array = to_numpy(value.tensor)
    if place.rows:
        planes = array.reshape(-1, array.shape[-1]).T
    else:
        planes = array.reshape((-1,) + array.shape[place.axis:])[0]
    planes = planes[place.first:place.first + place.channels]
    spatial = planes.shape[1:]
    if place.one_dimensional or len(spatial) < 2:
        spatial = (math.prod(spatial), 1)
    if len(spatial) != 2:
        return None
    return np.ascontiguousarray(planes.reshape((place.channels,) + spatial))


def sole_consumer(value: Value) -> Optional[Operation]:
    if len(value.consumers) != 1 or value.is_output:
        return None
    return value.consumers[0]


def _through_view(source: Tuple[int, ...], target: Tuple[int, ...], place: Placement) -> Optional[Placement]:
    """The channels' place after a change of shape that leaves channels, rows and columns as they are."""
    if place.rows:
        kept = bool(target) and target[-1] == source[-1]
        return dataclasses.replace(place, axis=len(target) - 1) if kept else None
    plane = [size for size in source[place.axis + 1:] if size != 1]
    for axis, size in enumerate(target):
        same = size == source[place.axis] and math.prod(target[:axis]) == math.prod(source[:place.axis])
        if same and [n for n in target[axis + 1:] if n != 1] == plane:
            return dataclasses.replace(place, axis=axis)
    return None


def _through_reduction(operation: Operation, source: Value, place: Placement) -> Optional[Placement]:
    """A mean or maximum over rows and columns (not over channels or images)."""
    dims = operation.arguments[1]
    dims = dims if isinstance(dims, list) else [dims]
    if not dims or any(not isinstance(dim, int) for dim in dims):
        return None
    dims = [dim % len(source.shape) for dim in dims]
    if place.rows:
        reduced = all(dim < place.axis for dim in dims)
        return dataclasses.replace(place, axis=len(operation.outputs[0].shape) - 1) if reduced else None
    return place if all(dim > place.axis for dim in dims) else None


def _through_concat(operation: Operation, source: Value, place: Placement) -> Optional[Placement]:
    parts, axis = operation.arguments[0], operation.arguments[1]
    if axis % len(source.shape) != place.axis or parts.count(source) != 1:
        return None
    before = sum(part.shape[place.axis] for part in parts[:parts.index(source)])
    return dataclasses.replace(place, first=before + place.first)


def _changes_nothing(operation: Operation) -> bool:
    """x + 0, x - 0, x * 1, x / 1 with plain numbers: the beginning of Python's sum(), for example."""
    neutral = {"add": 0, "sub": 0, "mul": 1, "div": 1}.get(operation.name)
    operands = operation.arguments[:2]
    return neutral is not None and any(not isinstance(x, Value) and x == neutral for x in operands)


def step(operation: Operation, source: Value, place: Placement) -> Optional[Tuple[str, Value, Placement]]:
    """What the operator makes of a layer's output: its name for `after` ("" for what changes no value), the tensor and the
    place of the channels there. None where the layer's output ends."""
    if not operation.outputs:
        return None
    output, name = operation.outputs[0], operation.name
    if name in operators.VIEWS:
        moved = _through_view(source.shape, output.shape, place)
        return ("", output, moved) if moved else None
    if name in operators.REDUCTIONS:
        moved = _through_reduction(operation, source, place)
        return (operators.REDUCTIONS[name], output, moved) if moved else None
    if name in operators.POOLING:
        return None if place.rows else (operators.POOLING[name], output, place)
    if name == "cat":
        moved = _through_concat(operation, source, place)
        return ("concat", output, moved) if moved else None
    if operators.zero_padding(operation, len(source.shape) - 1 - place.axis) and not place.rows:
        return PAD, output, place
    meaning = operators.ARITHMETIC.get(name) or operators.pointwise_name(operation)
    if meaning is None or output.shape != source.shape:
        return None
    return ("" if _changes_nothing(operation) else meaning), output, place


def follow(value: Value, place: Placement) -> Tuple[List[str], np.ndarray]:
    """The operators up to the tensor that is written, and the layer's part of that tensor, (K, P', Q')."""
    after: List[str] = []
    passed: List[str] = []  # since the last tensor that may be the one
    written = extract(value, place)
    while True:
        operation = sole_consumer(value)
        taken = step(operation, value, place) if operation else None
        part = extract(taken[1], taken[2]) if taken else None
        if part is None:
            return after, written
        name, value, place = taken
        if name:
            passed.append(name)
        if name != PAD:  # padding belongs to the next layer unless another operator follows it
            after, written = after + passed, part
            passed = []
