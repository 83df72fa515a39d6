# SPDX-License-Identifier: Apache-2.0
"""The convolutions and fully-connected layers of a recorded run, as a trace has them."""
import dataclasses
import re
from typing import List, Optional, Tuple

import numpy as np

from . import operators
from .errors import ExportError
from .folding import fold
from .following import Follower, Placement, extract, to_numpy
from .granularity import mask_of, recognize
from .recording import Operation, Recording, Value


# What PyTorch, its pruning and its parametrisations append to a module's name for its weights.
WEIGHT_SUFFIX = re.compile(r"(^|\.)(parametrizations\.weight\.original|weight_orig|weight_v|weight)$")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
RECURRENT_PARAMETER = re.compile(r"(^|\.)weight_(ih|hh)(_l\d+)?(_reverse)?$")
INDEPENDENT = "its input does not depend on the network's input, as far as PyTorch's operators show"


@dataclasses.dataclass
class Geometry:
    """Rows before columns."""

    stride: Tuple[int, int] = (1, 1)
    pad: Tuple[int, int, int, int] = (0, 0, 0, 0)  # top, left, bottom, right
    dilation: Tuple[int, int] = (1, 1)
    groups: int = 1


@dataclasses.dataclass
class Layer:
    """One layer of a trace; tensors are float32, or integers (integers.py)."""

    name: str
    weights: np.ndarray  # (K, C / groups, R, S), with everything folded
    activations: np.ndarray  # (C, H, W)
    bias: Optional[np.ndarray]  # (K)
    output: np.ndarray  # (K, P, Q), the framework's, before what `after` lists
    written: np.ndarray  # (K, P', Q'), the tensor that is written to memory
    after: List[str]
    granularity: str
    geometry: Geometry
    folded: List[str]
    notes: List[str]
    output_shift: int = 0  # of integers
    input: str = "on_chip"  # where the input lies; dram for the network's first layer, whichever are chosen


@dataclasses.dataclass
class _Found:
    """A layer before what follows it is known."""

    name: str
    output: Value
    place: Placement
    weights: np.ndarray
    bias: Optional[np.ndarray]
    activations: np.ndarray
    mask: Optional[np.ndarray]
    geometry: Geometry = dataclasses.field(default_factory=Geometry)
    notes: List[str] = dataclasses.field(default_factory=list)

    def finished(self, follower: Follower) -> Layer:
        output, place, affine = fold(self.output, self.place)
        weights, bias = affine.apply(self.weights, self.bias)
        after, written = follower.follow(output, place)
        granularity = recognize(weights if self.mask is None else self.mask, self.geometry.groups)
        layer = Layer(
            self.name,
            np.ascontiguousarray(weights),
            np.ascontiguousarray(self.activations),
            bias,
            extract(output, place),
            written,
            after,
            granularity,
            self.geometry,
            affine.folded,
            self.notes,
        )
        _check_finite(layer)
        return layer


@dataclasses.dataclass(frozen=True)
class LeftOut:
    """A layer that a trace has no form for."""

    name: str
    reason: str


class _Refused(Exception):
    """Why an operator cannot become a layer."""


class _Names:
    """Unique names of layers, taken from modules and parameters."""

    def __init__(self):
        self._taken = set()

    def name(self, operation: Operation, weights: Optional[Value]) -> str:
        base = CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", self._base(operation, weights))
        name, number = base, 2
        while name in self._taken:
            name, number = f"{base}-{number}", number + 1
        self._taken.add(name)
        return name

    @staticmethod
    def _base(operation: Operation, weights: Optional[Value]) -> str:
        if operation.module and _is_layer_module(operation.module_type):
            return operation.module
        constant = weights is not None and weights.constant
        parameter = WEIGHT_SUFFIX.sub("", _parameter_name(weights)) if constant else ""
        return parameter or (operation.module + "." if operation.module else "") + _kind(operation)


def _is_layer_module(module_type: str) -> bool:
    return "Conv" in module_type or "Linear" in module_type


def _kind(operation: Operation) -> str:
    if operation.name in operators.CONVOLUTIONS:
        return "conv"
    if operation.name in operators.MATRIX_PRODUCTS:
        return "fc" if _weights_of(operation).constant else "matmul"
    return operation.name


def _parameter_name(value: Value) -> str:
    """The name of the parameter that a constant was made from: masks and transpositions are seen through."""
    pending = [value]
    while pending:
        value = pending.pop()
        if value.name and not value.name.endswith("_mask"):
            return value.name
        if value.producer is not None:
            pending.extend(reversed(value.producer.values()))
    return ""


def _check_weights(weights: Value):
    if not weights.constant:
        raise _Refused("its weights depend on the network's input")
    if weights.tensor.is_complex():
        raise _Refused("complex numbers")


def _input_and_padding(value: Value, axes: int) -> Tuple[Value, List[Tuple[int, int]], List[str]]:
    """The tensor before explicit zero padding, the amounts, and notes on padding of other kinds."""
    amounts = [(0, 0)] * axes
    while True:
        pairs = operators.zero_padding(value.producer, axes)
        if pairs is None:
            break
        amounts = [(a + c, b + d) for (a, b), (c, d) in zip(amounts, pairs)]
        value = value.producer.arguments[0]
    producer = value.producer.name if value.producer else ""
    notes = [f"its input holds the padding of {producer}"] if "pad" in producer else []
    return value, amounts, notes


def _check_convolution(operation: Operation) -> int:
    """The number of spatial axes. Raises _Refused for convolutions that a trace has no form for."""
    source, weights = operation.arguments[:2]
    axes = len(weights.shape) - 2
    if operation.arguments[6]:
        raise _Refused("transposed convolution")
    if axes not in (1, 2):
        raise _Refused(f"{axes}-D convolution")
    _check_weights(weights)
    if source.constant:
        raise _Refused(INDEPENDENT)
    return axes


def _convolution(operation: Operation, name: str) -> _Found:
    axes = _check_convolution(operation)
    source, weights, bias, stride, padding, dilation = operation.arguments[:6]
    source, amounts, notes = _input_and_padding(source, axes)
    padding = list(padding) * (axes if len(padding) == 1 else 1)
    amounts = [(before + own, after + own) for (before, after), own in zip(amounts, padding)]
    activations = to_numpy(source.tensor)
    if activations.shape[0] > 1:
        notes.append(f"the first of {activations.shape[0]} maps")
    kernels = to_numpy(weights.tensor)
    mask = mask_of(weights)
    if axes == 1:  # a plane of one column
        amounts, activations, kernels = amounts + [(0, 0)], activations[..., None], kernels[..., None]
        mask = mask if mask is None else mask[..., None]
    place = Placement(axis=1, channels=kernels.shape[0], one_dimensional=axes == 1)
    (top, bottom), (left, right) = amounts
    geometry = Geometry(
        _numbers(stride, axes), (top, left, bottom, right), _numbers(dilation, axes), operation.arguments[8]
    )
    return _Found(
        name,
        operation.outputs[0],
        place,
        kernels,
        to_numpy(bias.tensor) if bias is not None else None,
        activations[0],
        mask,
        geometry,
        notes,
    )


def _numbers(values, axes: int) -> Tuple[int, int]:
    """(rows, columns) of a stride or dilation."""
    values = [int(value) for value in values] * (2 if len(values) == 1 and axes == 2 else 1)
    return (values[0], 1) if axes == 1 else (values[0], values[1])


def _operands(operation: Operation) -> Tuple[Value, Value, Optional[Value]]:
    """(x, W^T, b) of a matrix product with constant weights."""
    bias = operation.arguments[0] if operation.name == "addmm" else None
    source, matrix = operation.arguments[1:3] if operation.name == "addmm" else operation.arguments[:2]
    if operation.name == "addmm" and tuple(operation.arguments[3:5]) != (1, 1):
        raise _Refused("addmm with factors alpha and beta")
    if not matrix.constant:
        raise _Refused(
            "the weights come first in the matrix product" if source.constant else "both operands are activations"
        )
    _check_weights(matrix)
    if source.constant:
        raise _Refused(INDEPENDENT)
    if bias is not None and (not bias.constant or bias.shape not in ((matrix.shape[1],), (1, matrix.shape[1]))):
        raise _Refused("its bias is no constant per output")
    if len(matrix.shape) == 3 and matrix.shape[0] > 1 and matrix.tensor.stride(0) != 0:
        raise _Refused("a product of several matrices")
    return source, matrix, bias


def _fully_connected(operation: Operation, name: str) -> _Found:
    """x W^T + b: a vector is a plane of one position, rows are a plane of one column."""
    source, matrix, bias = _operands(operation)
    transposed = to_numpy(matrix.tensor)
    weights = transposed.reshape((-1,) + transposed.shape[-2:])[0].T[:, :, None, None]
    mask = mask_of(matrix)
    mask = mask if mask is None else mask.T.reshape(weights.shape)
    activations = to_numpy(source.tensor).reshape(-1, weights.shape[1]).T[:, :, None]
    place = Placement(axis=len(operation.outputs[0].shape) - 1, channels=weights.shape[0], rows=True)
    return _Found(
        name,
        operation.outputs[0],
        place,
        weights,
        to_numpy(bias.tensor).reshape(-1) if bias is not None else None,
        activations,
        mask,
    )


def _check_finite(layer: Layer):
    for field in ("weights", "bias", "activations", "output", "written"):
        tensor = getattr(layer, field)
        if tensor is not None and not np.isfinite(tensor).all():
            index = [int(i) for i in np.argwhere(~np.isfinite(tensor))[0]]
            raise ExportError(
                f"layer {layer.name}: {field}: value at {index} is {tensor[tuple(index)]}, expected finite numbers"
            )


def _weights_of(operation: Operation) -> Optional[Value]:
    index = {"addmm": 2}.get(operation.name, 1)
    weights = operation.arguments[index] if len(operation.arguments) > index else None
    return weights if isinstance(weights, Value) else None


def _unknown_with_weights(operation: Operation) -> Optional[str]:
    """Why an operator is named as left out: it has weights, and a trace has no form for it."""
    values = operation.values()
    if all(value.constant for value in values):
        return None
    if operation.name in operators.WITHOUT_FORM:
        return f"{operation.name}: {operators.WITHOUT_FORM[operation.name]}"
    foreign = operation.namespace not in ("aten", "prim", "prims", "")
    has_weights = (
        any(value.constant and len(value.shape) >= 2 for value in values) or operation.namespace == "quantized"
    )
    return f"unknown operator {operation.namespace}::{operation.name}" if foreign and has_weights else None


def _recurrent_layer(operation: Operation) -> Optional[str]:
    """The name of the recurrent layer that the operator is a part of: by its module, or by its weights' names."""
    values = operation.values()
    if all(value.constant for value in values):
        return None
    if operation.module_type in operators.RECURRENT_MODULES:
        return operation.module
    parameters = [_parameter_name(value) for value in values if value.constant]
    found = [RECURRENT_PARAMETER.sub("", name) for name in parameters if RECURRENT_PARAMETER.search(name)]
    return found[0] if found else None


def layers_of(recording: Recording) -> Tuple[List[Layer], List[LeftOut]]:
    """All layers in the order of execution, and those that were left out. Raises ExportError for tensors that are not
    finite."""
    names, found, left_out = _Names(), [], {}
    for operation in recording.operations:
        recurrent = _recurrent_layer(operation)
        is_convolution = operation.name in operators.CONVOLUTIONS
        if recurrent is not None:
            left_out[recurrent] = "recurrent layer"
        elif is_convolution or operation.name in operators.MATRIX_PRODUCTS:
            if all(value.constant for value in operation.values()):
                continue  # works on parameters
            name = names.name(operation, _weights_of(operation))
            try:
                found.append(_convolution(operation, name) if is_convolution else _fully_connected(operation, name))
            except _Refused as reason:
                left_out[name] = str(reason)
        elif reason := _unknown_with_weights(operation):
            left_out[names.name(operation, None)] = reason
    follower = Follower()
    return [layer.finished(follower) for layer in reversed(found)][::-1], [LeftOut(*item) for item in left_out.items()]
