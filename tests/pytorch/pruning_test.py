# SPDX-License-Identifier: Apache-2.0
"""Is the granularity the one that the network was pruned with?"""
import numpy as np
import torch
from torch import nn
from torch.nn.utils import parametrize, prune

from networks import ResNetLike, image, made
from real_networks.pruning import GRAINS, grain_mask, prune_network
from scnnsim_exporter.granularity import recognize
from structured_weights import structured_layers
from traces import TraceTest


class Mask(nn.Module):
    """A parametrisation that prunes."""

    def __init__(self, mask):
        super().__init__()
        self.register_buffer("mask", mask)

    def forward(self, weights):
        return weights * self.mask


class KernelRows(prune.BasePruningMethod):
    PRUNING_TYPE = "unstructured"

    def compute_mask(self, weights, default_mask):
        return default_mask * grain_mask(weights, "vector", 0.4)


class Granularity(TraceTest):
    def granularity(self, network, name, x=None):
        layers = self.exported(network, image((3, 9, 9)) if x is None else x, name)
        return [layer["granularity"] for layer in layers.values()]

    def test_masks_and_zeros_of_every_granularity(self):
        for granularity in GRAINS:
            for made_permanent in (False, True):
                with self.subTest(granularity, made_permanent=made_permanent):
                    network = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 8, (3, 5)))
                    prune_network(network, granularity, 0.4)
                    if made_permanent:
                        prune.remove(network[0], "weight")
                        prune.remove(network[2], "weight")
                    name = f"{granularity}-{made_permanent}"
                    self.assertEqual(self.granularity(network, name), [granularity] * 2)
                    layer = self.exported(network, image((3, 9, 9)), name, force=True)["2"]
                    self.assertEqual(np.count_nonzero(layer["weights"]), np.count_nonzero(network[2].weight.detach()))

    def test_methods_of_torch(self):
        methods = {
            "element": lambda conv: prune.l1_unstructured(conv, "weight", 0.6),
            "filter": lambda conv: prune.ln_structured(conv, "weight", 0.5, n=1, dim=0),
            "kernel": lambda conv: prune.custom_from_mask(conv, "weight", grain_mask(conv.weight, "kernel", 0.5)),
            "vector": lambda conv: KernelRows.apply(conv, "weight"),
            "none": lambda conv: prune.identity(conv, "weight"),
        }
        for granularity, method in methods.items():
            network = nn.Sequential(nn.Conv2d(4, 8, 3), nn.BatchNorm2d(8), nn.ReLU())
            method(network[0])
            self.assertEqual(self.granularity(network, granularity, image((4, 9, 9))), [granularity])

    def test_channels_pruned_by_structure(self):
        network = nn.Sequential(nn.Conv2d(4, 8, 3))
        prune.ln_structured(network[0], "weight", 0.5, n=1, dim=1)
        self.assertEqual(self.granularity(network, "channels", image((4, 9, 9))), ["channel"])

    def test_parametrisations_and_repeated_pruning(self):
        network = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 4, 3))
        parametrize.register_parametrization(network[0], "weight", Mask(grain_mask(network[0].weight, "vector", 0.5)))
        prune.l1_unstructured(network[2], "weight", 0.2)
        prune.ln_structured(network[2], "weight", 0.75, n=2, dim=0)
        layers = self.exported(network, image((3, 9, 9)))
        self.assertEqual(list(layers), ["0", "2"])
        self.assertEqual([layer["granularity"] for layer in layers.values()], ["vector", "element"])

    def test_a_mask_counts_and_zeros_that_are_no_pruning_do_not(self):
        network = nn.Sequential(nn.Conv2d(4, 8, 3), nn.BatchNorm2d(8))
        network[1].weight.data[:6] = 0  # whole filters become zero when it is folded
        prune.custom_from_mask(network[0], "weight", grain_mask(network[0].weight, "vector", 0.5))
        self.assertEqual(self.granularity(network, "folded", image((4, 9, 9))), ["vector"])

    def test_fully_connected_layers(self):
        network = nn.Sequential(nn.Linear(12, 8), nn.ReLU(), nn.Linear(8, 6))
        prune.ln_structured(network[0], "weight", 0.5, n=1, dim=0)
        prune.l1_unstructured(network[2], "weight", 0.5)
        self.assertEqual(self.granularity(network, "fc", torch.randn(12)), ["filter", "element"])

    def test_the_written_tensor_is_that_of_the_pruned_network(self):
        network = made(ResNetLike)
        prune_network(network, "filter", 0.5)
        layers = self.exported(network, image((3, 32, 32)))
        with torch.no_grad():
            network.eval()(image((3, 32, 32)))
        for key, layer in layers.items():
            self.assert_same_tensor(network.seen[key][0].reshape(layer["written"].shape), layer["written"], key)


class TheRule(TraceTest):
    """What traces/recognize_granularity.h says."""

    def test_chance_zeros_in_kept_grains(self):
        weights = np.ones((10, 10, 3, 3), np.float32)
        weights[:5] = 0
        self.assertEqual(recognize(weights), "filter")
        weights[5:, :, 0, 0] = np.where(np.arange(50).reshape(5, 10) % 2, 0, 1)  # 25 of 450: fewer than a tenth
        self.assertEqual(recognize(weights), "filter")
        weights[5:, :, 0, :] = 0  # a third of what the filters keep: the pruned pieces are rows
        self.assertEqual(recognize(weights), "vector")

    def test_grains_of_one_length_are_the_finest(self):
        weights = np.ones((4, 4, 1, 1), np.float32)
        weights[1, 2] = 0
        self.assertEqual(recognize(weights), "element")
        weights[1] = 0
        self.assertEqual(recognize(weights), "filter")
        column = np.ones((4, 4, 3, 1), np.float32)
        column[0, 1] = 0
        self.assertEqual(recognize(column), "kernel")

    def test_n_of_m_channels_blocks(self):
        random = np.random.RandomState(1)
        for granularity, groups, weights in structured_layers(random):
            with self.subTest(granularity, groups=groups, shape=weights.shape):
                self.assertEqual(recognize(weights, groups), granularity)

    def test_grains_begin_anew_in_each_group(self):
        weights = np.ones((6, 4, 3, 3), np.float32)
        weights[[0, 1, 3, 4], :2] = 0
        self.assertEqual(recognize(weights, 2), "block:2x2")  # filters 0 and 1, 2, 3 and 4, 5
        self.assertEqual(recognize(weights), "block:1x2")  # filters 0 and 1, 2 and 3, 4 and 5

    def test_grain_masks_keep_the_largest(self):
        weights = torch.arange(1.0, 17).reshape(2, 2, 2, 2)
        self.assertEqual(grain_mask(weights, "vector", 0.5).flatten().tolist(), [0] * 8 + [1] * 8)
        self.assertEqual(int(grain_mask(weights, "element", 0.3).sum()), 5)
        ties = torch.ones(4, 1, 1, 1)
        self.assertEqual(grain_mask(ties, "filter", 0.5).flatten().tolist(), [1, 1, 0, 0])
