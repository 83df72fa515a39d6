# SPDX-License-Identifier: Apache-2.0
"""Does a network of Keras compute what its layers say, and is it found in modules and in JSON?"""
import base64
import json

import numpy as np
import torch
import torch.nn.functional as F

from packaged_weights import plain
from real_networks import tensorflow_js
from real_networks.keras_network import KerasNetwork
from traces import TraceTest


def keras_layer(kind, name, sources, **config):
    return {
        "class_name": kind,
        "name": name,
        "config": config,
        "inbound_nodes": [[[source, 0, 0, {}] for source in sources]] if sources else [],
    }


class Keras(TraceTest):
    """A network with every kind of layer, against the same written by hand."""

    def network(self):
        random = np.random.RandomState(5)
        weights = {
            "conv/kernel": random.randn(3, 2, 3, 4),
            "norm/moving_mean": random.randn(4),
            "norm/moving_variance": random.rand(4) + 0.5,
            "norm/gamma": random.randn(4),
            "norm/beta": random.randn(4),
            "depth/depthwise_kernel": random.randn(3, 3, 4, 1),
            "depth/bias": random.randn(4),
            "dense/kernel": random.randn(4 * 2 * 8, 5),
            "dense/bias": random.randn(5),
        }
        conv = {"strides": [2, 2], "use_bias": False, "activation": "linear", "padding": "same"}
        pool = {"pool_size": [3, 3], "strides": [1, 1], "padding": "same"}
        layers = [
            keras_layer("InputLayer", "input", []),
            keras_layer("Conv2D", "conv", ["input"], **conv),
            keras_layer("BatchNormalization", "norm", ["conv"], epsilon=0.01),
            keras_layer("ReLU", "relu", ["norm"], max_value=6),
            keras_layer("ZeroPadding2D", "pad", ["relu"], padding=[[0, 1], [2, 1]]),
            keras_layer(
                "DepthwiseConv2D", "depth", ["pad"], strides=[1, 1], use_bias=True, activation="relu", padding="valid"
            ),
            keras_layer("AveragePooling2D", "average", ["depth"], **pool),
            keras_layer("MaxPooling2D", "max", ["depth"], **pool),
            keras_layer("Add", "sum", ["average", "depth"]),
            keras_layer("Concatenate", "concat", ["sum", "max"]),
            keras_layer("Dropout", "dropout", ["concat"]),
            keras_layer("Flatten", "flat", ["dropout"]),
            keras_layer("Dense", "dense", ["flat"], activation="softmax"),
        ]
        return layers, {name: np.asarray(values, np.float32) for name, values in weights.items()}

    def by_hand(self, x, weights):
        w = {name: torch.from_numpy(values) for name, values in weights.items()}
        y = F.conv2d(F.pad(x, (0, 0, 0, 1)), w["conv/kernel"].permute(3, 2, 0, 1), stride=2)  # 6 x 6: one row below
        y = F.batch_norm(
            y, w["norm/moving_mean"], w["norm/moving_variance"], w["norm/gamma"], w["norm/beta"], eps=0.01
        ).clamp(0, 6)
        y = F.relu(
            F.conv2d(F.pad(y, (2, 1, 0, 1)), w["depth/depthwise_kernel"].permute(2, 3, 0, 1), w["depth/bias"], groups=4)
        )
        average = F.avg_pool2d(y, 3, 1, 1, count_include_pad=False)
        y = torch.cat([average + y, F.max_pool2d(y, 3, 1, 1)], 1)
        return torch.softmax(y.permute(0, 2, 3, 1).reshape(1, -1) @ w["dense/kernel"] + w["dense/bias"], 1)

    def test_every_kind_of_layer(self):
        layers, weights = self.network()
        x = torch.randn(1, 3, 6, 6)
        with torch.no_grad():
            self.assert_same_tensor(self.by_hand(x, weights), KerasNetwork(layers, weights)(x).numpy())

    def test_networks_in_modules_of_javascript(self):
        layers, weights = self.network()
        parts = [plain(name, values) for name, values in weights.items()]
        data = b"".join(part[1] for part in parts)
        model = {
            "modelTopology": {"model_config": {"config": {"layers": layers}}},
            "weightsManifest": [{"paths": ["shard1", "shard2"], "weights": [part[0] for part in parts]}],
        }
        module = "!function(e){module.exports=e()}(function(){{1:[function(a,n,i){n.exports=%s},{}]},{},[1])(1)});"
        files = {
            "m/model.min.js": module % json.dumps(model),
            "m/shard1.min.js": module % json.dumps(base64.b64encode(data[:99]).decode()),
            "m/shard2.min.js": module % json.dumps(base64.b64encode(data[99:]).decode()),
        }
        found, tensors = tensorflow_js.module_network("m", lambda name: files[name].encode())
        self.assertEqual(found, layers)
        for name, values in weights.items():
            np.testing.assert_array_equal(tensors[name], values)

    def test_networks_in_json(self):
        layers, weights = self.network()
        parts = [plain(name, values) for name, values in weights.items()]
        model = {
            "modelTopology": {"model_config": {"config": layers}},
            "weightsManifest": [{"paths": ["shard"], "weights": [part[0] for part in parts]}],
        }
        files = {"m/model.json": json.dumps(model).encode(), "m/shard": b"".join(part[1] for part in parts)}
        found, tensors = tensorflow_js.json_network("m", files.get)
        self.assertEqual(found, layers)
        for name, values in weights.items():
            np.testing.assert_array_equal(tensors[name], values)

    def test_larger_planes(self):
        layers = [
            keras_layer("InputLayer", "input", []),
            keras_layer("UpSampling2D", "up", ["input"], size=[2, 3], interpolation="nearest"),
        ]
        x = torch.randn(1, 2, 3, 2)
        np.testing.assert_array_equal(
            KerasNetwork(layers, {})(x).numpy(), x.numpy().repeat(2, axis=2).repeat(3, axis=3)
        )

    def test_unknown_layers_are_refused(self):
        with self.assertRaisesRegex(ValueError, "odd: unknown layer Lambda"):
            KerasNetwork([keras_layer("InputLayer", "input", []), keras_layer("Lambda", "odd", ["input"])], {})(
                torch.ones(1, 1, 2, 2)
            )
