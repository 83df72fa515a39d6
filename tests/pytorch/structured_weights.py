# SPDX-License-Identifier: Apache-2.0
"""Weights pruned by the grains that no framework prunes by itself."""
import numpy as np

FILTERS, CHANNELS = 16, 16  # of a group


def _blocks(random, filters, channels, taps):
    """A mask of (K, C, *taps) of a group, half of whose blocks stay."""
    places = random.permutation(FILTERS * CHANNELS // (filters * channels) * taps[0] * taps[1]) % 2
    return places.reshape(FILTERS // filters, CHANNELS // channels, *taps).repeat(filters, 0).repeat(channels, 1)


def _n_of_m(random, kept, length):
    ranks = random.rand(FILTERS, CHANNELS // length, length, 3, 3).argsort(2)
    return (ranks < kept).reshape(FILTERS, CHANNELS, 3, 3)


def _of_a_group(random):
    yield "channel", np.ones((FILTERS, 1, 1, 1)) * (np.arange(CHANNELS) % 3 > 0).reshape(1, -1, 1, 1)
    yield "2:4", _n_of_m(random, 2, 4)
    yield "1:2", _n_of_m(random, 1, 2)
    yield "3:16", _n_of_m(random, 3, 16)
    yield "block:4x2", _blocks(random, 4, 2, (1, 1))
    yield "block:8x1x1x1", _blocks(random, 8, 1, (3, 3))


def structured_layers(random):
    """(granularity, groups, weights) of layers, weights as (K, C / groups, 3, 3)."""
    for groups in (1, 2):
        for parts in zip(*(list(_of_a_group(random)) for _ in range(groups))):
            masks = [np.broadcast_to(mask, (FILTERS, CHANNELS, 3, 3)) for _, mask in parts]
            yield parts[0][0], groups, np.concatenate(masks).astype(np.float32)
