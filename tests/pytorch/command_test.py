# SPDX-License-Identifier: Apache-2.0
"""The command, as a user types it: models and inputs of every kind, and mistakes."""
import contextlib
import io
import os
import signal
import subprocess
import sys
import time

import numpy as np
import torch
from PIL import Image
from torch import nn

import networks
from scnnsim_exporter import trace_folder
from scnnsim_exporter.command import main
from scnnsim_export import ExportError, export
from traces import TraceTest, read_trace, scnnsim

COMMAND = os.path.join(os.path.dirname(sys.modules["scnnsim_export"].__file__), "scnnsim_export.py")
MODEL = """
import numpy, torch
from torch import nn
def make(): return nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
def two(): return nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Conv2d(4, 2, 1))
def with_input(): return make(), torch.ones(1, 3, 5, 5)
def with_array(): return make(), numpy.ones((3, 5, 5), 'float32')
class Holder: network = make()
def fails(): raise KeyError('weights')
def nothing(): return None
number = 3
"""


class CommandTest(TraceTest):
    def setUp(self):
        super().setUp()
        with open(self.path("model.py"), "w", encoding="utf-8") as file:
            file.write(MODEL)
        np.save(self.path("x.npy"), np.random.rand(3, 8, 8).astype(np.float32))
        Image.fromarray(np.arange(10 * 12 * 3, dtype=np.uint8).reshape(10, 12, 3)).save(self.path("x.png"))

    def run_command(self, *arguments):
        """The command in this process, where PyTorch is loaded already."""
        stdout, stderr = io.StringIO(), io.StringIO()
        path, modules, folder = list(sys.path), set(sys.modules), os.getcwd()
        os.chdir(self.folder)
        try:
            with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
                status = main(list(arguments))
        except SystemExit as ending:  # argparse
            status = ending.code
        finally:
            os.chdir(folder)
            sys.path[:] = path
            for name in set(sys.modules) - modules:
                if name in ("model", "syntax"):
                    del sys.modules[name]
        return subprocess.CompletedProcess(arguments, status, stdout.getvalue(), stderr.getvalue())

    def assert_written(self, *arguments):
        result = self.run_command(*arguments, "--out", "trace", "--force")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("granularity", result.stdout)
        return read_trace(self.path("trace"))

    def assert_refused(self, message, *arguments, status=2):
        """One line on stderr, and nothing new in the folder."""
        before = sorted(os.listdir(self.folder))
        result = self.run_command(*arguments)
        self.assertEqual(result.returncode, status, (arguments, result.stdout, result.stderr))
        self.assertIn(message, result.stderr)
        self.assertNotIn("Traceback", result.stderr)
        self.assertEqual(sorted(os.listdir(self.folder)), before)


class Models(CommandTest):
    def test_of_every_kind(self):
        network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
        torch.save(network, self.path("whole.pt"))
        torch.jit.script(network).save(self.path("script.pt"))
        for model in ("model:make", "model.py:make", "model:Holder.network", "whole.pt", "script.pt"):
            with self.subTest(model):
                layer = self.assert_written(model, "--input", "x.npy")["0"]
                np.testing.assert_array_equal(layer["activations"], np.load(self.path("x.npy")))
        for model in ("model:with_input", "model:with_array"):
            with self.subTest(model):
                self.assertEqual(self.assert_written(model)["0"]["activations"].sum(), 75)

    def test_a_layer_that_is_not_the_first_finds_its_input_on_chip(self):
        whole = self.assert_written("model:two", "--input", "x.npy")
        self.assertEqual([layer["input"] for layer in whole.values()], ["dram", "on_chip"])
        last = self.assert_written("model:two", "--input", "x.npy", "--layers", "2")
        self.assertEqual(last["2"]["input"], "on_chip")

    def test_mistakes(self):
        torch.save(networks.made(networks.ResNetLike).state_dict(), self.path("state.pt"))
        with open(self.path("broken.pt"), "wb") as file:
            file.write(b"PK\x03\x04 no archive")
        with open(self.path("syntax.py"), "w", encoding="utf-8") as file:
            file.write("def make(:")
        rest = ("--input", "x.npy", "--out", "new")
        for message, model in (
            ("no such file", "none.pt"),
            ("no such file", "none.py:make"),
            ("ModuleNotFoundError", "none:make"),
            ("has no other; it has make, two, with_input", "model:other"),
            ("expected model.py:FUNCTION", "model.py"),
            ("KeyError: 'weights'", "model:fails"),
            ("state_dict", "state.pt"),
            ("cannot be loaded", "broken.pt"),
            ("SyntaxError", "syntax.py:make"),
            ("expected a function that returns the model", "model:number"),
            ("the model is a NoneType", "model:nothing"),
        ):
            with self.subTest(model):
                self.assert_refused(message, model, *rest)
        self.assert_refused("give --input", "model:make", "--out", "new")


def stretched(planes, length, axis):
    """Linear interpolation between the centres of positions along one axis."""
    size = planes.shape[axis]
    at = np.clip((np.arange(length) + 0.5) * size / length - 0.5, 0, size - 1)
    below = np.minimum(at.astype(int), max(size - 2, 0))
    share = (at - below).reshape([-1 if d == axis else 1 for d in range(planes.ndim)])
    return planes.take(below, axis) * (1 - share) + planes.take(np.minimum(below + 1, size - 1), axis) * share


class Inputs(CommandTest):
    def test_pictures(self):
        layer = self.assert_written("model:make", "--input", "x.png")["0"]
        pixels = np.asarray(Image.open(self.path("x.png")), np.float32).transpose(2, 0, 1)
        self.assert_same_tensor(pixels / 255, layer["activations"])
        options = ("--mean", "1,2,3", "--scale", "0.5,1,2", "--channels", "bgr", "--size", "6x7")
        layer = self.assert_written("model:make", "--input", "x.png", *options)["0"]
        self.assertEqual(self.assert_written("model:make", "--input", "x.png", "--size", "9")["0"]["H"], 9)
        scaled = stretched(stretched(pixels, 6, 1), 7, 2)[::-1]
        means, factors = np.float32([1, 2, 3]).reshape(3, 1, 1), np.float32([0.5, 1, 2]).reshape(3, 1, 1)
        self.assert_same_tensor((scaled - means) * factors, layer["activations"])

    def test_pictures_of_16_bits_and_turned_ones(self):
        levels = np.arange(64, dtype=np.uint16).reshape(8, 8) * 1000
        Image.fromarray(levels).save(self.path("deep.png"))
        layer = self.assert_written("model:make", "--input", "deep.png", "--scale", "1")["0"]
        self.assert_same_tensor(np.stack([levels >> 8] * 3).astype(np.float32), layer["activations"])
        picture = Image.open(self.path("x.png")).convert("RGB")
        orientation = picture.getexif()
        orientation[0x0112] = 6  # to be turned clockwise
        picture.save(self.path("turned.png"), exif=orientation)
        layer = self.assert_written("model:make", "--input", "turned.png", "--scale", "1")["0"]
        turned = np.rot90(np.asarray(picture, np.float32), -1).transpose(2, 0, 1)
        self.assert_same_tensor(turned, layer["activations"])

    def test_an_image_of_a_batch(self):
        batch = np.random.rand(4, 3, 6, 6).astype(np.float32)
        np.save(self.path("batch.npy"), batch)
        layer = self.assert_written("model:make", "--input", "batch.npy", "--batch", "3")["0"]
        np.testing.assert_array_equal(layer["activations"], batch[3])
        self.assert_refused("expected 0 ... 3", "model:make", "--input", "batch.npy", "--batch", "4", "--out", "new")

    def test_layers_network_and_integers(self):
        layers = self.assert_written(
            "model:make",
            "--input",
            "x.npy",
            "--layers",
            "0",
            "--integers",
            "--name",
            'mine: "é"',
            "--granularity",
            "kernel",
        )
        self.assertEqual(layers["0"]["granularity"], "kernel")
        self.assertEqual(layers["0"]["input"], "dram")
        self.assertEqual(layers["0"]["weights"].dtype, np.int8)
        with open(self.path("trace/trace.yaml"), encoding="utf-8") as file:
            self.assertIn('network: "mine: \\"é\\""', file.read())
        self.assert_refused(
            "no layer 9; its layers are 0", "model:make", "--input", "x.npy", "--layers", "9", "--out", "new"
        )

    def test_mistakes(self):
        with open(self.path("cut.png"), "wb") as file, open(self.path("x.png"), "rb") as whole:
            file.write(whole.read()[:60])
        with open(self.path("text.npy"), "w", encoding="utf-8") as file:
            file.write("no array")
        np.save(self.path("nan.npy"), np.full((3, 8, 8), np.nan, np.float32))
        np.save(self.path("empty.npy"), np.zeros((3, 0, 8), np.float32))
        np.save(self.path("five.npy"), np.zeros((5, 8, 8), np.float32))
        np.save(self.path("small.npy"), np.zeros((3, 2, 2), np.float32))
        np.save(self.path("complex.npy"), np.zeros((3, 8, 8), np.complex64))
        np.save(self.path("object.npy"), np.array([{}], object), allow_pickle=True)
        for message, name in (
            ("no such file", "none.npy"),
            ("no picture", "cut.png"),
            ("no NumPy array", "text.npy"),
            ("not finite", "nan.npy"),
            ("expected an array of numbers", "empty.npy"),
            ("fails on an input of shape (1, 5, 8, 8) of float32", "five.npy"),
            ("fails on an input", "small.npy"),
            ("expected an array of numbers", "complex.npy"),
            ("no NumPy array", "object.npy"),
            ("ends in .npy", "model.py"),
            ("no file", "."),
        ):
            with self.subTest(name):
                self.assert_refused(message, "model:make", "--input", name, "--out", "new")
        for message, option in (
            ("--size: got '0x3', expected N or ROWSxCOLUMNS", ("--size", "0x3")),
            ("--mean: got '1,2', expected one number, or three", ("--mean", "1,2")),
            ("--mean", ("--mean", "inf")),
            ("--batch", ("--batch", "-1")),
            ("--channels", ("--channels", "grey")),
            ("--size", ("--size", "3x4x5")),
            ("--granularity", ("--granularity", "row")),
            ("unrecognized", ("--dry-run",)),
            ("--scale", ("--scale", "x")),
        ):
            with self.subTest(option):
                self.assert_refused(message, "model:make", "--input", "x.png", "--out", "new", *option)
        self.assert_refused("--out", "model:make", "--input", "x.npy")

    def test_as_a_program(self):
        def run(*arguments):
            return subprocess.run(
                [sys.executable, COMMAND, *arguments], capture_output=True, text=True, cwd=self.folder
            )

        help_text = run("--help")
        self.assertEqual((help_text.returncode, help_text.stderr), (0, ""))
        self.assertIn("MODULE:FUNCTION", help_text.stdout)
        done = run("model:make", "--input", "x.npy", "--out", "trace")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        refused = run("model:make", "--input", "x.npy", "--out", "trace")
        self.assertEqual((refused.returncode, refused.stdout), (2, ""))

    def test_a_reader_that_has_gone_is_no_traceback(self):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, COMMAND, "model:make", "--input", "x.npy", "--out", "trace"],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
        )
        os.close(writing)
        self.assertEqual((done.returncode, done.stderr), (1, "error: cannot write to standard output\n"))
        self.assertTrue(os.path.isfile(self.path("trace/trace.yaml")))


class Folders(CommandTest):
    def test_what_exists_is_replaced_only_if_it_is_a_trace_and_wanted(self):
        self.assert_written("model:make", "--input", "x.npy")
        self.assert_refused("exists already", "model:make", "--input", "x.npy", "--out", "trace")
        self.assert_written("model:make", "--input", "x.png")
        os.mkdir(self.path("mine"))
        self.assert_refused("is no trace", "model:make", "--input", "x.npy", "--out", "mine", "--force")
        self.assert_refused("is no trace", "model:make", "--input", "x.npy", "--out", "x.npy", "--force")
        self.assert_refused("parent folder", "model:make", "--input", "x.npy", "--out", "x.npy/new")
        self.assert_refused("parent folder", "model:make", "--input", "x.npy", "--out", "x.npy/new/trace")

    def test_folders_above_are_made_and_stay(self):
        self.assert_refused("absent.npy", "model:make", "--input", "absent.npy", "--out", "above/below/trace")
        export(nn.Sequential(nn.Conv2d(3, 4, 3)), torch.rand(1, 3, 8, 8), self.path("above/below/trace"))
        self.assertTrue(os.path.isfile(self.path("above/below/trace/trace.yaml")))
        with self.assertRaises(RuntimeError):
            with trace_folder.complete_folder(self.path("other/trace"), False):
                raise RuntimeError
        self.assertEqual(os.listdir(self.path("other")), [])

    def test_a_trace_that_cannot_be_finished_leaves_the_old_one_and_nothing_else(self):
        network, x = nn.Sequential(nn.Conv2d(3, 4, 3)), torch.rand(1, 3, 8, 8)
        export(network, x, self.path("trace"))
        before = {
            name: os.stat(os.path.join(self.path("trace"), name)).st_mtime_ns for name in os.listdir(self.path("trace"))
        }
        original = trace_folder.np.save

        def full(path, *arguments, **options):
            if path.endswith("output.npy"):
                raise OSError(28, "No space left on device", path)
            original(path, *arguments, **options)

        trace_folder.np.save = full
        try:
            with self.assertRaisesRegex(ExportError, "output.npy: No space left on device"):
                export(network, x, self.path("trace"), force=True)
        finally:
            trace_folder.np.save = original
        after = {
            name: os.stat(os.path.join(self.path("trace"), name)).st_mtime_ns for name in os.listdir(self.path("trace"))
        }
        self.assertEqual(before, after)
        self.assertEqual(sorted(os.listdir(self.folder)), ["model.py", "trace", "x.npy", "x.png"])

    def test_a_signal_leaves_nothing_behind(self):
        with open(self.path("slow.py"), "w", encoding="utf-8") as file:
            file.write(
                "import time, scnnsim_exporter.trace_folder as folder\nfrom model import make\n"
                "def slow(*arguments, **options):\n  open('begun', 'w').close(); time.sleep(60)\nfolder.np.save = slow\n"
            )
        before = sorted(os.listdir(self.folder))
        process = subprocess.Popen(
            [sys.executable, COMMAND, "slow.py:make", "--input", "x.npy", "--out", "new"],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        while not os.path.exists(self.path("begun")) and process.poll() is None:
            time.sleep(0.05)
        self.assertTrue(any(name.startswith(".new.") for name in os.listdir(self.folder)))
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(), 128 + signal.SIGTERM, process.stderr.read())
        process.stderr.close()
        os.remove(self.path("begun"))
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_names_become_names_of_files(self):
        class Odd(nn.Module):
            def __init__(self):
                super().__init__()
                self.layers = nn.ModuleDict(
                    {"a/b": nn.Conv2d(3, 3, 1), "a_b": nn.Conv2d(3, 3, 1), "ü: [x] #": nn.Conv2d(3, 3, 1)}
                )

            def forward(self, x):
                for layer in self.layers.values():
                    x = layer(x)
                return x

        layers = self.exported(Odd(), torch.rand(1, 3, 4, 4), "odd")
        self.assertEqual(list(layers), ["layers.a/b", "layers.a_b", "layers.ü: [x] #"])
        files = sorted(name for name in os.listdir(self.path("odd")) if "weights" in name)
        self.assertEqual(files, ["layers.____x___.weights.npy", "layers.a_b-2.weights.npy", "layers.a_b.weights.npy"])

    def test_names_that_are_long_or_hold_control_characters(self):
        class Odd(nn.Module):
            def __init__(self):
                super().__init__()
                self.layers = nn.ModuleDict({"n" * 300: nn.Conv2d(3, 3, 1), "a\nb": nn.Conv2d(3, 3, 1)})

            def forward(self, x):
                return self.layers["a\nb"](self.layers["n" * 300](x))

        layers = self.exported(Odd(), torch.rand(1, 3, 4, 4), "odd")
        self.assertEqual(list(layers), ["layers." + "n" * 300, "layers.a\\x0ab"])
        self.assertEqual(scnnsim("trace", "check", self.path("odd")).returncode, 0)
        with self.assertRaisesRegex(ExportError, "control characters"):
            export(Odd(), torch.rand(1, 3, 4, 4), self.path("new"), name="a\nb")
