// SPDX-License-Identifier: Apache-2.0
// Version 2 of the trace format: what follows a layer, the written tensor, floating-point and 64-bit sums.
#include <gtest/gtest.h>

#include "tests/unit/support/file_test.h"
#include "tests/unit/traces/write_tensor.h"
#include "traces/trace.h"

namespace scnnsim {
namespace {

using testing::write;
using Names = std::vector<std::string>;

/// A folder with one layer: 2 channels of 1 x 2, two filters.
class TraceVersion2 : public ::testing::Test {
 protected:
  TraceVersion2() {
    write<std::int8_t>(folder_ / "w.npy", {2, 2, 1, 1}, {3, -4, 0, 1});
    write<std::int16_t>(folder_ / "a.npy", {2, 1, 2}, {1, 2, 300, 0});
  }
  void use_floats() {
    write<float>(folder_ / "w.npy", {2, 2, 1, 1}, {0.5f, -0.25f, 0, 0.125f});  // x 2^7
    write<double>(folder_ / "a.npy", {2, 1, 2}, {1, 2, 3, 0});                 // x 2^5
  }
  Trace open(const std::string& more = "", unsigned version = 2) {
    write_text(
        folder_ / "trace.yaml",
        "version: " + std::to_string(version) +
            "\nnetwork: n\nlayers:\n  - {name: conv1, C: 2, K: 2, H: 1, W: 2, R: 1, S: 1, weights: w.npy, "
            "activations: a.npy" +
            more + "}\n");
    return Trace::open(folder_.path());
  }
  LayerTensors load(const std::string& more, LoadReport* report = nullptr, unsigned version = 2) {
    const Trace trace = open(more, version);
    return trace.load(trace.layers[0], 16, report);
  }
  void expect_refused(const std::string& more, Names parts, unsigned version = 2) {
    parts.push_back("trace.yaml:4: layers[0]");
    expect_user_error([&] { open(more, version); }, parts);
  }
  ScratchFolder folder_;
};

TEST_F(TraceVersion2, ReadsWhatFollowsALayer) {
  EXPECT_EQ(open().layers[0].description.after, Names{});
  EXPECT_EQ(open(", after: []").layers[0].description.after, Names{});
  EXPECT_EQ(open(", after: [relu]").layers[0].description.after, Names{"relu"});
  EXPECT_TRUE(open(", after: [relu6]").layers[0].description.rectifies());
  const Trace trace = open(", after: [add, relu, max_pool, hard_swish2], written: x.npy");
  EXPECT_EQ(trace.version, 2u);
  EXPECT_EQ(trace.layers[0].description.after, (Names{"add", "relu", "max_pool", "hard_swish2"}));
  EXPECT_EQ(trace.layers[0].written_file, "x.npy");
}

TEST_F(TraceVersion2, OperatorsThatAreNotComputedNeedTheWrittenTensor) {
  for (const char* after : {"[add]", "[relu, max_pool]", "[relu, relu]", "[add, relu]"})
    expect_refused(std::string(", after: ") + after,
                   {"layers[0].after", std::string("got ") + after, "`written`", "[], [relu] or [relu6]"});
}

TEST_F(TraceVersion2, RefusesBadOperators) {
  for (const char* name : {"Relu", "max-pool", "''", "6relu", "_a", "\"re lu\"", "\"a,b\""})
    expect_refused(std::string(", written: x.npy, after: [add, ") + name + "]",
                   {"layers[0].after[1]", "operator's name in lower case"});
  expect_refused(", after: relu", {"layers[0].after", "\"relu\"", "a list"});
  expect_refused(", written: ../x.npy", {"layers[0].written", "inside the trace's folder"});
}

TEST_F(TraceVersion2, KeysOfTheOtherVersionSayWhatToDo) {
  expect_refused(", relu: true", {"layers[0].relu", "version 2", "after: [relu]"});
  expect_refused(", after: [relu]", {"layers[0].after", "version 2", "version: 2"}, 1);
  expect_refused(", written: x.npy", {"layers[0].written", "version: 2"}, 1);
}

TEST_F(TraceVersion2, LoadsTheWrittenTensor) {
  write<std::int16_t>(folder_ / "x.npy", {2, 3, 1}, {0, 1, 2, 3, 4, -5});
  LayerTensors tensors = load(", after: [add], written: x.npy");
  EXPECT_EQ(tensors.written->shape, (Shape{2, 3, 1}));
  EXPECT_EQ(tensors.written->data[5], -5);
  write<float>(folder_ / "x.npy", {2, 1, 1}, {-1e-9f, 0.5f});
  EXPECT_EQ(load(", written: x.npy").written->data, (std::vector<std::int16_t>{-1, 64}));
  write<std::int16_t>(folder_ / "x.npy", {3, 1, 1}, {0, 1, 2});
  expect_user_error([&] { load(", written: x.npy"); },
                    {"x.npy", "written of layer conv1", "shape", "(3, 1, 1)", "(2, any, any)"});
  write<std::int32_t>(folder_ / "x.npy", {2, 1, 1}, {0, 1});
  expect_user_error([&] { load(", written: x.npy"); }, {"x.npy", "written of layer conv1", "dtype", "<i4"});
  EXPECT_NE(open(", written: x.npy").checksum(), open().checksum());
}

TEST_F(TraceVersion2, FloatingPointBiasTakesTheScaleOfTheProducts) {
  use_floats();
  write<float>(folder_ / "b.npy", {2}, {0.5f, -1.0f / 8192});
  LoadReport report;
  const LayerTensors tensors = load(", bias: b.npy", &report);
  EXPECT_EQ(tensors.weights.data, (std::vector<std::int16_t>{64, -32, 0, 16}));
  EXPECT_EQ(tensors.activations.data, (std::vector<std::int16_t>{32, 64, 96, 0}));
  EXPECT_EQ(report.sum_exponent, 12);
  EXPECT_EQ(tensors.bias->data, (std::vector<std::int32_t>{2048, 0}));  // -1/2 rounds to even
  EXPECT_EQ(report.casts, (Names{"weights: float32, quantised to 8 bits: value x 2^7",
                                 "activations: float64, quantised to 8 bits: value x 2^5",
                                 "bias: float32, quantised at the scale of the products: value x 2^12"}));
}

TEST_F(TraceVersion2, FloatingPointOutputIsNoExactExpectation) {
  use_floats();
  write<double>(folder_ / "o.npy", {2, 1, 2}, {-0.25, 1, 0.375, 0});
  LoadReport report;
  EXPECT_FALSE(load(", output: o.npy", &report).output);
  ASSERT_TRUE(report.float_output);
  EXPECT_EQ(report.float_output->data, (std::vector<double>{-0.25, 1, 0.375, 0}));
}

TEST_F(TraceVersion2, SumsHaveTheScaleOfTheOtherTensors) {
  write<float>(folder_ / "b.npy", {2}, {0.5f, 1});
  write<std::int32_t>(folder_ / "i.npy", {2}, {1, 2});
  expect_user_error([&] { load(", bias: b.npy"); }, {"b.npy", "bias of layer conv1", "<f4", "int32"});
  use_floats();
  expect_user_error([&] { load(", bias: i.npy"); }, {"i.npy", "bias of layer conv1", "<i4", "float32"});
  expect_user_error([&] { load(", bias: b.npy", nullptr, 1); },
                    {"b.npy", "activations of type float64", "scale", "version 2"});
  write<std::int8_t>(folder_ / "w.npy", {2, 2, 1, 1}, {3, -4, 0, 1});  // only one of both in floating point
  expect_user_error([&] { load(", bias: b.npy"); }, {"b.npy", "activations of type float64", "scale"});
}

TEST_F(TraceVersion2, OutputsMayHave64Bits) {
  write<std::int64_t>(folder_ / "o.npy", {2, 1, 2}, {5, std::int64_t{1} << 40, 0, -1});
  EXPECT_EQ((*load(", output: o.npy").output)[1], std::int64_t{1} << 40);
  expect_user_error([&] { load(", output: o.npy", nullptr, 1); },
                    {"o.npy", "output of layer conv1", "<i8", "int32"});
}

TEST_F(TraceVersion2, BytesAndBooleansAreIntegers) {
  write<std::uint8_t>(folder_ / "a.npy", {2, 1, 2}, {1, 255, 0, 128});
  LoadReport report;
  EXPECT_EQ(load("", &report).activations.data, (std::vector<std::int16_t>{1, 255, 0, 128}));
  EXPECT_EQ(report.casts, Names{"activations: uint8, taken as integers"});
  const Trace trace = open();
  expect_user_error([&] { trace.load(trace.layers[0], 8); },
                    {"a.npy", "activations of layer conv1", "index 1", "got 255", "-128 ... 127"});
  std::string bytes = read_text(folder_ / "a.npy");
  bytes.replace(bytes.find("|u1"), 3, "|b1");
  bytes.replace(bytes.size() - 4, 4, std::string("\x01\x00\x00\x01", 4));
  write_text(folder_ / "a.npy", bytes);
  EXPECT_EQ(load("").activations.data, (std::vector<std::int16_t>{1, 0, 0, 1}));
}

/// Rewrites the trace and returns the text of its trace.yaml.
std::string rewritten(const Trace& trace, const std::filesystem::path& folder) {
  Trace copy;
  copy.network = trace.network;
  for (TraceLayer layer : trace.layers) {
    write_tensors(layer, trace.load(layer, 16), folder, copy.layers);
    copy.layers.push_back(layer);
  }
  write_trace_yaml(copy, folder);
  return read_text(folder / "trace.yaml");
}

TEST_F(TraceVersion2, IsWrittenAsTheVersionThatItNeeds) {
  const ScratchFolder copy;
  const auto version = [&](const std::string& more) {
    return rewritten(open(more), copy.path()).substr(0, 10);
  };
  write<std::int8_t>(folder_ / "x.npy", {2, 1, 1}, {0, 1});
  write<std::int64_t>(folder_ / "narrow.npy", {2, 1, 2}, {5, 6, 0, -1});
  write<std::int64_t>(folder_ / "wide.npy", {2, 1, 2}, {5, std::int64_t{1} << 40, 0, -1});
  EXPECT_EQ(version(""), "version: 1");
  EXPECT_EQ(version(", after: [relu]"), "version: 1");
  EXPECT_NE(read_text(copy / "trace.yaml").find("relu: true"), std::string::npos);
  EXPECT_EQ(version(", output: narrow.npy"), "version: 1");
  EXPECT_EQ(version(", output: wide.npy"), "version: 2");
  EXPECT_EQ(version(", after: [relu6]"), "version: 2");
  EXPECT_EQ(version(", after: [relu], written: x.npy"), "version: 2");
  Trace trace = open();
  trace.version = 2;  // for floating-point sums, which the writer of the files knows of
  write_trace_yaml(trace, copy.path());
  EXPECT_EQ(Trace::open(copy.path()).version, 2u);
}

TEST_F(TraceVersion2, ReadsWhatItWrites) {
  write<std::int8_t>(folder_ / "x.npy", {2, 1, 1}, {0, 1});
  write<std::int64_t>(folder_ / "o.npy", {2, 1, 2}, {5, std::int64_t{1} << 40, 0, -1});
  const ScratchFolder copy;
  const std::string text =
      rewritten(open(", after: [add, relu], written: x.npy, output: o.npy"), copy.path());
  EXPECT_NE(text.find("after: [add, relu], output_shift: 0"), std::string::npos) << text;
  const Trace again = Trace::open(copy.path());
  EXPECT_EQ(again.layers[0].written_file, "conv1.written.npy");
  EXPECT_EQ(again.layers[0].description.after, (Names{"add", "relu"}));
  const LayerTensors tensors = again.load(again.layers[0], 16);
  EXPECT_EQ(tensors.written->data, (std::vector<std::int16_t>{0, 1}));
  EXPECT_EQ((*tensors.output)[1], std::int64_t{1} << 40);
}

}  // namespace
}  // namespace scnnsim
