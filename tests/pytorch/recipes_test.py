# SPDX-License-Identifier: Apache-2.0
"""The documents' recipes and commands, as they stand there."""
import os
import subprocess
import sys

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from traces import TraceTest, convolved, read_trace, scnnsim

SOURCE = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))


def blocks(document: str, language: str):
    """The code blocks of this language; "" for those without one."""
    found, inside = [], None
    with open(os.path.join(SOURCE, document), encoding="utf-8") as file:
        for line in file:
            if line.startswith("```"):
                if inside is None:
                    inside, opened = "", line[3:].strip()
                    continue
                if opened == language:
                    found.append(inside)
                inside = None
            elif inside is not None:
                inside += line
    return found


class Recipes(TraceTest):
    def recipes(self):
        names = {}
        for block in blocks("traces/README.md", "python"):
            exec(block, names)
        return names["write_trace"], names["keras_layer"]

    def test_numpy(self):
        write_trace, _ = self.recipes()
        random = np.random.RandomState(8)
        layers = [
            {
                "name": f"conv{index}",
                "weights": random.randn(4, 2, 3, 3).astype(np.float32),
                "groups": 2,
                "pad": [1, 1, 1, 1],
                "activations": random.randn(4, 6, 5).astype(np.float32),
                "after": "[relu]",
            }
            for index in range(2)
        ]
        write_trace(self.path("trace"), "by-hand", layers)
        found = read_trace(self.path("trace"))
        np.testing.assert_array_equal(found["conv1"]["weights"], layers[1]["weights"])
        self.assertEqual(scnnsim("trace", "check", self.path("trace")).returncode, 0)
        self.assertEqual(scnnsim("run", self.path("trace"), "--quiet").returncode, 0)

    def test_keras(self):
        write_trace, keras_layer = self.recipes()
        random = np.random.RandomState(9)
        image = random.randn(7, 8, 3).astype(np.float32)
        kernel, depthwise = random.randn(3, 2, 3, 5).astype(np.float32), random.randn(3, 3, 3, 2).astype(np.float32)
        write_trace(
            self.path("trace"),
            "keras",
            [
                keras_layer("valid", kernel, image),
                keras_layer("same", kernel, image, (2, 2), "same"),
                keras_layer("depth", depthwise, image, (2, 2), "same", depthwise=True),
            ],
        )
        layers = read_trace(self.path("trace"))
        self.assertEqual(scnnsim("trace", "check", self.path("trace")).returncode, 0)
        planes = torch.from_numpy(image).permute(2, 0, 1)[None].double()
        weights, own = torch.from_numpy(kernel).permute(3, 2, 0, 1).double(), torch.from_numpy(depthwise).double()
        # "same": 4 x 4 positions; rows need 9 of 7, columns 8 of 8. Filter c * multiplier + m of a depthwise layer is own[:, :, c, m].
        expected = {
            "valid": F.conv2d(planes, weights),
            "same": F.conv2d(F.pad(planes, (0, 0, 1, 1)), weights, stride=2),
            "depth": F.conv2d(
                F.pad(planes, (0, 1, 1, 1)),
                torch.stack([own[:, :, i // 2, i % 2] for i in range(6)])[:, None],
                stride=2,
                groups=3,
            ),
        }
        for name, output in expected.items():
            np.testing.assert_allclose(convolved(layers[name]), output[0].numpy(), rtol=1e-5, atol=1e-5)


class Commands(TraceTest):
    def test_of_both_documents(self):
        commands = [
            line
            for document in ("traces/README.md", "README.md")
            for block in blocks(document, "")
            if "scnnsim_export.py" in block
            for line in block.splitlines()
        ]
        self.assertGreaterEqual(len(commands), 6)
        Image.fromarray((np.random.rand(16, 16, 3) * 255).astype(np.uint8)).save(self.path("photo.png"))
        with open(self.path("my_model.py"), "w", encoding="utf-8") as file:
            file.write(
                "from torch import nn\ndef make_model():\n"
                "  return nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 2, 3))\n"
            )
        os.mkdir(self.path("out"))  # as tools/demo leaves it
        os.symlink(os.path.join(SOURCE, "tools"), self.path("tools"))
        os.symlink(sys.executable, self.path("python3"))
        path = ":".join([self.folder, os.path.dirname(os.environ["SCNNSIM"]), os.environ["PATH"]])
        for command in commands:
            if command.startswith("tools/pytorch"):
                command += " --force"
            result = subprocess.run(
                command.replace("--out my-results", "--out my-results --force"),
                shell=True,
                cwd=self.folder,
                env={**os.environ, "PATH": path},
                capture_output=True,
                text=True,
            )
            self.assertEqual(result.returncode, 0, command + result.stderr)
