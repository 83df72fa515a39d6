# SPDX-License-Identifier: Apache-2.0
"""Do the networks of face-api compute what the same layers by hand do?"""
import numpy as np
import torch
import torch.nn.functional as F

from packaged_weights import package_of
from real_networks import age_gender, face_detector, face_features
from traces import TraceTest


def padded(x, stride, value=0.0):
    """TensorFlow's padding "same" for 3 x 3: at stride 2 an even plane has all of it at its end."""
    rows, columns = ((0, 1) if stride == 2 and size % 2 == 0 else (1, 1) for size in x.shape[2:])
    return F.pad(x, (*columns, *rows), value=value)


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
            return F.conv2d(padded(x, stride) if filters.shape[2] == 3 else x, filters, w[f"{name}/{bias}"], stride)

        def predict(number, kind, x):
            return pointwise(f"Prediction/BoxPredictor_{number}/{kind}", x, bias="biases").permute(0, 2, 3, 1).flatten(1)

        x, scales = pointwise("MobilenetV1/Conv2d_0_pointwise", x, 2).clamp(0, 6), []
        for number in range(1, 14):
            name, stride = f"MobilenetV1/Conv2d_{number}_depthwise", 2 if number in (2, 4, 6, 12) else 1
            x = F.conv2d(padded(x, stride), w[f"{name}/depthwise_weights"].permute(2, 3, 0, 1), None, stride, groups=x.shape[1])
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

    def convolve(self, name, x, stride=1):
        filters = self.tensor(f"{name}/filters").permute(3, 2, 0, 1)
        x = padded(x, stride) if filters.shape[2] == 3 else x
        return F.conv2d(x, filters, self.tensor(f"{name}/bias"), stride)

    def separate(self, name, x, stride=1):
        planes = self.tensor(f"{name}/depthwise_filter").permute(2, 3, 0, 1)
        x = F.conv2d(padded(x, stride), planes, None, stride, groups=x.shape[1])
        return F.conv2d(x, self.tensor(f"{name}/pointwise_filter").permute(3, 2, 0, 1), self.tensor(f"{name}/bias"))

    def connect(self, name, x):
        return x @ self.tensor(f"{name}/weights") + self.tensor(f"{name}/bias")

    def assert_same(self, expected, found):
        for one, other in zip(expected, found):
            self.assertGreater(np.abs(one.numpy()).max(), 0.1)
            self.assert_same_tensor(one, other.numpy())


class FaceFeatures(SeparableNetwork):
    """Landmarks and expression, of few channels, against the same written by hand."""

    def first(self, block, x):
        return (self.convolve if block == "dense0" else self.separate)(f"{block}/conv0", x, 2).relu()

    def by_hand(self, x):
        for block in ("dense0", "dense1", "dense2", "dense3"):
            one = self.first(block, x)
            two = self.separate(f"{block}/conv1", one)
            three = self.separate(f"{block}/conv2", (one + two).relu())
            four = self.separate(f"{block}/conv3", (one + (two + three)).relu())
            x = (one + (two + (three + four))).relu()
        return self.connect("fc", F.avg_pool2d(x, x.shape[2:]).flatten(1))

    def tiny_by_hand(self, x):
        for block in ("dense0", "dense1", "dense2"):
            one = self.first(block, x)
            two = self.separate(f"{block}/conv1", one)
            three = self.separate(f"{block}/conv2", (one + two).relu())
            x = (one + (two + three)).relu()
        return self.connect("fc", F.avg_pool2d(x, x.shape[2:]).flatten(1))

    def network(self, model=face_features.EXPRESSION, blocks=4, separable=3):
        self.add_convolution("dense0/conv0", 3, 3, 4)
        channels = 4
        for block, filters in list(zip(("dense0", "dense1", "dense2", "dense3"), (4, 5, 6, 8)))[:blocks]:
            if block != "dense0":
                self.add_separable(f"{block}/conv0", channels, filters)
            for number in range(1, separable + 1):
                self.add_separable(f"{block}/conv{number}", filters, filters)
            channels = filters
        self.add_dense("fc", channels, 7)
        return face_features.FaceFeatures(model, package_of(self.weights))

    def test_same_as_by_hand(self):
        network = self.network()
        for size in (32, 45):
            x = torch.randn(1, 3, size, size)
            with self.subTest(size), torch.no_grad():
                self.assert_same([self.by_hand(x)], [network(x)])

    def test_tiny_landmarks_same_as_by_hand(self):
        network = self.network(face_features.TINY_LANDMARKS, blocks=3, separable=2)
        x = torch.randn(1, 3, 37, 37)
        with torch.no_grad():
            self.assert_same([self.tiny_by_hand(x)], [network(x)])
        self.assertEqual(len(self.exported(network, torch.randn(3, 32, 32))), 1 + 2 * 8 + 1)

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
        y = padded(self.separate(f"{name}/separable_conv1", y.relu()), 2, -np.inf)
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
