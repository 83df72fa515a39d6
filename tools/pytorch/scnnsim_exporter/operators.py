# SPDX-License-Identifier: Apache-2.0
"""What ATen's operators mean to a trace."""
from typing import List, Optional, Tuple

from .recording import Operation, Value

CONVOLUTIONS = {"convolution", "_convolution", "convolution_overrideable"}
MATRIX_PRODUCTS = {"addmm", "mm", "bmm"}

# The same values in the same order, perhaps with another shape.
VIEWS = {
    "view",
    "_unsafe_view",
    "reshape",
    "_reshape_alias",
    "_reshape_copy",
    "view_copy",
    "unsqueeze",
    "squeeze",
    "flatten",
    "detach",
    "alias",
    "clone",
    "contiguous",
    "_to_copy",
    "lift_fresh",
    "expand",
}

# Operators on single values, by the name that `after` has for them: ONNX's in lower case, as `scnnsim trace import` writes them.
ELEMENTWISE = {
    "relu": "relu",
    "relu6": "relu6",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "hardswish": "hardswish",
    "hardsigmoid": "hardsigmoid",
    "silu": "silu",
    "gelu": "gelu",
    "leaky_relu": "leakyrelu",
    "elu": "elu",
    "celu": "celu",
    "selu": "selu",
    "softplus": "softplus",
    "mish": "mish",
    "erf": "erf",
    "abs": "abs",
    "neg": "neg",
    "prelu": "prelu",
    "_prelu_kernel": "prelu",
    "hardshrink": "shrink",
    "softshrink": "shrink",
}
NORMALISATIONS = {
    "native_batch_norm": "batchnormalization",
    "cudnn_batch_norm": "batchnormalization",
    "miopen_batch_norm": "batchnormalization",
    "_native_batch_norm_legit": "batchnormalization",
    "_native_batch_norm_legit_no_training": "batchnormalization",
    "_batch_norm_no_update": "batchnormalization",
    "native_group_norm": "groupnormalization",
    "native_layer_norm": "layernormalization",
}
ARITHMETIC = {
    "add": "add",
    "sub": "sub",
    "rsub": "sub",
    "mul": "multiply",
    "div": "div",
    "maximum": "max",
    "minimum": "min",
}
POOLING = {
    "max_pool2d_with_indices": "max_pool",
    "max_pool2d": "max_pool",
    "adaptive_max_pool2d": "max_pool",
    "avg_pool2d": "average_pool",
    "_adaptive_avg_pool2d": "average_pool",
    "max_pool1d": "max_pool",
}
REDUCTIONS = {"mean": "average_pool", "amax": "max_pool"}

RECURRENT_MODULES = {"RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell"}
# Operators with weights that a trace has no form for.
WITHOUT_FORM = {
    "embedding": "a table look-up",
    "embedding_bag": "a table look-up",
    "baddbmm": "both operands are activations",
    "_trilinear": "a bilinear layer",
    "_native_multi_head_attention": "a fused attention layer",
    "_transformer_encoder_layer_fwd": "a fused transformer layer",
}


def pointwise_name(operation: Operation) -> Optional[str]:
    """The name of an operator on single values; ReLU and ReLU6 are recognised in their other forms."""
    arguments = operation.arguments
    if operation.name in ("hardtanh", "clamp"):
        low, high = arguments[1], arguments[2]
        if isinstance(low, Value) or isinstance(high, Value):
            return None
        if low == 0:
            return "relu" if high is None else "relu6" if high == 6 else "clip"
        return "clip"
    if operation.name == "clamp_min" and not isinstance(arguments[1], Value):
        return "relu" if arguments[1] == 0 else "clip"
    if operation.name == "threshold":
        return "relu" if arguments[1] == 0 and arguments[2] == 0 else "threshold"
    return ELEMENTWISE.get(operation.name) or NORMALISATIONS.get(operation.name)


def batch_norm_statistics(operation: Operation) -> Optional[Tuple]:
    """(scale, shift, mean, variance, epsilon) of a batch normalisation by constants; scale and shift may be None."""
    if NORMALISATIONS.get(operation.name) != "batchnormalization":
        return None
    scale, shift, mean, variance = operation.arguments[1:5]
    trains = (
        operation.name not in ("_native_batch_norm_legit_no_training", "_batch_norm_no_update")
        and operation.arguments[5]
    )
    values = [value for value in (scale, shift, mean, variance) if value is not None]
    if trains or mean is None or variance is None or not all(isinstance(v, Value) and v.constant for v in values):
        return None
    return scale, shift, mean, variance, operation.arguments[-1]


def zero_padding(operation: Optional[Operation], axes: int) -> Optional[List[Tuple[int, int]]]:
    """(before, after) of each of the last `axes` axes, when the operator pads nothing else and pads with zeros."""
    if operation is None or operation.name != "constant_pad_nd":
        return None
    amounts, value = operation.arguments[1], operation.arguments[2]
    if value != 0 or min(amounts) < 0 or any(amounts[2 * axes :]):
        return None
    amounts = list(amounts[: 2 * axes]) + [0] * (2 * axes - len(amounts))
    pairs = [(amounts[2 * i], amounts[2 * i + 1]) for i in range(axes)]
    return pairs[::-1]
