# SPDX-License-Identifier: Apache-2.0
"""What the tests share: traces read back, and the simulator."""
import csv
import json
import os
import subprocess
import tempfile
import unittest

import numpy as np
import torch
import torch.nn.functional as F
import yaml

from scnnsim_export import export

TENSORS = ("weights", "activations", "bias", "output", "written")


class TraceTest(unittest.TestCase):
    """Has an empty folder, `folder`."""

    def setUp(self):
        torch.manual_seed(5)  # what a test draws does not depend on the tests before it
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name

    def path(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def exported(self, model, inputs, name="trace", **options):
        """The layers of the trace that export() writes, by name, in order; `table` is what it returned."""
        self.table = export(model, inputs, self.path(name), **options)
        return read_trace(self.path(name))

    def assert_same_tensor(self, expected, found, message=None):
        expected = expected.detach().numpy() if isinstance(expected, torch.Tensor) else expected
        self.assertEqual(expected.shape, found.shape, message)
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5, err_msg=str(message))


def read_trace(folder: str):
    with open(os.path.join(folder, "trace.yaml"), encoding="utf-8") as file:
        document = yaml.safe_load(file)
    layers = {}
    for layer in document["layers"]:
        for key in TENSORS:
            layer[key] = np.load(os.path.join(folder, layer[key])) if key in layer else None
        layers[layer["name"]] = layer
    return layers


def convolved(layer) -> np.ndarray:
    """The output that a layer's tensors and numbers say, in float64."""
    layer = {"stride": [1, 1], "pad": [0, 0, 0, 0], "dilation": [1, 1], "groups": 1, "bias": None, **layer}
    top, left, bottom, right = layer["pad"]
    planes = F.pad(torch.from_numpy(layer["activations"].astype(np.float64))[None], (left, right, top, bottom))
    bias = None if layer["bias"] is None else torch.from_numpy(layer["bias"].astype(np.float64))
    weights = torch.from_numpy(layer["weights"].astype(np.float64))
    return F.conv2d(planes, weights, bias, layer["stride"], 0, layer["dilation"], layer["groups"])[0].numpy()


def scnnsim(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([os.environ["SCNNSIM"], *arguments], capture_output=True, text=True)


def simulated(test: TraceTest, trace: str):
    """Rows of layers.csv of a run in which everything must be verified."""
    results = trace + ".results"
    run = scnnsim("run", trace, "--out", results, "--quiet")
    test.assertEqual(run.returncode, 0, run.stderr)
    with open(os.path.join(results, "results.json"), encoding="utf-8") as file:
        test.assertTrue(all(layer["verified"] == "yes" for layer in json.load(file)["layers"]))
    with open(os.path.join(results, "layers.csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
