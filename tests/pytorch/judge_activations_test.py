# SPDX-License-Identifier: Apache-2.0
"""Does tools/judge-activations take what the exporter writes, refuse other networks, and put no bias beside drawn weights?"""
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

    @staticmethod
    def judge(*arguments):
        command = [JUDGE, "--scnnsim", os.environ["SCNNSIM"], "--pattern", "correlated", *arguments]
        return subprocess.run(command, capture_output=True, text=True)

    def test_floats_with_biases(self):
        self.assertTrue(any(layer["bias"] is not None for layer in self.layers.values()))
        for weights in ("real", "generated"):
            judged = self.judge("--weights", weights, self.path("trace"))
            self.assertEqual(judged.returncode, 0, judged.stderr)
            self.assertRegex(judged.stdout.splitlines()[-1], r"^\| trace \| correlated \| [+-][0-9.]+ \|")

    def test_traces_of_other_networks_are_refused(self):
        make, shape = NETWORKS["resnet"]
        self.exported(make(), image(shape), "other")
        for option, traces in (("--floor", ("trace", "other")), ("--estimate", ("other", "trace"))):
            judged = self.judge(option, *map(self.path, traces))
            self.assertEqual((judged.returncode, judged.stdout), (2, ""))
            self.assertRegex(judged.stderr, "other/trace.yaml: layer 2 is a.conv1, in .*/trace/trace.yaml one; expected")

    def test_missing_traces_are_refused(self):
        judged = self.judge(self.path("none"))
        self.assertEqual(judged.returncode, 2)
        self.assertIn("none: no trace is there", judged.stderr)

    def test_biases_stay_with_their_weights(self):
        # Others would decide how many outputs are zero, and so whether the output memory spills.
        scratch, trace = pathlib.Path(self.folder), pathlib.Path(self.path("trace"))
        for tensors, stays in ((["activations"], True), (["weights"], False)):
            described = description_of(with_drawn(scratch, trace, trace, tensors))
            self.assertEqual([layer["name"] for layer in described["layers"] if "bias" in layer],
                             [name for name, layer in self.layers.items() if stays and layer["bias"] is not None])
