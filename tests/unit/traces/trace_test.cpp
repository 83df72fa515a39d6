// SPDX-License-Identifier: Apache-2.0
#include "traces/trace.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <yaml-cpp/yaml.h>

#include "tests/unit/support/file_test.h"
#include "tests/unit/traces/write_tensor.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {
namespace {

using testing::write;

/// A folder with one layer: 2 channels of 1 x 2, one filter.
class TraceTest : public ::testing::Test {
 protected:
  TraceTest() {
    write<std::int8_t>(folder_ / "w.npy", {1, 2, 1, 1}, {3, -4});
    write<std::int16_t>(folder_ / "a.npy", {2, 1, 2}, {1, 2, 300, 0});
  }

  static std::string layer(const std::string& more = "", const std::string& name = "conv1") {
    return "  - {name: " + name + ", C: 2, K: 1, H: 1, W: 2, R: 1, S: 1, weights: w.npy, activations: a.npy" +
           more + "}\n";
  }
  Trace open(const std::string& layers, const std::string& top = "version: 1\nnetwork: n\n") {
    write_text(folder_ / "trace.yaml", top + (layers.empty() ? "" : "layers:\n" + layers));
    return Trace::open(folder_.path());
  }
  LayerTensors load(const std::string& more = "", unsigned operand_bits = 16) {
    const Trace trace = open(layer(more));
    return trace.load(trace.layers[0], operand_bits);
  }
  void expect_refused(const std::string& layers, std::vector<std::string> parts) {
    parts.push_back("trace.yaml:");
    expect_user_error([&] { open(layers); }, parts);
  }
  ScratchFolder folder_;
};

TEST_F(TraceTest, ReadsALayerWithDefaults) {
  const Trace trace = open(layer() + layer("", "block/conv2"));
  EXPECT_EQ(trace.network, "n");
  ASSERT_EQ(trace.layers.size(), 2u);
  const LayerDescription& first = trace.layers[0].description;
  EXPECT_EQ(first.name, "conv1");
  EXPECT_EQ(first.shape.C, 2u);
  EXPECT_EQ(first.shape.W, 2u);
  EXPECT_EQ(first.shape.stride_h, 1u);
  EXPECT_EQ(first.shape.groups, 1u);
  EXPECT_TRUE(first.after.empty());
  EXPECT_EQ(first.granularity, Granularity::none);
  EXPECT_EQ(first.input, InputLocation::dram);
  EXPECT_EQ(trace.layers[1].description.name, "block/conv2");
  EXPECT_EQ(trace.layers[1].description.input, InputLocation::on_chip);
  EXPECT_EQ(trace.layers[1].bias_file, "");
}

TEST_F(TraceTest, ReadsEveryField) {
  const Trace trace = open(
      "  - {name: l, C: 4, K: 6, H: 9, W: 8, R: 3, S: 2, stride: [2, 1], pad: [1, 2, 3, 4], dilation: [2, "
      "3], "
      "groups: 2, relu: true, output_shift: 5, granularity: vector, weights: w.npy, activations: a.npy, "
      "bias: b.npy, output: sub/o.npy, input: on_chip}\n");
  const LayerDescription& l = trace.layers[0].description;
  EXPECT_EQ(l.shape.stride_h, 2u);
  EXPECT_EQ(l.shape.stride_w, 1u);
  EXPECT_EQ(l.shape.pad_top, 1u);
  EXPECT_EQ(l.shape.pad_left, 2u);
  EXPECT_EQ(l.shape.pad_bottom, 3u);
  EXPECT_EQ(l.shape.pad_right, 4u);
  EXPECT_EQ(l.shape.dilation_w, 3u);
  EXPECT_EQ(l.shape.groups, 2u);
  EXPECT_EQ(l.after, (std::vector<std::string>{"relu"}));
  EXPECT_EQ(l.output_shift, 5u);
  EXPECT_EQ(l.granularity, Granularity::vector);
  EXPECT_EQ(l.input, InputLocation::on_chip);
  EXPECT_EQ(trace.layers[0].bias_file, "b.npy");
  EXPECT_EQ(trace.layers[0].output_file, "sub/o.npy");
}

TEST_F(TraceTest, LoadsTensors) {
  const LayerTensors tensors = load();
  EXPECT_EQ(tensors.weights.shape, (Shape{1, 2, 1, 1}));
  EXPECT_EQ(tensors.weights.data, (std::vector<std::int16_t>{3, -4}));
  EXPECT_EQ(tensors.activations.data, (std::vector<std::int16_t>{1, 2, 300, 0}));
  EXPECT_FALSE(tensors.bias);
  EXPECT_FALSE(tensors.output);
}

TEST_F(TraceTest, LoadsBiasAndOutput) {
  write<std::int32_t>(folder_ / "b.npy", {1}, {-70000});
  write<std::int32_t>(folder_ / "o.npy", {1, 1, 2}, {5, 6});
  const LayerTensors tensors = load(", bias: b.npy, output: o.npy");
  EXPECT_EQ(tensors.bias->data, (std::vector<std::int32_t>{-70000}));
  EXPECT_EQ(tensors.output->shape(), (Shape{1, 1, 2}));
}

TEST_F(TraceTest, QuantisesFloats) {
  write<float>(folder_ / "w.npy", {1, 2, 1, 1}, {0.25f, -0.0001f});
  EXPECT_EQ(load().weights.data, (std::vector<std::int16_t>{64, -1}));
}

TEST_F(TraceTest, RefusesSumsBesideFloats) {
  write<float>(folder_ / "w.npy", {1, 2, 1, 1}, {0.25f, 1});
  write<std::int32_t>(folder_ / "b.npy", {1}, {1});
  expect_user_error([&] { load(", bias: b.npy"); },
                    {"b.npy", "bias of layer conv1", "weights of type float32", "scale"});
}

TEST_F(TraceTest, RefusesValuesWiderThanTheOperands) {
  expect_user_error([&] { load("", 8); },
                    {"a.npy", "activations of layer conv1", "index 2", "got 300", "-128 ... 127"});
  EXPECT_NO_THROW(load("", 10));
}

TEST_F(TraceTest, RefusesTensorsOfAnotherShapeOrType) {
  write<std::int8_t>(folder_ / "w.npy", {2, 1, 1, 1}, {3, -4});
  expect_user_error([&] { load(); },
                    {"w.npy", "weights of layer conv1", "shape", "(2, 1, 1, 1)", "(1, 2, 1, 1)"});
  write<std::int32_t>(folder_ / "w.npy", {1, 2, 1, 1}, {3, -4});
  expect_user_error([&] { load(); }, {"w.npy", "weights of layer conv1", "dtype", "<i4", "int8"});
  std::filesystem::remove(folder_ / "w.npy");
  expect_user_error([&] { load(); }, {"w.npy", "weights of layer conv1", "does not exist"});
}

TEST_F(TraceTest, RefusesMissingFoldersAndFiles) {
  expect_user_error([&] { Trace::open(folder_ / "none"); }, {"none", "does not exist"});
  expect_user_error([&] { Trace::open(folder_ / "w.npy"); }, {"w.npy", "no folder"});
  expect_user_error([&] { Trace::open(folder_.path()); }, {"holds no trace.yaml"});
  std::filesystem::create_directory(folder_ / "cat");
  write_text(folder_ / "cat" / "trace.yaml", "version: 1\n");
  expect_user_error([&] { Trace::open(folder_.path()); },
                    {"holds no trace.yaml", "; it holds the traces " + (folder_ / "cat").string()});
}

TEST_F(TraceTest, RefusesFoldersThatCannotBe) {
  std::filesystem::create_symlink("loop", folder_ / "loop");
  expect_user_error([&] { Trace::open(folder_ / "loop"); }, {"loop", "symbolic links"});
  expect_user_error([&] { Trace::open(folder_ / std::string(300, 'x')); }, {"xxx", "too long"});
  expect_user_error([&] { Trace::open(folder_ / "w.npy" / "inner"); }, {"inner", "does not exist"});
}

TEST_F(TraceTest, ReadsRegularFilesOnly) {
  ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  for (const char* target : {"fifo", "/dev/zero"}) {
    std::filesystem::remove(folder_ / "w.npy");
    std::filesystem::create_symlink(target, folder_ / "w.npy");
    const Trace trace = open(layer());
    const std::vector<std::string> parts{"w.npy", "weights of layer conv1", "pipe or device"};
    expect_user_error([&] { trace.checksum(); }, parts);
    expect_user_error([&] { trace.load(trace.layers[0], 16); }, parts);
  }
  std::filesystem::remove(folder_ / "trace.yaml");
  std::filesystem::create_symlink("fifo", folder_ / "trace.yaml");
  expect_user_error([&] { Trace::open(folder_.path()); }, {"trace.yaml", "pipe or device"});
}

TEST_F(TraceTest, RefusesOtherVersionsAndTopLevelMistakes) {
  expect_user_error([&] { open(layer(), "version: 3\nnetwork: n\n"); },
                    {"trace.yaml:1: version", "got 3", "1 ... 2"});
  expect_user_error([&] { open(layer(), "network: n\n"); }, {"trace.yaml:1", "\"version\" is missing"});
  expect_user_error([&] { open(layer(), "version: 1\n"); }, {"\"network\" is missing"});
  expect_user_error([&] { open(layer(), "version: 1\nnetwork: n\nlayer: 3\n"); },
                    {"trace.yaml:3", "\"layer\"", "did you mean \"layers\""});
  expect_user_error([&] { open(layer(), "version: 1\nnetwork: ''\n"); },
                    {"trace.yaml:2: network", "got nothing"});
  expect_user_error([&] { open(layer(), "version: 1\nnetwork: \"a\\e[1mb\"\n"); },
                    {"trace.yaml:2: network", "control character"});
  expect_user_error([&] { open(""); }, {"\"layers\" is missing"});
  expect_user_error([&] { open("", "version: 1\nnetwork: n\nlayers: []\n"); },
                    {"trace.yaml:3: layers", "empty", "at least one"});
  expect_user_error([&] { open("", "version: 1\nnetwork: n\nlayers: 7\n"); },
                    {"trace.yaml:3: layers", "\"7\"", "a list"});
}

TEST_F(TraceTest, RefusesBadFields) {
  expect_refused(layer(", strides: [1, 1]"), {"layers[0]", "\"strides\"", "did you mean \"stride\""});
  expect_refused(layer(", stride: [1]"), {"layers[0].stride", "a list of 1", "a list of 2"});
  expect_refused(layer(", stride: [0, 1]"), {"layers[0].stride[0]", "got 0", "1 ... 1048576"});
  expect_refused(layer(", pad: [0, 0, 0, -1]"), {"layers[0].pad[3]", "got -1", "0 ... 1048576"});
  expect_refused(layer(", groups: 3"), {"layers[0]", "groups", "got 3", "divisor"});
  expect_refused(layer(", dilation: [1, 1.5]"), {"layers[0].dilation[1]", "got 1.5", "an integer"});
  expect_refused(layer(", relu: 1"), {"layers[0].relu", "got 1", "true or false"});
  expect_refused(layer(", output_shift: 32"), {"layers[0].output_shift", "got 32", "0 ... 31"});
  expect_refused(layer(", granularity: row"), {"layers[0].granularity", "got row", "vector"});
  expect_refused(layer(", input: disk"), {"layers[0].input", "got disk", "on_chip or dram"});
  expect_refused(layer(", C: 3"), {"\"C\"", "twice"});
  expect_refused("  - {name: l, C: 1}\n", {"layers[0]", "\"K\" is missing"});
  expect_refused("  - {name: l, C: 1, K: 1, H: 1, W: 1, R: 3, S: 1, weights: w, activations: a}\n",
                 {"layers[0]", "R", "3", "padded plane"});
  expect_refused(layer() + layer(), {"trace.yaml:5: layers[1]", "\"conv1\""});
  expect_refused(layer("", "''"), {"layers[0].name", "got nothing"});
  expect_refused(layer("", "\"a\\tb\""), {"layers[0].name", "control character"});
  expect_refused(layer("", "\"a\\x7f\""), {"layers[0].name", "control character"});
}

TEST_F(TraceTest, KeepsFilesInsideTheFolder) {
  for (const char* name : {"/etc/passwd", "../w.npy", "sub/../../w.npy", "''"})
    expect_refused(layer(std::string(", bias: ") + name), {"layers[0].bias", "inside the trace's folder"});
}

TEST_F(TraceTest, ChecksumSeesEveryByte) {
  const std::string before = open(layer()).checksum();
  EXPECT_EQ(before.substr(0, 9), "xxh3-128:");
  EXPECT_EQ(before.size(), 9u + 32u);
  EXPECT_EQ(open(layer()).checksum(), before);
  EXPECT_NE(open(layer(", relu: true")).checksum(), before);
  write<std::int8_t>(folder_ / "w.npy", {1, 2, 1, 1}, {3, -5});
  EXPECT_NE(open(layer()).checksum(), before);
  std::filesystem::remove(folder_ / "w.npy");
  const Trace trace = open(layer());
  expect_user_error([&] { trace.checksum(); }, {"w.npy", "weights of layer conv1", "file does not exist"});
}

TEST_F(TraceTest, WritesWhatItReads) {
  Trace trace =
      open(layer(", stride: [1, 2], granularity: kernel, relu: true, output_shift: 3", "'a/b: \"c\"'") +
               layer("", "a_b___c_"),
           "version: 1\nnetwork: 'n: 1'\nprovenance: {seed: 3, list: [1, {x: y}]}\n");
  const ScratchFolder copy;
  Trace written = trace;
  written.layers.clear();
  for (TraceLayer one : trace.layers) {
    write_tensors(one, trace.load(one, 16), copy.path(), written.layers);
    written.layers.push_back(one);
  }
  write_trace_yaml(written, copy.path());
  const Trace again = Trace::open(copy.path());
  EXPECT_EQ(again.network, "n: 1");
  EXPECT_EQ(YAML::Load(again.provenance)["list"][1]["x"].as<std::string>(), "y");
  EXPECT_EQ(again.layers[0].description.name, "a/b: \"c\"");
  EXPECT_EQ(again.layers[0].description.shape.stride_w, 2u);
  EXPECT_EQ(again.layers[0].description.granularity, Granularity::kernel);
  EXPECT_EQ(again.layers[0].description.output_shift, 3u);
  EXPECT_TRUE(again.layers[0].description.rectifies());
  EXPECT_EQ(again.layers[0].weights_file, "a_b___c_.weights.npy");
  EXPECT_EQ(again.layers[1].weights_file, "a_b___c_-2.weights.npy");  // not the file of the layer before
  EXPECT_EQ(again.load(again.layers[0], 16).activations.data, (std::vector<std::int16_t>{1, 2, 300, 0}));
}

TEST_F(TraceTest, SelectsLayersByName) {
  const Trace trace = open(layer() + layer("", "conv2"));
  EXPECT_EQ(select_layers(trace.layers, {}, "--layers").size(), 2u);
  EXPECT_EQ(select_layers(trace.layers, {"conv2"}, "--layers")[0].description.name, "conv2");
  expect_user_error([&] { select_layers(trace.layers, {"conv3"}, "--layers"); },
                    {"--layers", "\"conv3\"", "known layers: conv1, conv2"});
}

}  // namespace
}  // namespace scnnsim
