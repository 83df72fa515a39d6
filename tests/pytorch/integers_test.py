# SPDX-License-Identifier: Apache-2.0
"""Layers in integers, by the rule of traces/quantize.h."""
import numpy as np

from networks import InceptionLike, image, made
from scnnsim_exporter.integers import quantize
from traces import TraceTest, convolved


class Integers(TraceTest):
    def test_the_rule(self):
        for tensor, values, exponent in (
            ([127.0, -1], [127, -1], 0),
            ([128.0, 3], [64, 2], -1),
            ([0.5, 1e-9, 0], [64, 1, 0], 7),
            ([1.0, -1.5 / 64, -2.5 / 64, -1e-9], [64, -2, -2, -1], 6),
            ([0.0, 0], [0, 0], 0),
            ([127.25, 1], [64, 1], -1),
        ):
            found, found_exponent = quantize(np.array(tensor, np.float32))
            self.assertEqual((found.tolist(), found_exponent), (values, exponent), tensor)

    def test_layers_are_exact_and_near_the_network(self):
        floats = self.exported(made(InceptionLike), image((3, 17, 18)), "floats")
        integers = self.exported(made(InceptionLike), image((3, 17, 18)), "integers", integers=True)
        for name, layer in integers.items():
            np.testing.assert_array_equal(convolved(layer), layer["output"])
            types = [str(layer[tensor].dtype) for tensor in ("weights", "activations", "written", "output")]
            self.assertEqual(types, ["int8", "int8", "int8", "int32"])
            for tensor in ("weights", "activations", "written"):
                np.testing.assert_array_equal(layer[tensor] != 0, floats[name][tensor] != 0)
            correlation = np.corrcoef(layer["output"].ravel(), floats[name]["output"].ravel())[0, 1]
            self.assertGreater(correlation, 0.999)
