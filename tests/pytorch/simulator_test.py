# SPDX-License-Identifier: Apache-2.0
"""Does the simulator accept what the exporter writes, verify every layer, and report the network's own densities?"""
import numpy as np
from torch import nn

from networks import NETWORKS, ResNetLike, image, made
from real_networks.pruning import GRAINS, prune_network
from scnnsim_exporter.granularity import recognize
from scnnsim_exporter.layers import Geometry, Layer
from scnnsim_exporter.trace_folder import write_trace
from structured_weights import structured_layers
from traces import TraceTest, scnnsim, simulated


class Simulator(TraceTest):
    def check(self, network, x, name, **options):
        """Rows of layers.csv, after everything about them was compared with the trace."""
        layers = self.exported(network, x, name, **options)
        checked = scnnsim("trace", "check", self.path(name))
        self.assertEqual(checked.returncode, 0, checked.stderr + checked.stdout)
        self.assertNotIn("granularity:", checked.stdout)  # the program's own rule finds the same
        rows = simulated(self, self.path(name))
        self.assertEqual([row["layer"] for row in rows], list(layers))
        for row, layer in zip(rows, layers.values()):
            for column, tensor in (
                ("weight_density", "weights"),
                ("input_density", "activations"),
                ("output_density", "written"),
            ):
                density = np.count_nonzero(layer[tensor]) / layer[tensor].size
                self.assertAlmostEqual(float(row[column]), density, places=5, msg=f"{row['layer']}: {column}")
        return rows

    def test_networks_of_every_style(self):
        for name, (make, shape) in NETWORKS.items():
            with self.subTest(name):
                self.check(make(), image(shape), name)

    def test_pruned_networks(self):
        for granularity in GRAINS:
            with self.subTest(granularity):
                network = made(ResNetLike)
                prune_network(network, granularity, 0.4)
                rows = self.check(network, image((3, 32, 32)), granularity)
                self.assertLess(float(rows[0]["weight_density"]), 0.45)

    def test_integers_take_the_same_cycles(self):
        make, shape = NETWORKS["inception"]
        floats = self.check(make(), image(shape), "floats")
        integers = self.check(make(), image(shape), "integers", integers=True)
        self.assertEqual([row["cycles"] for row in floats], [row["cycles"] for row in integers])

    def test_the_program_recognises_the_same_granularities(self):
        random = np.random.RandomState(1)
        layers = []
        for number in range(200):
            filters, channels, rows, columns = shape = [int(size) for size in random.randint(1, 5, 4)]
            weights = np.ones(shape, np.float32)
            for axes in range(1, 5):  # whole filters, kernels, rows, elements
                kept = random.rand(*shape[:axes]) >= random.choice([0, 0, 0.05, 0.3, 0.6])
                weights *= kept.reshape(shape[:axes] + [1] * (4 - axes))
            planes, written = np.ones((channels, rows, columns), np.float32), np.ones((filters, 1, 1), np.float32)
            layers.append(
                Layer(f"l{number}", weights, planes, None, None, written, [], recognize(weights), Geometry(), [], [])
            )
        structures = set()
        for structure, groups, weights in structured_layers(random):
            planes = np.ones((weights.shape[1] * groups, *weights.shape[2:]), np.float32)
            written = np.ones((len(weights), 1, 1), np.float32)
            found, geometry = recognize(weights, groups), Geometry(groups=groups)
            name = f"l{len(layers)}"
            layers.append(Layer(name, weights, planes, None, None, written, [], found, geometry, [], []))
            structures.add(structure)
        self.assertLessEqual({"none", *GRAINS, *structures}, {layer.granularity for layer in layers})
        write_trace(layers, "random", {}, self.path("trace"))
        checked = scnnsim("trace", "check", self.path("trace"))
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertNotIn("granularity:", checked.stdout)

    def test_an_output_that_is_not_the_layers_is_noticed(self):
        layers = self.exported(nn.Sequential(nn.Conv2d(3, 4, 3)), image((3, 8, 8)), integers=True)
        np.save(self.path("trace/0.output.npy"), layers["0"]["output"] + 1)
        self.assertNotEqual(scnnsim("trace", "check", self.path("trace")).returncode, 0)
