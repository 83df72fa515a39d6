# SPDX-License-Identifier: Apache-2.0
"""tools/fetch-networks on a package that is made here: its traces, and its answers to mistakes."""
import contextlib
import io
import os
from unittest import mock

import numpy as np

from packaged_weights import package_of
from real_networks import face_resnet, fetch, packages
from traces import TraceTest, read_trace


def face_package():
    """A reader of the face ResNet's package, with two small stages of random weights."""
    random = np.random.RandomState(6)
    weights = {}

    def convolution(layer, channels, filters, edge):
        weights[f"{layer}/conv/filters"] = random.randn(edge, edge, channels, filters) / edge / channels**0.5
        for tensor in ("conv/bias", "scale/weights", "scale/biases"):
            weights[f"{layer}/{tensor}"] = random.rand(filters)

    convolution("conv32_down", 3, 4, 7)
    for block, channels, filters in (
        ("conv4_1", 4, 4),
        ("conv8_down", 4, 8),
        ("conv8_1", 8, 8),
        ("conv256_down_out", 8, 8),
    ):
        convolution(f"{block}/conv1", channels, filters, 3)
        convolution(f"{block}/conv2", filters, filters, 3)
    weights["fc"] = random.randn(8, 5)
    return package_of(weights)


class Command(TraceTest):
    def run_command(self, *arguments):
        output, errors = io.StringIO(), io.StringIO()
        with mock.patch.object(packages, "fetch", lambda package, folder: face_package()), mock.patch.object(
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
