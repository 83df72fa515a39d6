# SPDX-License-Identifier: Apache-2.0
"""Are a trace's layers those that PyTorch ran, with what was folded, and with the tensor that was written after them?"""
import filecmp
import os

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from networks import NETWORKS, Functional, InceptionLike, MobileNetLike, ResNetLike, image, made
from scnnsim_export import ExportError, export
from traces import TraceTest, convolved

AFTER = {
    "resnet": {
        "stem": ["relu", "max_pool"],
        "a.conv1": ["relu"],
        "a.conv2": ["add", "relu"],
        "b.conv1": ["relu"],
        "b.conv2": [],
        "b.down.0": ["add", "relu"],
        "c.conv1": ["relu"],
        "c.conv2": ["add", "relu", "average_pool"],
        "fc": [],
    },
    "inception": {
        "stem": ["relu"],
        "one": ["relu", "concat", "max_pool"],
        "reduce": ["relu"],
        "row": ["relu"],
        "column": ["relu", "concat", "max_pool"],
        "pooled": ["relu", "concat", "max_pool"],
        "last": [],
    },
    "mobilenet": {"expand.0": ["relu6"], "depthwise": ["relu6"], "project.0": ["add"], "grouped": ["relu6"]},
    "functional": {"first": ["relu"], "second": ["relu6", "average_pool"], "matrix": []},
    "shared": {"shared": ["relu"], "shared-2": ["relu"], "tap": []},
    "densenet": {
        "stem": [],
        "grow": ["concat", "batchnormalization", "relu"],
        "mix": ["relu"],
        "squeeze": ["relu"],
        "excite": ["hardsigmoid", "multiply"],
        "last": [],
    },
    "one_dimensional": {"conv": ["relu", "max_pool"], "rows": ["relu"], "vector": []},
}


class Styles(TraceTest):
    def test_every_layer_has_its_output_and_the_tensor_written_after_it(self):
        for name, (make, shape) in NETWORKS.items():
            with self.subTest(name):
                network, x = make().eval(), image(shape)
                layers = self.exported(network, x, name)
                self.assertEqual({key: layer["after"] for key, layer in layers.items()}, AFTER[name])
                with torch.no_grad():
                    network(x)
                for key, layer in layers.items():
                    self.assert_same_tensor(convolved(layer), layer["output"], key)
                    written = network.seen[key][0].reshape(layer["written"].shape)
                    self.assert_same_tensor(written, layer["written"], key)
                    for tensor in ("weights", "activations", "output", "written"):
                        self.assertEqual(layer[tensor].dtype, np.float32)
                first = next(iter(layers.values()))
                self.assert_same_tensor(x[0].reshape(first["activations"].shape), first["activations"])

    def test_each_layer_reads_what_the_one_before_wrote(self):
        layers = self.exported(made(MobileNetLike), image((4, 10, 9)))
        self.assert_same_tensor(layers["expand.0"]["written"], layers["depthwise"]["activations"])
        self.assert_same_tensor(layers["depthwise"]["written"], layers["project.0"]["activations"])
        self.assert_same_tensor(layers["project.0"]["written"], layers["grouped"]["activations"])

    def test_in_place_operators_give_the_same_bytes(self):
        x = image((3, 32, 32))
        for name, inplace in (("plain", False), ("inplace", True)):
            export(made(ResNetLike, inplace), x, self.path(name))
        files = os.listdir(self.path("plain"))
        self.assertEqual(
            filecmp.cmpfiles(self.path("plain"), self.path("inplace"), files, shallow=False), (files, [], [])
        )

    def test_geometry(self):
        layers = self.exported(made(InceptionLike), image((3, 17, 18)))
        self.assertEqual(layers["stem"]["pad"], [0, 1, 1, 2])
        self.assertEqual(layers["row"]["pad"], [0, 2, 0, 2])
        self.assertEqual((layers["last"]["stride"], layers["last"]["dilation"]), ([2, 2], [2, 2]))
        layers = self.exported(made(Functional), image((3, 12, 11)), "functional")
        self.assertEqual((layers["first"]["pad"], layers["first"]["stride"]), ([2, 2, 1, 1], [2, 1]))
        self.assertEqual((layers["first"]["H"], layers["first"]["W"]), (12, 11))
        layers = self.exported(made(MobileNetLike), image((4, 10, 9)), "mobilenet")
        self.assertEqual((layers["depthwise"]["groups"], layers["grouped"]["groups"]), (12, 2))

    def test_torchscript_and_inference_mode(self):
        network, x = made(ResNetLike).eval(), image((3, 32, 32))
        reference = self.exported(network, x)

        class Inference(nn.Module):
            def __init__(self):
                super().__init__()
                self.network = network

            @torch.inference_mode()
            def forward(self, y):
                return self.network(y)

        traced = torch.jit.trace(network, x, check_trace=False)
        frozen = torch.jit.freeze(torch.jit.trace(network, x, check_trace=False))
        for name, model in (("inference", Inference()), ("traced", traced), ("frozen", frozen)):
            layers = self.exported(model, x, name)
            for one, other in zip(reference.values(), layers.values()):
                self.assertEqual(one["after"], other["after"])
                self.assert_same_tensor(one["written"], other["written"])
            self.assertEqual(len(reference), len(layers))

    def test_a_convolution_alone_has_a_name(self):
        self.assertEqual(list(self.exported(nn.Conv2d(3, 4, 3), image((3, 6, 6)))), ["conv"])
        normed = nn.utils.weight_norm(nn.Conv2d(3, 4, 3))
        self.assertEqual(list(self.exported(normed, image((3, 6, 6)), "normed")), ["conv"])

    def test_lazy_modules(self):
        layers = self.exported(nn.Sequential(nn.LazyConv2d(4, 3), nn.ReLU()), image((3, 6, 6)))
        self.assertEqual(layers["0"]["weights"].shape, (4, 3, 3, 3))

    def test_a_function_of_tensors(self):
        weights = torch.randn(4, 3, 3, 3)
        layers = self.exported(lambda x: F.relu(F.conv2d(x, weights)), image((3, 6, 6)))
        self.assertEqual(list(layers), ["conv"])
        self.assertEqual(layers["conv"]["after"], ["relu"])


class Folding(TraceTest):
    def test_what_can_be_folded_and_what_cannot(self):
        conv, norm = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4)
        x = image((3, 7, 7))
        cases = {
            "through_views": (lambda x: (conv(x).unsqueeze(0) * 2).squeeze(0) - 1, [], True),
            "more_axes": (lambda x: conv(x).unsqueeze(2) * 2, [], False),
            "half": (lambda x: conv(x) * 0.5 - 1, [], True),
            "divided": (lambda x: conv(x) / torch.tensor([1.0, 2, 4, 8]).view(4, 1, 1), [], True),
            "alpha": (lambda x: torch.add(conv(x), torch.ones(4, 1, 1), alpha=3), [], True),
            "per_column": (lambda x: conv(x) + torch.arange(5.0), ["add_constant"], False),
            "reversed": (lambda x: 1 - conv(x), [], True),
            "reversed_tensor": (lambda x: torch.ones(4, 1, 1) - conv(x), [], True),
            "reversed_quotient": (lambda x: 1 / conv(x), [], False),
            "norm_after_relu": (lambda x: norm(F.relu(conv(x))), ["relu", "batchnormalization"], False),
            "sum": (lambda x: sum([F.relu(conv(x)), F.relu(x[:, :1, :5, :5])]), ["relu", "add"], False),
        }
        norm.eval()
        for name, (model, after, folded) in cases.items():
            with self.subTest(name):
                layer = next(iter(self.exported(model, x, name).values()))
                self.assertEqual(layer["after"], after)
                self.assertEqual(self.table.split()[-1] != "-", folded)
                self.assert_same_tensor(convolved(layer), layer["output"])
                if folded:
                    self.assert_same_tensor(model(x)[0], layer["output"])

    def test_a_batch_norm_whose_input_is_used_elsewhere_is_not_folded(self):
        class Twice(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv, self.norm = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4)

            def forward(self, x):
                y = self.conv(x)
                return self.norm(y) + y

        network = made(Twice)
        layer = self.exported(network, image((3, 7, 7)))["conv"]
        self.assert_same_tensor(network.conv.weight, layer["weights"])
        self.assertEqual(layer["after"], [])


class TheChainEnds(TraceTest):
    def after(self, model, name):
        return {key: layer["after"] for key, layer in self.exported(model, image((3, 8, 8)), name).items()}

    def test_before_what_is_no_operator_of_a_layer(self):
        conv, other = nn.Conv2d(3, 4, 3, padding=1), nn.Conv2d(4, 2, 3)

        def shuffle(y):
            return y.view(1, 2, 2, 8, 8).transpose(1, 2).reshape(1, 4, 8, 8)

        def gated(y):
            return y * torch.sigmoid(y)

        def square(y):
            return y * y

        cases = {
            "padding of the next layer": (lambda x: other(F.pad(F.relu(conv(x)), (1, 1, 1, 1))), ["relu"]),
            "padding before an addition": (
                lambda x: F.relu(F.pad(conv(x), (0, 1, 0, 1)) + x.new_ones(1, 4, 9, 9)),
                ["pad", "add", "relu"],
            ),
            "shuffle": (lambda x: other(shuffle(F.relu(conv(x)))), ["relu"]),
            "two readers": (lambda x: other(F.relu(conv(x))) + other(F.relu(conv(x))), ["relu"]),
            "resize": (lambda x: other(F.interpolate(F.relu(conv(x)), scale_factor=2)), ["relu"]),
            "concat of rows": (lambda x: torch.cat([F.relu(conv(x))] * 2, 2), ["relu"]),
            "softmax": (lambda x: torch.softmax(conv(x), 1), []),
            "gate": (lambda x: gated(conv(x)), ["sigmoid", "multiply"]),
            "more axes": (lambda x: F.relu(conv(x).unsqueeze(2)), []),
            "square": (lambda x: square(F.relu(conv(x))), ["relu"]),
        }
        for name, (model, after) in cases.items():
            with self.subTest(name):
                self.assertEqual(next(iter(self.after(model, name).values())), after)

    def test_where_memory_is_written_through_a_view(self):
        conv = nn.Conv2d(3, 4, 3)

        def model(x):
            y = conv(x)
            before = y.clone()
            y[:, :2].zero_()
            return F.relu(y), before

        layer = next(iter(self.exported(model, image((3, 8, 8))).values()))
        self.assertEqual(layer["after"], [])
        self.assertGreater(np.count_nonzero(layer["written"][:2]), 0)
        self.assert_same_tensor(convolved(layer), layer["written"])

    def test_in_place_behind_a_view(self):
        network = nn.Sequential(nn.Linear(6, 4), nn.ReLU(inplace=True), nn.Linear(4, 2))
        layers = self.exported(network, torch.randn(1, 5, 6))  # three axes: a product of matrices, and a view of it
        self.assertEqual([layer["after"] for layer in layers.values()], [["relu"], []])
        self.assert_same_tensor(layers["0"]["written"], layers["2"]["activations"])
        self.assertLess(layers["0"]["output"].min(), 0)

    def test_views_of_memory_that_was_written(self):
        first, second = nn.Conv2d(3, 4, 3), nn.Conv2d(4, 2, 1)

        def model(x):
            y = first(x)
            flat = y.view(4, 6, 6)
            flat.relu_()
            flat[:2].mul_(2)
            flat[2:].mul_(3)
            return second(y)

        layers = self.exported(model, image((3, 8, 8)))
        self.assertEqual([layer["after"] for layer in layers.values()], [["relu"], []])
        factors = np.float32([2, 2, 3, 3]).reshape(4, 1, 1)
        self.assert_same_tensor(layers["conv"]["written"] * factors, layers["conv-2"]["activations"])

    def test_padding_of_other_kinds_is_part_of_the_input(self):
        for mode in ("reflect", "replicate", "circular"):
            with self.subTest(mode):
                network = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1, padding_mode=mode), nn.ReLU())
                layer = self.exported(network, image((3, 8, 8)), mode)["0"]
                self.assertEqual((layer["H"], layer["pad"]), (10, [0, 0, 0, 0]))
                self.assert_same_tensor(convolved(layer), layer["output"])


class LeftOut(TraceTest):
    def test_is_named_with_the_reason_and_the_rest_comes_in(self):
        class Mixed(nn.Module):
            def __init__(self):
                super().__init__()
                self.up = nn.ConvTranspose2d(3, 3, 2, 2)
                self.volume = nn.Conv3d(3, 2, 1)
                self.lstm = nn.LSTM(8, 4)
                self.kept = nn.Conv2d(3, 2, 3)
                self.attention = nn.Linear(8, 8)

            def forward(self, x):
                kept = self.kept(self.up(x))
                dynamic = F.conv2d(x, self.kept.weight * x.mean())
                y, _ = self.lstm(x[0, 0].unsqueeze(1))
                z = self.attention(x)
                return kept, self.volume(x.unsqueeze(2)), dynamic, y, torch.matmul(z, z)

        layers = self.exported(Mixed(), image((3, 8, 8)))
        self.assertEqual(sorted(layers), ["attention", "kept"])
        for reason in (
            "up: transposed convolution",
            "volume: 3-D convolution",
            "lstm: recurrent layer",
            "conv: its weights depend on the network's input",
            "matmul: both operands are activations",
        ):
            self.assertIn(reason, self.table)

    def test_recurrent_layers_of_torchscript(self):
        class Recurrent(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv, self.gru = nn.Conv1d(3, 4, 1), nn.GRU(8, 5)

            def forward(self, x):
                return self.gru(self.conv(x))[0]

        layers = self.exported(torch.jit.trace(Recurrent(), torch.randn(1, 3, 8)), torch.randn(1, 3, 8))
        self.assertEqual(list(layers), ["conv"])
        self.assertIn("left out: gru: recurrent layer", self.table)

    def test_quantised_and_complex_layers(self):
        class Mixed(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv, self.fc = nn.Conv2d(3, 2, 3), nn.Linear(6, 4)
                self.complex = nn.Parameter(torch.randn(8, 2, dtype=torch.complex64))

            def forward(self, x):
                return self.fc(self.conv(x)), x[0, 0].to(torch.complex64) @ self.complex

        network = torch.ao.quantization.quantize_dynamic(Mixed(), {nn.Linear})
        layers = self.exported(network, image((3, 8, 8)))
        self.assertEqual(list(layers), ["conv"])
        self.assertIn("left out: fc: unknown operator quantized::linear_dynamic", self.table)
        self.assertIn("left out: complex: complex numbers", self.table)

    def test_a_network_without_layers_is_refused(self):
        with self.assertRaisesRegex(ExportError, "no convolution.*up|no convolution.*transposed"):
            export(nn.ConvTranspose2d(3, 3, 2), image((3, 8, 8)), self.path("trace"))
        self.assertEqual(os.listdir(self.folder), [])


class Inputs(TraceTest):
    def test_the_image_of_a_batch(self):
        network, batch = made(ResNetLike), torch.randn(3, 3, 32, 32)
        for index in (0, 2):
            layers = self.exported(network, batch, f"image{index}", batch=index)
            self.assert_same_tensor(batch[index], layers["stem"]["activations"])
        with self.assertRaisesRegex(ExportError, r"batch 3: .* expected 0 ... 2"):
            export(network, batch, self.path("none"), batch=3)

    def test_an_image_alone(self):
        for name, (make, shape) in NETWORKS.items():
            one = self.exported(make(), image(shape)[0], name + "-alone")
            batch = self.exported(make(), image(shape), name)
            self.assertEqual(list(one), list(batch))
            for key in one:
                np.testing.assert_array_equal(one[key]["written"], batch[key]["written"])

    def test_vectors_and_rows(self):
        network = nn.Sequential(nn.Linear(6, 4), nn.ReLU(), nn.Linear(4, 2))
        vector = self.exported(network, torch.randn(6), "vector")
        self.assertEqual([(layer["H"], layer["W"]) for layer in vector.values()], [(1, 1), (1, 1)])
        rows = self.exported(network, torch.randn(1, 5, 6), "rows")
        self.assertEqual([(layer["H"], layer["W"]) for layer in rows.values()], [(5, 1), (5, 1)])

    def test_several_inputs_and_arrays(self):
        first, second = nn.Conv2d(3, 4, 3), nn.Conv2d(1, 4, 3)
        a, b = np.random.rand(1, 3, 8, 8).astype(np.float32), torch.rand(1, 1, 8, 8)
        layers = self.exported(lambda x, y: F.relu(first(x) + second(y)), (a, b))
        self.assertEqual([layer["after"] for layer in layers.values()], [[], ["add", "relu"]])

    def test_other_types_become_float32(self):
        network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
        for dtype in (torch.float64, torch.bfloat16):
            layer = self.exported(network.to(dtype), image((3, 8, 8)), str(dtype))["0"]
            self.assertEqual(layer["weights"].dtype, np.float32)
            np.testing.assert_array_equal(layer["weights"], network[0].weight.detach().float().numpy())

    def test_the_input_is_left_as_it_was(self):
        x = np.random.rand(3, 8, 8).astype(np.float32)
        before = x.copy()
        layers = self.exported(lambda y: F.conv2d(y.mul_(2), torch.ones(1, 3, 1, 1)), x)
        np.testing.assert_array_equal(x, before)
        np.testing.assert_array_equal(layers["conv"]["activations"], 2 * x)

    def test_the_model_is_left_as_it_was(self):
        network = made(ResNetLike).train()
        network.a.bn1.eval()
        before = {key: value.clone() for key, value in network.state_dict().items()}
        export(network, image((3, 32, 32)), self.path("trace"))
        self.assertTrue(network.training and network.b.bn1.training and not network.a.bn1.training)
        self.assertTrue(all(torch.equal(value, before[key]) for key, value in network.state_dict().items()))
        for module in network.modules():
            self.assertFalse(module._forward_hooks or module._forward_pre_hooks)

    def test_numbers_that_are_not_finite_are_refused_with_their_place(self):
        network = nn.Sequential(nn.Conv2d(3, 4, 3))
        network[0].weight.data[1, 2, 0, 1] = float("nan")
        with self.assertRaisesRegex(ExportError, r"layer 0: weights: value at \[1, 2, 0, 1\] is nan"):
            export(network, image((3, 8, 8)), self.path("trace"))
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_model_that_fails_says_on_which_shape(self):
        with self.assertRaisesRegex(ExportError, r"fails on an input of shape \(1, 5, 8, 8\) of float32: RuntimeError"):
            export(nn.Sequential(nn.Conv2d(3, 4, 3)), image((5, 8, 8)), self.path("trace"))
        self.assertEqual(os.listdir(self.folder), [])
