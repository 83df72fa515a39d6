# SPDX-License-Identifier: Apache-2.0
"""Does tools/judge-activations take traces as the exporter writes them, and put no bias beside drawn weights?"""
import os
import pathlib
import subprocess
import sys

from networks import NETWORKS, image
from traces import TraceTest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "fidelity"))
from judge_activations import description_of, with_drawn  # noqa: E402

JUDGE = pathlib.Path(__file__).resolve().parents[2] / "tools" / "judge-activations"


class JudgeActivations(TraceTest):
    def setUp(self):
        super().setUp()
        make, shape = NETWORKS["inception"]
        self.layers = self.exported(make(), image(shape))

    def test_floats_with_biases(self):
        self.assertTrue(any(layer["bias"] is not None for layer in self.layers.values()))
        for weights in ("real", "generated"):
            command = [JUDGE, "--scnnsim", os.environ["SCNNSIM"], "--pattern", "correlated", "--weights", weights]
            judged = subprocess.run([*command, self.path("trace")], capture_output=True, text=True)
            self.assertEqual(judged.returncode, 0, judged.stderr)
            self.assertRegex(judged.stdout.splitlines()[-1], r"^\| trace \| correlated \| [+-][0-9.]+ \|")

    def test_biases_stay_with_their_weights(self):
        # Others would decide how many outputs are zero, and so whether the output memory spills.
        scratch, trace = pathlib.Path(self.folder), pathlib.Path(self.path("trace"))
        for tensors, stays in ((["activations"], True), (["weights"], False)):
            described = description_of(with_drawn(scratch, trace, trace, tensors))
            self.assertEqual([layer["name"] for layer in described["layers"] if "bias" in layer],
                             [name for name, layer in self.layers.items() if stays and layer["bias"] is not None])
