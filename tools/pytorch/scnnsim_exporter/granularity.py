# SPDX-License-Identifier: Apache-2.0
"""How a layer was pruned: from its mask, or from the zeros of its weights. The rule is that of
traces/recognize_granularity.h, where it is argued for."""
import re
from typing import Optional

import numpy as np

from .following import to_numpy
from .operators import VIEWS
from .recording import Value

GRANULARITIES = ("none", "element", "vector", "kernel", "filter", "channel")  # and n:m and blocks
WHOLE_SHARE = 2  # one in so many zeros, at least, lies in a zero grain
CHANCE_SHARE = 10  # one in so many kept weights, at most, is zero


def is_granularity(name: str) -> bool:
    """Whether traces/granularity.h knows a granularity of this name. Only the first five are recognised from zeros."""
    n_of_m = re.fullmatch(r"([1-9]\d*):([1-9]\d*)", name)
    if n_of_m:
        return int(n_of_m[1]) < int(n_of_m[2]) <= 1024
    return name in GRANULARITIES or re.fullmatch(r"block:[1-9]\d*x[1-9]\d*(x1x1)?", name) is not None


SEEN_THROUGH = VIEWS | {"t"}


def _grains_explain_zeros(zeros: np.ndarray, length: int) -> bool:
    counts = zeros.reshape(-1, length).sum(axis=1)
    total, in_zero_grains = int(counts.sum()), int(counts[counts == length].sum())
    few_by_chance = (total - in_zero_grains) * CHANCE_SHARE <= zeros.size - in_zero_grains
    return in_zero_grains * WHOLE_SHARE >= total and few_by_chance


def recognize(weights: np.ndarray) -> str:
    """The coarsest grain that explains the zeros of weights (or of a mask), (K, C / groups, R, S); "none" without zeros."""
    zeros = weights == 0
    if not zeros.any():
        return "none"
    _, channels, rows, columns = weights.shape
    grains = [("element", 1), ("vector", columns), ("kernel", rows * columns), ("filter", channels * rows * columns)]
    for (_, finer), (name, length) in reversed(list(zip(grains, grains[1:]))):
        if length > finer and _grains_explain_zeros(zeros, length):
            return name
    return "element"


def mask_of(weights: Value) -> Optional[np.ndarray]:
    """The mask that a layer's weights were multiplied with, as torch.nn.utils.prune and parametrisations do, transposed where
    the weights were; None without one."""
    transposed = False
    while weights.producer is not None and weights.producer.name in SEEN_THROUGH:
        transposed ^= weights.producer.name == "t"
        weights = weights.producer.arguments[0]
    if weights.producer is None or weights.producer.name != "mul":
        return None
    for operand in weights.producer.values():
        mask = to_numpy(operand.tensor)
        if operand.shape == weights.shape and np.isin(mask, (0, 1)).all():
            return mask.T if transposed else mask
    return None
