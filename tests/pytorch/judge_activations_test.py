# SPDX-License-Identifier: Apache-2.0
"""Does tools/judge-activations take what the exporter writes, refuse other networks, read and measure parameters, and put no
bias beside drawn weights?"""
import math
import os
import pathlib
import subprocess
import sys

from networks import NETWORKS, image
from traces import TraceTest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "fidelity"))
from judge_activations import defaults_of, description_of, value_of, with_drawn  # noqa: E402

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

    def test_values_may_follow_the_size_of_the_layer(self):
        self.assertAlmostEqual(value_of("600/sqrt(size)", 3600), 10)
        self.assertAlmostEqual(value_of("2/cbrt(size)", 1000), 0.2)
        self.assertEqual(value_of("0.04", 1000), 0.04)
        self.assertAlmostEqual(value_of("-1e0/cbrt(size)", 1000), -0.1)
        defaults = "correlated,concentration=600/sqrt(size),spectrum=1,shared=2/cbrt(size),border=0.04"
        judged = self.judge("--pattern", defaults, self.path("trace"))
        self.assertEqual(judged.returncode, 0, judged.stderr)
        rows = [line.split("|")[3:] for line in judged.stdout.splitlines()[-2:]]
        self.assertEqual(rows[0], rows[1])

    def test_other_laws_are_refused(self):
        for value in ("2/log(size)", "two", ""):
            judged = self.judge("--pattern", f"correlated,shared={value}", self.path("trace"))
            self.assertEqual((judged.returncode, judged.stdout), (2, ""))
            self.assertIn(f"shared is {value or 'missing'}; expected a number, NUMBER/sqrt(size) or", judged.stderr)

    def test_other_patterns_and_parameters_are_refused(self):
        for pattern, text in (("correlatd", 'did you mean "correlated"'), ("", "known patterns"), ("correlated,foo=1", "foo"),
                              ("uniform,shared=0.1", "the pattern uniform has none"), ("correlated,shared=nan", "nan"),
                              ("correlated,concentration=0/sqrt(size)", "expected a number in 0.01"), ("correlated,", "no name"), ("correlated,shared=0.1,shared=0.2", "given twice")):
            judged = self.judge("--pattern", pattern, self.path("trace"))
            self.assertEqual((judged.returncode, judged.stdout), (2, ""), pattern)
            self.assertIn(text, judged.stderr)
            self.assertNotIn("/tmp", judged.stderr)

    def test_defaults_are_measured_as_means_over_traces(self):
        judged = self.judge("--measure", self.path("trace"), self.path("trace"))
        self.assertEqual(judged.returncode, 0, judged.stderr)
        head, _, one, other, mean = (line.split("|")[1:-1] for line in judged.stdout.splitlines())
        self.assertEqual(one, other)
        self.assertEqual(mean[0].strip(), "mean")
        self.assertEqual(mean[-4:], one[-4:])
        self.assertEqual([cell.strip() for cell in head[-4:]],
                         ["concentration x sqrt(size)", "spectrum", "shared x cbrt(size)", "border"])

    def test_defaults_of_layers(self):
        layers = [{"size": 100, "concentration": 4.0, "spectrum": 0.8, "shared": 0.1, "border": None},
                  {"size": 10000, "concentration": 1000.0, "spectrum": 4.0, "shared": 0.02, "border": 0.1}]
        measured = defaults_of(layers)  # 1000 counts as 100, 4 as 2.5
        self.assertAlmostEqual(measured["concentration x sqrt(size)"], math.sqrt(4 * 10 * 100 * 100))
        self.assertAlmostEqual(measured["spectrum"], (0.8 + 2.5) / 2)
        self.assertAlmostEqual(measured["shared x cbrt(size)"], (0.1 * 100 ** (1 / 3) + 0.02 * 10000 ** (1 / 3)) / 2)
        self.assertAlmostEqual(measured["border"], 0.05)

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
