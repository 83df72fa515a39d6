# SPDX-License-Identifier: Apache-2.0
"""From a layer's output to the tensor that is written to memory: the data flow is followed as long as a tensor has one
consumer and that consumer is an operator of operators.py. It ends where several operators read the tensor, where it enters
the next layer, and before an operator that has no place between two layers. An operator on two tensors, such as a residual
addition, belongs to the layer that runs last; the other layer's output is written before. The rules are those of `scnnsim
trace import`."""
import dataclasses
import math
from typing import Dict, List, Optional, Tuple

import numpy as np

from . import operators
from .recording import Operation, Value


PAD = "pad"


@dataclasses.dataclass(frozen=True)
class Placement:
    """Where a layer's K channels lie in a tensor: from `first` on along `axis`. Axes before are images, of which the first
    counts; axes behind are rows and columns. With `rows` (fully-connected layers over rows) the axes before are the rows.
    """

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
        planes = array.reshape((-1,) + array.shape[place.axis :])[0]
    planes = planes[place.first : place.first + place.channels]
    spatial = planes.shape[1:]
    if place.one_dimensional or len(spatial) < 2:
        spatial = (math.prod(spatial), 1)
    if len(spatial) != 2:
        return None
    return np.ascontiguousarray(planes.reshape((place.channels,) + spatial))


def sole_consumer(value: Value) -> Optional[Operation]:
    """The one operator that reads the tensor, once."""
    if len(value.consumers) != 1 or value.is_output or value.consumers[0].values().count(value) != 1:
        return None
    return value.consumers[0]


def _through_view(source: Tuple[int, ...], target: Tuple[int, ...], place: Placement) -> Optional[Placement]:
    """The channels' place after a change of shape that leaves channels, rows and columns as they are."""
    if place.rows:
        kept = bool(target) and target[-1] == source[-1]
        return dataclasses.replace(place, axis=len(target) - 1) if kept else None
    plane = [size for size in source[place.axis + 1 :] if size != 1]
    for axis, size in enumerate(target):
        same = size == source[place.axis] and math.prod(target[:axis]) == math.prod(source[: place.axis])
        is_plane = place.one_dimensional or len(target) - axis <= 3
        if same and is_plane and [n for n in target[axis + 1 :] if n != 1] == plane:
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
    before = sum(part.shape[place.axis] for part in parts[: parts.index(source)])
    return dataclasses.replace(place, first=before + place.first)


def _changes_nothing(operation: Operation) -> bool:
    """x + 0, x - 0, x * 1, x / 1 with plain numbers: the beginning of Python's sum(), for example."""
    neutral = {"add": 0, "sub": 0, "mul": 1, "div": 1}.get(operation.name)
    operands = operation.arguments[:2]
    return neutral is not None and any(not isinstance(x, Value) and x == neutral for x in operands)


@dataclasses.dataclass(frozen=True)
class Step:
    """What an operator makes of a layer's output."""

    name: str  # for `after`; "" for what changes no value
    value: Value
    place: Placement  # of the layer's channels in `value`
    is_shared: bool = False  # a second operand comes from elsewhere: only one layer can have it


def _arithmetic(operation: Operation, source: Value) -> Tuple[str, bool]:
    """The name of x + y, x * y ... and whether y comes from elsewhere."""
    if _changes_nothing(operation):
        return "", False
    operands = [operand for operand in operation.arguments[:2] if operand is not source]
    is_shared = any(isinstance(operand, Value) and not operand.constant for operand in operands)
    name = operators.ARITHMETIC[operation.name]
    return ("add_constant" if name == "add" and not is_shared else name), is_shared


def step(operation: Operation, source: Value, place: Placement) -> Optional[Step]:
    """The step through an operator that reads `source`; None where the layer's output ends."""
    if not operation.outputs:
        return None
    output, name = operation.outputs[0], operation.name
    moved, meaning, is_shared = place, None, False
    if name in operators.VIEWS:
        meaning, moved = "", _through_view(source.shape, output.shape, place)
    elif name in operators.REDUCTIONS:
        meaning, moved = operators.REDUCTIONS[name], _through_reduction(operation, source, place)
    elif name in operators.POOLING:
        meaning, moved = operators.POOLING[name], None if place.rows else place
    elif name == "cat":
        meaning, moved = "concat", _through_concat(operation, source, place)
    elif operators.zero_padding(operation, len(source.shape) - 1 - place.axis) and not place.rows:
        meaning = PAD
    elif name in operators.ARITHMETIC:
        if len(output.shape) == len(source.shape) and output.shape[place.axis] == source.shape[place.axis]:
            meaning, is_shared = _arithmetic(operation, source)  # a gate of 1 x 1 may meet a whole plane
    elif output.shape == source.shape:
        meaning = operators.pointwise_name(operation)
    return None if moved is None or meaning is None else Step(meaning, output, moved, is_shared)


class Follower:
    """Follows layers to the tensors that are written. To be asked for the last layer first."""

    def __init__(self):
        self._claimed: Dict[Operation, Value] = {}  # by the operand through which the claiming layer enters

    def follow(self, value: Value, place: Placement) -> Tuple[List[str], np.ndarray]:
        """The operators up to the tensor that is written, and the layer's part of that tensor, (K, P', Q')."""
        after: List[str] = []
        passed: List[str] = []  # since the last tensor that may be the one
        written = extract(value, place)
        while True:
            steps = self._next(value, place)
            part = extract(steps[-1].value, steps[-1].place) if steps else None
            if part is None:
                return after, written
            passed += [taken.name for taken in steps if taken.name]
            value, place = steps[-1].value, steps[-1].place
            if steps[-1].name != PAD:  # padding belongs to the next layer unless another operator follows it
                after, written = after + passed, part
                passed = []

    def _next(self, value: Value, place: Placement) -> List[Step]:
        operation = sole_consumer(value)
        if operation is None:
            return self._gate(value, place)
        taken = step(operation, value, place)
        if taken is None or (taken.is_shared and self._claimed.setdefault(operation, value) is not value):
            return []
        return [taken]

    @staticmethod
    def _gate(value: Value, place: Placement) -> List[Step]:
        """x A(x), for example SiLU: the tensor is read by A and by the multiplication alone."""
        if len(value.consumers) != 2 or value.is_output:
            return []
        for inner, product in (value.consumers, value.consumers[::-1]):
            taken = step(inner, value, place)
            if taken is None or taken.is_shared or not taken.name or product.name != "mul":
                continue
            if sole_consumer(taken.value) is product and product.outputs[0].shape == value.shape:
                return [taken, Step("multiply", product.outputs[0], taken.place)]
        return []
