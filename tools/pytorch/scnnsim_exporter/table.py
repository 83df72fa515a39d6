# SPDX-License-Identifier: Apache-2.0
"""What was exported, as a table for people."""
from typing import List

import numpy as np

from .layers import Layer, LeftOut

HEADERS = ("layer", "input", "filters", "output", "weights", "input", "written", "granularity", "after", "folded")


def _density(tensor: np.ndarray) -> str:
    return f"{100 * np.count_nonzero(tensor) / tensor.size:.1f} %"


def _row(layer: Layer):
    densities = [_density(tensor) for tensor in (layer.weights, layer.activations, layer.written)]
    shapes = [" x ".join(map(str, tensor.shape)) for tensor in (layer.activations, layer.weights, layer.output)]
    return (
        layer.name,
        *shapes,
        *densities,
        layer.granularity,
        ", ".join(layer.after) or "-",
        ", ".join(layer.folded) or "-",
    )


def table(layers: List[Layer], left_out: List[LeftOut]) -> str:
    """One line per layer: shapes (C x H x W, K x C / groups x R x S, K x P x Q), densities of weights, input and written tensor,
    granularity, what follows, what was folded; then notes, and what was left out."""
    rows = [HEADERS] + [_row(layer) for layer in layers]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADERS))]
    rows.insert(1, tuple("-" * width for width in widths))
    aligned = [str.ljust] * 4 + [str.rjust] * 3 + [str.ljust] * 3
    lines = ["  ".join(align(cell, width) for align, cell, width in zip(aligned, row, widths)).rstrip() for row in rows]
    lines += [f"{layer.name}: {note}" for layer in layers for note in layer.notes]
    lines += [f"left out: {layer.name}: {layer.reason}" for layer in left_out]
    return "\n".join(lines)
