# SPDX-License-Identifier: Apache-2.0
"""tools/fetch-networks without a network: its formats, networks, pictures and mistakes, on packages that are made here."""
import base64
import contextlib
import io
import json
import os
import stat
from unittest import mock

import numpy as np
import torch
import torch.nn.functional as F

from real_networks import age_gender, face_detector, face_features, face_resnet, fetch, packages, tensorflow_js
from real_networks.keras_network import KerasNetwork
from scnnsim_export import ExportError
from traces import TraceTest, read_trace


def quantised(name, values, scale, low):
    stored = np.rint((values - low) / scale).astype(np.uint8)
    entry = {
        "name": name,
        "shape": list(values.shape),
        "dtype": "float32",
        "quantization": {"dtype": "uint8", "scale": scale, "min": low},
    }
    return entry, stored.tobytes()


def plain(name, values):
    values = np.asarray(values, np.float32)
    return {"name": name, "shape": list(values.shape), "dtype": "float32"}, values.tobytes()


def package_of(weights):
    """A reader of a package that has these arrays, in one file."""
    parts = [plain(name, values) for name, values in weights.items()]
    manifest = json.dumps([{"paths": ["weights.bin"], "weights": [part[0] for part in parts]}]).encode()
    data = b"".join(part[1] for part in parts)
    return lambda name: manifest if name.endswith(".json") else data


class Formats(TraceTest):
    def test_objects_of_javascript(self):
        text = '{a:!0,$b_1:[.5,-.25,1e3,-2.5e-7,null],"c:d":"x,{:\\"y",e:{f:!1,g:[]}}},{},[1])(1)'
        self.assertEqual(
            tensorflow_js.parse_object(text),
            {"a": True, "$b_1": [0.5, -0.25, 1000, -2.5e-7, None], "c:d": 'x,{:"y', "e": {"f": False, "g": []}},
        )

    def test_weights_that_are_quantised_and_spread_over_files(self):
        values = np.array([[-1, -0.5], [0, 1.5]], np.float32)
        half = {"name": "h", "shape": [3], "dtype": "float32", "quantization": {"dtype": "float16"}}
        parts = [quantised("q", values, 0.5, -1.0), plain("p", 7.0), (half, np.array([1, 2, 3], np.float16).tobytes())]
        data = b"".join(part[1] for part in parts)
        manifest = [{"paths": ["one", "two"], "weights": [part[0] for part in parts]}]
        tensors = tensorflow_js.weights(manifest, {"one": data[:5], "two": data[5:]}.get)
        np.testing.assert_array_equal(tensors["q"], values)
        self.assertEqual((tensors["p"].tolist(), tensors["h"].tolist()), (7.0, [1, 2, 3]))
        with self.assertRaisesRegex(ValueError, "expected 14"):
            tensorflow_js.weights(manifest, {"one": data, "two": b"more"}.get)


class Packages(TraceTest):
    def npm(self, script: str):
        """A PATH on which npm is this script."""
        with open(self.path("npm"), "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + script)
        os.chmod(self.path("npm"), stat.S_IRWXU)
        return mock.patch.dict(os.environ, PATH=self.folder + ":/usr/bin:/bin")

    def test_other_contents_are_refused(self):
        with open(self.path(packages.NSFWJS.file), "wb") as file:
            file.write(b"something else")
        with self.assertRaisesRegex(ExportError, "SHA-256 is .* expected 4496790e.* for nsfwjs@4.3.0"):
            packages.fetch(packages.NSFWJS, self.folder)

    def test_no_network(self):
        with self.npm("echo 'npm error code ENOTFOUND' >&2; exit 1\n"):
            with self.assertRaisesRegex(
                ExportError, "status 1: npm error code ENOTFOUND; without network, put nsfwjs-4.3.0.tgz"
            ):
                packages.fetch(packages.NSFWJS, self.path("new"))

    def test_no_npm(self):
        with mock.patch.dict(os.environ, PATH=self.folder), self.assertRaisesRegex(ExportError, "npm is missing"):
            packages.fetch(packages.NSFWJS, self.path("new"))

    def test_what_npm_fetched_is_checked(self):
        with self.npm('[ "$1 $2 $3" = "pack nsfwjs@4.3.0 --pack-destination" ] && echo other >"$4/nsfwjs-4.3.0.tgz"\n'):
            with self.assertRaisesRegex(ExportError, "SHA-256"):
                packages.fetch(packages.NSFWJS, self.path("new"))


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


def face_package(name: str) -> bytes:
    """The face ResNet's weights file and manifest, with two small stages of random weights."""
    random = np.random.RandomState(6)
    parts = []

    def convolution(layer, channels, filters, edge):
        parts.append(
            plain(f"{layer}/conv/filters", random.randn(edge, edge, channels, filters) / edge / channels**0.5)
        )
        for tensor in ("conv/bias", "scale/weights", "scale/biases"):
            parts.append(plain(f"{layer}/{tensor}", random.rand(filters)))

    convolution("conv32_down", 3, 4, 7)
    for block, channels, filters in (
        ("conv4_1", 4, 4),
        ("conv8_down", 4, 8),
        ("conv8_1", 8, 8),
        ("conv256_down_out", 8, 8),
    ):
        convolution(f"{block}/conv1", channels, filters, 3)
        convolution(f"{block}/conv2", filters, filters, 3)
    parts.append(plain("fc", random.randn(8, 5)))
    if name.endswith(".json"):
        return json.dumps([{"paths": ["weights.bin"], "weights": [part[0] for part in parts]}]).encode()
    return b"".join(part[1] for part in parts)


class FaceDetector(TraceTest):
    """A detector of few channels, against the same written by hand, layer by layer."""

    def weights(self):
        random = np.random.RandomState(7)
        weights = {}

        def pointwise(name, rows, channels, filters, bias="convolution_bn_offset"):
            weights[f"{name}/weights"] = random.randn(rows, rows, channels, filters) / (rows * channels**0.5)
            weights[f"{name}/{bias}"] = random.rand(filters)

        pointwise("MobilenetV1/Conv2d_0_pointwise", 3, 3, 4)
        for number in range(1, 14):
            name = f"MobilenetV1/Conv2d_{number}_depthwise"
            weights[f"{name}/depthwise_weights"] = random.randn(3, 3, 3 + number, 1)
            for part in ("gamma", "beta", "moving_mean", "moving_variance"):
                weights[f"{name}/BatchNorm/{part}"] = random.rand(3 + number) + 0.5
            pointwise(f"MobilenetV1/Conv2d_{number}_pointwise", 1, 3 + number, 4 + number)
        for number in range(8):
            pointwise(f"Prediction/Conv2d_{number}_pointwise", 1 + 2 * (number % 2), 17 if number == 0 else 5, 5)
        for number, channels in enumerate((15, 17, 5, 5, 5, 5)):
            pointwise(f"Prediction/BoxPredictor_{number}/BoxEncodingPredictor", 1, channels, 8, "biases")
            pointwise(f"Prediction/BoxPredictor_{number}/ClassPredictor", 1, channels, 6, "biases")
        return {name: np.asarray(values, np.float32) for name, values in weights.items()}

    def by_hand(self, x, weights):
        w = {name: torch.from_numpy(values) for name, values in weights.items()}

        def pointwise(name, x, stride=1, bias="convolution_bn_offset"):
            filters = w[f"{name}/weights"].permute(3, 2, 0, 1)
            if filters.shape[2] == 3:  # padding "same" of an even plane: all of it behind where there is a stride
                x = F.pad(x, (0, 1, 0, 1) if stride == 2 and x.shape[2] % 2 == 0 else (1, 1, 1, 1))
            return F.conv2d(x, filters, w[f"{name}/{bias}"], stride)

        def predict(number, kind, x):
            return pointwise(f"Prediction/BoxPredictor_{number}/{kind}", x, bias="biases").permute(0, 2, 3, 1).flatten(1)

        x, scales = pointwise("MobilenetV1/Conv2d_0_pointwise", x, 2).clamp(0, 6), []
        for number in range(1, 14):
            name, stride = f"MobilenetV1/Conv2d_{number}_depthwise", 2 if number in (2, 4, 6, 12) else 1
            x = F.pad(x, (0, 1, 0, 1) if stride == 2 and x.shape[2] % 2 == 0 else (1, 1, 1, 1))
            x = F.conv2d(x, w[f"{name}/depthwise_weights"].permute(2, 3, 0, 1), None, stride, groups=x.shape[1])
            norm = [w[f"{name}/BatchNorm/{part}"] for part in ("moving_mean", "moving_variance", "gamma", "beta")]
            x = F.batch_norm(x, *norm, eps=0.001).clamp(0, 6)
            x = pointwise(f"MobilenetV1/Conv2d_{number}_pointwise", x).clamp(0, 6)
            if number in (11, 13):
                scales.append(x)
        for number in range(8):
            x = pointwise(f"Prediction/Conv2d_{number}_pointwise", x, 1 + number % 2).clamp(0, 6)
            if number % 2:
                scales.append(x)
        return tuple(
            torch.cat([predict(number, kind, scale) for number, scale in enumerate(scales)], 1)
            for kind in ("BoxEncodingPredictor", "ClassPredictor")
        )

    def test_same_as_by_hand(self):
        weights, x = self.weights(), torch.rand(1, 3, 64, 64)
        with torch.no_grad():
            found, expected = face_detector.FaceDetector(package_of(weights))(x), self.by_hand(x, weights)
        for one, other in zip(found, expected):
            self.assertGreater(np.abs(other.numpy()).max(), 0.1)
            self.assert_same_tensor(other, one.numpy())


class SeparableNetwork(TraceTest):
    """Random weights of face-api's separable networks, and TensorFlow's convolutions on them by hand."""

    def setUp(self):
        super().setUp()
        self.random = np.random.RandomState(8)
        self.weights = {}

    def _draw(self, name, *shape):
        fan_in = np.prod(shape[:-1]) if len(shape) > 1 else 1.0
        self.weights[name] = np.asarray(self.random.randn(*shape) * np.sqrt(2 / fan_in), np.float32)

    def add_convolution(self, name, edge, channels, filters):
        self._draw(f"{name}/filters", edge, edge, channels, filters)
        self._draw(f"{name}/bias", filters)

    def add_separable(self, name, channels, filters):
        self.weights[f"{name}/depthwise_filter"] = np.asarray(self.random.randn(3, 3, channels, 1) / 3, np.float32)
        self._draw(f"{name}/pointwise_filter", 1, 1, channels, filters)
        self._draw(f"{name}/bias", filters)

    def add_dense(self, name, channels, filters):
        self._draw(f"{name}/weights", channels, filters)
        self._draw(f"{name}/bias", filters)

    def tensor(self, name):
        return torch.from_numpy(self.weights[name])

    @staticmethod
    def padded(x, stride, value=0.0):
        """For 3 x 3 and padding "same": of an even plane all of it behind where there is a stride."""
        rows, columns = ((0, 1) if stride == 2 and size % 2 == 0 else (1, 1) for size in x.shape[2:])
        return F.pad(x, (*columns, *rows), value=value)

    def convolve(self, name, x, stride=1):
        filters = self.tensor(f"{name}/filters").permute(3, 2, 0, 1)
        x = self.padded(x, stride) if filters.shape[2] == 3 else x
        return F.conv2d(x, filters, self.tensor(f"{name}/bias"), stride)

    def separate(self, name, x, stride=1):
        planes = self.tensor(f"{name}/depthwise_filter").permute(2, 3, 0, 1)
        x = F.conv2d(self.padded(x, stride), planes, None, stride, groups=x.shape[1])
        return F.conv2d(x, self.tensor(f"{name}/pointwise_filter").permute(3, 2, 0, 1), self.tensor(f"{name}/bias"))

    def connect(self, name, x):
        return x @ self.tensor(f"{name}/weights") + self.tensor(f"{name}/bias")

    def assert_same(self, expected, found):
        for one, other in zip(expected, found):
            self.assertGreater(np.abs(one.numpy()).max(), 0.1)
            self.assert_same_tensor(one, other.numpy())


class FaceFeatures(SeparableNetwork):
    """Landmarks and expression, of few channels, against the same written by hand."""

    def by_hand(self, x):
        for block in ("dense0", "dense1", "dense2", "dense3"):
            first = self.convolve if block == "dense0" else self.separate
            one = first(f"{block}/conv0", x, 2).relu()
            two = self.separate(f"{block}/conv1", one)
            three = self.separate(f"{block}/conv2", (one + two).relu())
            four = self.separate(f"{block}/conv3", (one + (two + three)).relu())
            x = (one + (two + (three + four))).relu()
        return self.connect("fc", F.avg_pool2d(x, x.shape[2:]).flatten(1))

    def network(self):
        self.add_convolution("dense0/conv0", 3, 3, 4)
        channels = 4
        for block, filters in (("dense0", 4), ("dense1", 5), ("dense2", 6), ("dense3", 8)):
            if block != "dense0":
                self.add_separable(f"{block}/conv0", channels, filters)
            for number in (1, 2, 3):
                self.add_separable(f"{block}/conv{number}", filters, filters)
            channels = filters
        self.add_dense("fc", channels, 7)
        return face_features.FaceFeatures(face_features.EXPRESSION, package_of(self.weights))

    def test_same_as_by_hand(self):
        network = self.network()
        for size in (32, 45):
            x = torch.randn(1, 3, size, size)
            with self.subTest(size), torch.no_grad():
                self.assert_same([self.by_hand(x)], [network(x)])

    def test_inputs_of_separable_convolutions(self):
        layers = self.exported(self.network(), torch.randn(3, 32, 32))
        self.assertEqual(len(layers), 1 + 2 * 15 + 1)
        self.assertEqual(layers["dense1.conv0.depthwise"]["groups"], 4)
        self.assertGreaterEqual(layers["dense1.conv0.depthwise"]["activations"].min(), 0)
        self.assertLess(layers["dense1.conv0.pointwise"]["activations"].min(), 0)


class AgeGender(SeparableNetwork):
    """Of few channels, against the same written by hand."""

    def reduction(self, name, x, y):
        y = self.separate(f"{name}/separable_conv0", y)
        y = self.padded(self.separate(f"{name}/separable_conv1", y.relu()), 2, -np.inf)
        return F.max_pool2d(y, 3, 2) + self.convolve(f"{name}/expansion_conv", x, 2)

    def by_hand(self, x):
        x = self.convolve("entry_flow/conv_in", x, 2).relu()
        x = self.reduction("entry_flow/reduction_block_0", x, x)
        x = self.reduction("entry_flow/reduction_block_1", x, x.relu())
        for block in ("middle_flow/main_block_0", "middle_flow/main_block_1"):
            y = x
            for number in (0, 1, 2):
                y = self.separate(f"{block}/separable_conv{number}", y.relu())
            x = y + x
        x = self.reduction("exit_flow/reduction_block", x, x.relu())
        x = self.separate("exit_flow/separable_conv", x).relu()
        x = F.avg_pool2d(x, x.shape[2:]).flatten(1)
        return self.connect("fc/age", x), self.connect("fc/gender", x)

    def network(self):
        self.add_convolution("entry_flow/conv_in", 3, 3, 4)
        for name, channels, filters in (
            ("entry_flow/reduction_block_0", 4, 5),
            ("entry_flow/reduction_block_1", 5, 6),
            ("exit_flow/reduction_block", 6, 8),
        ):
            self.add_separable(f"{name}/separable_conv0", channels, filters)
            self.add_separable(f"{name}/separable_conv1", filters, filters)
            self.add_convolution(f"{name}/expansion_conv", 1, channels, filters)
        for block in (0, 1):
            for number in (0, 1, 2):
                self.add_separable(f"middle_flow/main_block_{block}/separable_conv{number}", 6, 6)
        self.add_separable("exit_flow/separable_conv", 8, 9)
        self.add_dense("fc/age", 9, 1)
        self.add_dense("fc/gender", 9, 2)
        return age_gender.AgeGender(package_of(self.weights))

    def test_same_as_by_hand(self):
        network = self.network()
        for size in (32, 45, 52):  # planes with even and odd numbers of rows before each stride
            x = torch.randn(1, 3, size, size)
            with self.subTest(size), torch.no_grad():
                self.assert_same(self.by_hand(x), network(x))


class Command(TraceTest):
    def run_command(self, *arguments):
        output, errors = io.StringIO(), io.StringIO()
        with mock.patch.object(packages, "fetch", lambda package, folder: face_package), mock.patch.object(
            face_resnet, "STAGES", ((4, 1), (8, 1))
        ), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            try:
                status = fetch.main(list(arguments))
            except SystemExit as ending:  # argparse
                status = ending.code
        return status, output.getvalue() + errors.getvalue()

    def test_a_trace_per_image(self):
        status, output = self.run_command(
            "face-resnet",
            "--out",
            self.path("out"),
            "--images",
            "astronaut,rocket",
            "--size",
            "64",
            "--density",
            "0.3",
            "--granularity",
            "vector",
        )
        self.assertEqual(status, 0, output)
        names = sorted(os.listdir(self.path("out")))
        self.assertEqual(names, ["face-resnet-vector-0.30-astronaut", "face-resnet-vector-0.30-rocket"])
        traces = [read_trace(os.path.join(self.path("out"), name)) for name in names]
        for layers in traces:
            self.assertEqual(list(layers)[:3], ["conv32_down", "conv4_1.conv1", "conv4_1.conv2"])
            self.assertEqual(layers["conv8_down.conv2"]["after"], ["pad", "add", "relu"])
            for name, layer in layers.items():
                if name != "fc":
                    grains = layer["weights"].size // layer["weights"].shape[3]
                    self.assertEqual(layer["granularity"], "vector", name)
                    self.assertEqual(np.count_nonzero(layer["weights"].any(3)), round(0.3 * grains), name)
        difference = traces[0]["conv32_down"]["activations"] - traces[1]["conv32_down"]["activations"]
        self.assertGreater(np.abs(difference).max(), 0.1)

    def test_mistakes(self):
        out = ("--out", self.path("out"))
        for message, arguments in (
            ("unknown network resnet", ("resnet", *out)),
            ("come together", (*out, "--density", "0.3")),
            ("expected a number above 0", (*out, "--density", "0", "--granularity", "filter")),
            ("--images moon", (*out, "--images", "moon")),
            ("--size 5", (*out, "--size", "5")),
            ("its layers are conv32_down", (*out, "--layers", "conv1")),
            ("--granularity", (*out, "--granularity", "row")),
            ("--out", ()),
        ):
            with self.subTest(message):
                status, output = self.run_command(*arguments)
                self.assertEqual(status, 2)
                self.assertIn(message, output)
                self.assertEqual(os.path.exists(self.path("out")) and os.listdir(self.path("out")), False)
