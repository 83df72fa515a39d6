# SPDX-License-Identifier: Apache-2.0
"""How a layer was pruned: from its mask, or from the zeros of its weights. The rule is that of
traces/recognize_granularity.h, where it is argued for."""
import re
from typing import Optional

import numpy as np

from .following import to_numpy
from .operators import VIEWS
from .recording import Value

NAMED = ("none", "element", "vector", "kernel", "filter", "channel")
GRANULARITIES = ", ".join(NAMED) + ", n:m or block:KxC"  # for messages and help
WHOLE_SHARE = 2  # one in so many zeros, at least, lies in a zero grain
CHANCE_SHARE = 10  # one in so many kept weights (n:m: groups), at most, has a zero
LONGEST_SIDE = 64
GROUP_LENGTHS = (2, 4, 8, 16, 32)
LEAST_GROUPS = 64
WHOLE = 0  # an extent that covers the whole dimension

# Extents of a grain over (K, C, R, S) of a group.
ELEMENT = (1, 1, 1, 1)
VECTOR = (1, 1, 1, WHOLE)
KERNEL = (1, 1, WHOLE, WHOLE)
FILTER = (1, WHOLE, WHOLE, WHOLE)
CHANNEL = (WHOLE, 1, WHOLE, WHOLE)

SEEN_THROUGH = VIEWS | {"t"}


def is_granularity(name: str) -> bool:
    """Whether traces/granularity.h knows a granularity of this name."""
    n_of_m = re.fullmatch(r"([1-9]\d*):([1-9]\d*)", name)
    if n_of_m:
        return int(n_of_m[1]) < int(n_of_m[2]) <= 1024
    return name in NAMED or re.fullmatch(r"block:[1-9]\d*x[1-9]\d*(x1x1)?", name) is not None


class _ZeroPattern:
    """The zeros of weights, (K, C / groups, R, S), cut into grains."""

    def __init__(self, zeros: np.ndarray, groups: int):
        self._zeros = zeros
        self._extents = (zeros.shape[0] // groups, *zeros.shape[1:])  # of a group
        self._is_pointwise = zeros.shape[2:] == (1, 1)

    def recognize(self) -> str:
        if self._differs(FILTER, KERNEL) and self._explains(FILTER):
            return "filter"
        if self._differs(CHANNEL, KERNEL) and self._explains(CHANNEL):
            return "channel"
        kernels = self._differs(KERNEL, VECTOR) and self._explains(KERNEL)
        if kernels or self._is_pointwise:
            filters, channels = self._grown(WHOLE)
            if (filters, channels) != (1, 1):
                return f"block:{filters}x{channels}"
        if kernels:
            return "kernel"
        if self._differs(VECTOR, ELEMENT) and self._explains(VECTOR):
            return "vector"
        for length in GROUP_LENGTHS:
            kept = self._kept_of(length)
            if kept:
                return f"{kept}:{length}"
        filters, channels = self._grown(1)
        return "element" if (filters, channels) == (1, 1) else f"block:{filters}x{channels}x1x1"

    def _clipped(self, grain):
        return tuple(min(extent or whole, whole) for extent, whole in zip(grain, self._extents))

    def _differs(self, grain, finer) -> bool:
        return self._clipped(grain) != self._clipped(finer)

    def _counts(self, grain):
        """Zeros of each grain, and its weights. Grains begin anew in each group; the last of a dimension may be smaller."""
        counts, sizes = self._zeros, np.ones((1, 1, 1, 1), np.int64)
        for axis, (extent, whole) in enumerate(zip(self._clipped(grain), self._extents)):
            length = self._zeros.shape[axis]
            starts = [first + at for first in range(0, length, whole) for at in range(0, whole, extent)]
            counts = np.add.reduceat(counts, starts, axis=axis, dtype=np.int32)
            sizes = sizes * np.diff([*starts, length]).reshape([-1 if other == axis else 1 for other in range(4)])
        return counts, sizes

    def _explains(self, grain) -> bool:
        counts, sizes = self._counts(grain)
        total, in_zero_grains = int(counts.sum()), int(counts[counts == sizes].sum())
        few_by_chance = (total - in_zero_grains) * CHANCE_SHARE <= self._zeros.size - in_zero_grains
        return in_zero_grains * WHOLE_SHARE >= total and few_by_chance

    def _grown(self, taps: int):
        """Filters and channels of the block of whole kernels, or of one tap, whose sides can be doubled no further."""
        filters, channels, grows = 1, 1, True
        while grows:
            grows = False
            if 2 * filters <= min(LONGEST_SIDE, self._extents[0]) and self._explains((2 * filters, channels, taps, taps)):
                filters, grows = 2 * filters, True
            if 2 * channels <= min(LONGEST_SIDE, self._extents[1]) and self._explains((filters, 2 * channels, taps, taps)):
                channels, grows = 2 * channels, True
        return filters, channels

    def _kept_of(self, length: int) -> int:
        """The n of n:length that explains the zeros; 0 if there is none."""
        if length > self._extents[1]:
            return 0
        counts, sizes = self._counts((1, length, 1, 1))
        kept, is_whole = sizes - counts, np.broadcast_to(sizes == length, counts.shape)
        groups, rest = kept[is_whole], kept[~is_whole]
        most = int(groups.max())
        is_regular = int((groups != most).sum()) * CHANCE_SHARE <= groups.size and groups.size >= LEAST_GROUPS
        return most if 0 < most < length and is_regular and not (rest > most).any() else 0


def recognize(weights: np.ndarray, groups: int = 1) -> str:
    """The coarsest grain that explains the zeros of weights (or of a mask), (K, C / groups, R, S); "none" without zeros."""
    zeros = weights == 0
    return _ZeroPattern(zeros, groups).recognize() if zeros.any() else "none"


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
