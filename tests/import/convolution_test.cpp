// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/dnn.hpp>

#include "tests/import/import_case.h"
#include "tests/random/compare_results.h"

namespace scnnsim {
namespace {

/// A random Conv with everything that ONNX lets it have.
struct ConvCase {
  std::int64_t opset, dimensions, batch, groups, C, K;
  std::vector<std::int64_t> input, kernel, strides, dilations, pads;  // pads: all beginnings, then all ends
  std::string auto_pad;
  bool has_bias;
  WeightSource source;

  std::string describe() const {
    return fmt::format(
        "opset {} input ({}) x {} kernel ({}) filters {} groups {} strides ({}) dilations ({}) pads ({}) {}",
        opset, fmt::join(input, ","), C, fmt::join(kernel, ","), K, groups, fmt::join(strides, ","),
        fmt::join(dilations, ","), fmt::join(pads, ","), auto_pad);
  }

  std::int64_t extent(std::size_t d) const { return dilations[d] * (kernel[d] - 1) + 1; }

  /// Pads of a dimension as ONNX defines auto_pad.
  std::pair<std::int64_t, std::int64_t> padding(std::size_t d) const {
    if (auto_pad.empty() || auto_pad == "NOTSET") return {pads[d], pads[d + input.size()]};
    if (auto_pad == "VALID") return {0, 0};
    const std::int64_t outputs = (input[d] + strides[d] - 1) / strides[d];
    const std::int64_t total = std::max<std::int64_t>(0, (outputs - 1) * strides[d] + extent(d) - input[d]);
    const std::int64_t small = total / 2, large = total - small;
    return auto_pad == "SAME_UPPER" ? std::pair{small, large} : std::pair{large, small};
  }

  LayerShape shape() const {
    const auto number = [](std::int64_t value) { return static_cast<std::uint32_t>(value); };
    LayerShape s;
    s.C = number(C), s.K = number(K), s.groups = number(groups);
    s.H = number(input[0]), s.R = number(kernel[0]), s.stride_h = number(strides[0]),
    s.dilation_h = number(dilations[0]);
    s.pad_top = number(padding(0).first), s.pad_bottom = number(padding(0).second);
    if (dimensions == 1) return s;
    s.W = number(input[1]), s.S = number(kernel[1]), s.stride_w = number(strides[1]),
    s.dilation_w = number(dilations[1]);
    s.pad_left = number(padding(1).first), s.pad_right = number(padding(1).second);
    return s;
  }
};

void expect_same_shape(const LayerShape& got, const LayerShape& expected) {
  const auto list = [](const LayerShape& s) {
    return fmt::format("C {} K {} H {} W {} R {} S {} stride {} {} pad {} {} {} {} dilation {} {} groups {}",
                       s.C, s.K, s.H, s.W, s.R, s.S, s.stride_h, s.stride_w, s.pad_top, s.pad_left,
                       s.pad_bottom, s.pad_right, s.dilation_h, s.dilation_w, s.groups);
  };
  EXPECT_EQ(list(got), list(expected));
}

class ConvolutionImport : public ImportCase {
 protected:
  ConvCase draw() {
    ConvCase c;
    c.opset = pick(7, 17);
    c.dimensions = pick(0, 4) == 0 ? 1 : 2;
    c.batch = 1;
    c.groups = pick(0, 2) == 0 ? pick(2, 4) : 1;
    const bool is_depthwise = c.groups > 1 && pick(0, 1) == 0;
    c.C = c.groups * (is_depthwise ? 1 : pick(1, 3));
    c.K = c.groups * pick(1, 3);
    c.has_bias = pick(0, 1) == 1;
    c.source = static_cast<WeightSource>(pick(0, 3));
    const char* const modes[] = {"", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"};
    c.auto_pad = modes[pick(0, 4)];
    c.pads.resize(static_cast<std::size_t>(2 * c.dimensions));
    for (std::int64_t d = 0; d < c.dimensions; ++d) {
      c.kernel.push_back(pick(1, 4));
      c.strides.push_back(pick(1, 3));
      c.dilations.push_back(pick(1, 2));
      c.input.push_back(pick(8, 13));
    }
    for (std::int64_t& pad : c.pads) pad = pick(0, 3);
    return c;
  }

  Dimensions input_shape(const ConvCase& c) const {
    Dimensions shape{c.batch, c.C};
    shape.insert(shape.end(), c.input.begin(), c.input.end());
    return shape;
  }
  Dimensions weight_shape(const ConvCase& c) const {
    Dimensions shape{c.K, c.C / c.groups};
    shape.insert(shape.end(), c.kernel.begin(), c.kernel.end());
    return shape;
  }

  void add_conv(ModelBuilder& model, const ConvCase& c) const {
    std::vector<std::string> inputs{"x", "W"};
    if (c.has_bias) inputs.emplace_back("B");
    onnx::NodeProto& conv = model.node("Conv", inputs, "y");
    set(conv, "strides", c.strides);
    set(conv, "dilations", c.dilations);
    set(conv, "group", c.groups);
    if (c.auto_pad.empty() || c.auto_pad == "NOTSET") set(conv, "pads", c.pads);
    if (!c.auto_pad.empty()) set(conv, "auto_pad", c.auto_pad);
    if (c.opset % 2 == 0) set(conv, "kernel_shape", c.kernel);
    model.output("y");
  }

  /// Imports the case and compares every tensor with what was drawn.
  void check(const ConvCase& c) {
    SCOPED_TRACE(c.describe());
    const auto x = random_floats(count_of(input_shape(c)), 0.6),
               w = random_floats(count_of(weight_shape(c)), 0.4),
               b = random_floats(static_cast<std::size_t>(c.K));
    ModelBuilder model(c.opset);
    model.input("x", input_shape(c)).floats("W", weight_shape(c), w, c.source);
    if (c.has_bias) model.floats("B", {c.K}, b);
    add_conv(model, c);
    std::vector<std::string> inputs{npy("x.npy", input_shape(c), x)};
    if (c.source == WeightSource::input) inputs.push_back("W=" + npy("w.npy", weight_shape(c), w));
    const ImportReport report = import(model, inputs);
    EXPECT_TRUE(report.left_out.empty());
    const auto layers = stored();
    ASSERT_EQ(layers.size(), 1U);
    expect_same_shape(layers[0].description.shape, c.shape());
    TracedLayer expected;
    expected.description.shape = c.shape();
    expected.weights.data.assign(w.begin(), w.end());
    expected.activations.data.assign(x.begin(), x.end());
    if (c.has_bias) expected.bias = Tensor<double>({b.size()}), expected.bias.data.assign(b.begin(), b.end());
    EXPECT_EQ(layers[0].weights.data, expected.weights.data);
    EXPECT_EQ(layers[0].activations.data, expected.activations.data);
    EXPECT_EQ(layers[0].bias.data, expected.bias.data);
    expect_near(layers[0].output.data, plain_convolution(expected), "output");
    EXPECT_EQ(layers[0].written.data, layers[0].output.data);
    EXPECT_TRUE(layers[0].description.after.empty());
  }
};

TEST_F(ConvolutionImport, BringsInRandomConvolutions) {
  for (std::uint64_t i = 0; i < random_cases(150) && !HasFailure(); ++i) check(draw());
}

TEST_F(ConvolutionImport, AgreesWithOpenCvOnAWholeNetwork) {
  // Padding alike on both sides: all that OpenCV's own ONNX reader is sure of.
  ModelBuilder model(11);
  const auto w1 = random_floats(8 * 3 * 9), w2 = random_floats(4 * 8 * 9), x = random_floats(3 * 12 * 12);
  model.input("x", {1, 3, 12, 12}).floats("W1", {8, 3, 3, 3}, w1).floats("W2", {4, 8, 3, 3}, w2);
  onnx::NodeProto& first = model.node("Conv", {"x", "W1"}, "a");
  set(first, "pads", Dimensions{1, 1, 1, 1}), set(first, "kernel_shape", Dimensions{3, 3});
  model.node("Relu", {"a"}, "b");
  onnx::NodeProto& pool = model.node("MaxPool", {"b"}, "c");
  set(pool, "kernel_shape", Dimensions{2, 2});
  set(pool, "strides", Dimensions{2, 2});
  set(model.node("Conv", {"c", "W2"}, "y"), "kernel_shape", Dimensions{3, 3});
  model.output("y");
  auto& type = *model.graph().mutable_output(0)->mutable_type()->mutable_tensor_type();  // OpenCV wants one
  type.set_elem_type(onnx::TensorProto::FLOAT);
  type.mutable_shape();
  import(model, {npy("x.npy", {1, 3, 12, 12}, x)});
  const auto layers = stored();
  ASSERT_EQ(layers.size(), 2U);
  cv::dnn::Net net = cv::dnn::readNetFromONNX(file("model.onnx").string());
  net.setInput(cv::Mat(std::vector<int>{1, 3, 12, 12}, CV_32F, const_cast<float*>(x.data())));
  const cv::Mat y = net.forward();
  expect_near(layers[1].output.data, {y.ptr<float>(), y.ptr<float>() + y.total()}, "output");
  EXPECT_EQ(layers[0].description.after, (std::vector<std::string>{"relu", "max_pool"}));
  EXPECT_EQ(layers[0].written.data, layers[1].activations.data);
}

TEST_F(ConvolutionImport, TakesAPadOfZerosIn) {
  for (const bool as_input : {false, true}) {
    ModelBuilder model(as_input ? 13 : 10);
    model.input("x", {1, 2, 5, 6}).floats("W", {3, 2, 3, 3}, random_floats(54));
    std::vector<std::string> inputs{"x"};
    if (as_input)
      model.integers("p", {8}, {0, 0, 2, 1, 0, 0, 0, 3}, onnx::TensorProto::INT64), inputs.emplace_back("p");
    onnx::NodeProto& pad = model.node("Pad", inputs, "padded");
    if (!as_input) set(pad, "pads", Dimensions{0, 0, 2, 1, 0, 0, 0, 3});
    set(model.node("Conv", {"padded", "W"}, "y"), "pads", Dimensions{1, 0, 1, 0});
    model.output("y");
    const auto x = random_floats(60);
    import(model, {npy("x.npy", {1, 2, 5, 6}, x)});
    const auto layers = stored();
    ASSERT_EQ(layers.size(), 1U);
    const LayerShape& s = layers[0].description.shape;
    EXPECT_EQ((std::vector<std::uint32_t>{s.H, s.W, s.pad_top, s.pad_left, s.pad_bottom, s.pad_right}),
              (std::vector<std::uint32_t>{5, 6, 3, 1, 1, 3}));
    EXPECT_EQ(layers[0].activations.data, std::vector<double>(x.begin(), x.end()));
    expect_consistent(layers[0]);
  }
}

TEST_F(ConvolutionImport, TakesTheFirstImageOfAFixedBatch) {
  ModelBuilder model;
  model.input("x", {3, 2, 4, 4}).floats("W", {2, 2, 1, 1}, random_floats(4));
  model.node("Conv", {"x", "W"}, "y");
  model.output("y");
  const auto x = random_floats(3 * 32);
  const ImportReport report = import(model, {npy("x.npy", {3, 2, 4, 4}, x)});
  ASSERT_EQ(report.layers[0].notes.size(), 1U);
  EXPECT_EQ(stored()[0].activations.data, std::vector<double>(x.begin(), x.begin() + 32));
  expect_consistent(stored()[0]);
}

}  // namespace
}  // namespace scnnsim
