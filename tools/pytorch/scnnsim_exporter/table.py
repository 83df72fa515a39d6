# SPDX-License-Identifier: Apache-2.0
"""What was exported, as a table for people."""
from typing import List

import numpy as np

from .layers import Layer, LeftOut

HEADERS = ("layer", "input", "filters", "weights", "activations", "written", "granularity", "after", "folded and noted")


def _density(tensor: np.ndarray) -> str:
    return f"{np.count_nonzero(tensor) / tensor.size:.3f}"


def _row(layer: Layer):
    channels, rows, columns = layer.activations.shape
    filters, _, height, width = layer.weights.shape
    shape = f"{filters} of {height} x {width}"
    if layer.groups > 1:
        shape += f", {layer.groups} groups"
    remarks = [f"folded: {', '.join(layer.folded)}"] if layer.folded else []
    return (layer.name, f"{channels} x {rows} x {columns}", shape, _density(layer.weights), _density(layer.activations),
            _density(layer.written), layer.granularity, ", ".join(layer.after) or "-", "; ".join(remarks + layer.notes) or "-")


def table(layers: List[Layer], left_out: List[LeftOut]) -> str:
    """One line per layer: shapes, densities of weights, activations and the written tensor, granularity, what follows; then
    what was left out."""
    rows = [HEADERS] + [_row(layer) for layer in layers]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADERS))]
    rows.insert(1, tuple("-" * width for width in widths))
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    lines += [f"left out: {layer.name}: {layer.reason}" for layer in left_out]
    return "\n".join(lines)
