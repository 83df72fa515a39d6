# SPDX-License-Identifier: Apache-2.0
"""PyTorch -> ONNX -> `scnnsim trace import` against PyTorch -> trace: the same tensors and the same cycles."""
import os
import shutil
import unittest

import numpy as np
import torch
from torch.nn.utils import prune

from networks import DenseNetLike, InceptionLike, MobileNetLike, OneDimensional, ResNetLike, SharedModule, image, made
from real_networks.pruning import GRAINS, prune_network
from traces import TraceTest, read_trace, scnnsim, simulated

IMPORTER = os.path.join(os.path.dirname(os.environ["SCNNSIM"]), "scnnsim-import")


def pruned(granularity):
    network = made(ResNetLike)
    prune_network(network, granularity, 0.4)
    for module in network.modules():
        if prune.is_pruned(module) and hasattr(module, "weight_mask"):
            prune.remove(module, "weight")
    return network


NETWORKS = {
    "resnet": (lambda: made(ResNetLike), (3, 32, 32)),
    "inception": (lambda: made(InceptionLike, True), (3, 17, 18)),
    "mobilenet": (lambda: made(MobileNetLike), (4, 10, 9)),
    "shared": (lambda: made(SharedModule, False), (4, 8, 8)),
    "densenet": (lambda: made(DenseNetLike), (3, 7, 9)),
    "one_dimensional": (lambda: made(OneDimensional), (2, 16)),
    **{f"resnet-{grain}": (lambda grain=grain: pruned(grain), (3, 32, 32)) for grain in GRAINS},
}
GEOMETRY = ("C", "K", "H", "W", "R", "S", "stride", "pad", "dilation", "groups")
DEFAULTS = {"stride": [1, 1], "pad": [0, 0, 0, 0], "dilation": [1, 1], "groups": 1, "after": [], "granularity": "none"}


@unittest.skipUnless(
    os.path.exists(IMPORTER) or shutil.which("scnnsim-import"), "scnnsim-import is not built: tools/setup import"
)
class RoundTrip(TraceTest):
    def imported(self, network, x, name):
        """The trace's folder."""
        torch.onnx.export(network, x, self.path(f"{name}.onnx"), opset_version=13)
        np.save(self.path(f"{name}.npy"), x.numpy())
        result = scnnsim(
            "trace",
            "import",
            self.path(f"{name}.onnx"),
            "--input",
            self.path(f"{name}.npy"),
            "--out",
            self.path(f"{name}-onnx"),
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        return self.path(f"{name}-onnx")

    def test_the_same_layers_tensors_and_cycles(self):
        for name, (make, shape) in NETWORKS.items():
            with self.subTest(name):
                network, x = make().eval(), image(shape)
                exported = list(self.exported(network, x, name).values())
                folder = self.imported(network, x, name)
                imported = list(read_trace(folder).values())
                self.assertEqual(len(exported), len(imported))
                for one, other in zip(exported, imported):
                    if not other["name"].startswith("/"):  # of an operator outside of all modules
                        self.assertEqual(one["name"], other["name"])
                    for key in GEOMETRY + ("after", "granularity"):
                        self.assertEqual(one[key], other.get(key, DEFAULTS.get(key)), (one["name"], key))
                    for tensor in ("weights", "activations", "bias", "written"):
                        if one[tensor] is None:
                            self.assertFalse(other[tensor] is not None and other[tensor].any(), (one["name"], tensor))
                            continue
                        self.assert_same_tensor(one[tensor], other[tensor], (one["name"], tensor))
                        np.testing.assert_array_equal(one[tensor] != 0, other[tensor] != 0)
                runs = [simulated(self, trace) for trace in (self.path(name), folder)]
                self.assertEqual(*[[row["cycles"] for row in rows] for rows in runs])
