// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tests/import/import_case.h"

namespace scnnsim {
namespace {

using Integers64 = std::vector<std::int64_t>;
constexpr auto int8 = onnx::TensorProto::INT8, uint8 = onnx::TensorProto::UINT8,
               int32 = onnx::TensorProto::INT32;

/// A quantised convolution of 4 filters over 2 channels.
struct QuantisedCase {
  bool signed_activations, signed_weights, per_channel, has_bias;
  std::int64_t x_zero, y_zero;
  Integers64 w_zero, w, b;
  std::vector<float> w_scale, x;
};

class QuantisedImport : public ImportCase {
 protected:
  QuantisedCase draw() {
    QuantisedCase c;
    c.signed_activations = pick(0, 1) == 1, c.signed_weights = pick(0, 1) == 1;
    c.per_channel = pick(0, 1) == 1, c.has_bias = pick(0, 1) == 1;
    c.x_zero = c.signed_activations ? pick(-20, 20) : pick(0, 140);
    c.y_zero = pick(0, 1) == 1 ? (c.signed_activations ? -128 : 0) : (c.signed_activations ? 3 : 131);
    for (int k = 0; k < (c.per_channel ? 4 : 1); ++k) {
      c.w_zero.push_back(c.signed_weights ? pick(-3, 3) : pick(100, 140));
      c.w_scale.push_back(0.01F * static_cast<float>(pick(1, 5)));
    }
    for (int i = 0; i < 4 * 2 * 9; ++i) c.w.push_back(c.signed_weights ? pick(-128, 127) : pick(0, 255));
    for (int k = 0; k < 4; ++k) c.b.push_back(pick(-2000, 2000));
    c.x = random_floats(2 * 25);
    return c;
  }

  static std::int64_t saturated(double value, bool is_signed) {
    return static_cast<std::int64_t>(
        std::clamp(std::nearbyint(value), is_signed ? -128.0 : 0.0, is_signed ? 127.0 : 255.0));
  }

  /// Input, scales and zero points, and the quantised input "xq".
  ModelBuilder head(const QuantisedCase& c) const {
    ModelBuilder model(13);
    const auto channels = static_cast<std::int64_t>(c.w_zero.size());
    const Dimensions per_filter = c.per_channel ? Dimensions{channels} : Dimensions{};
    model.input("x", {1, 2, 5, 5})
        .floats("xs", {}, {x_scale})
        .floats("ys", {}, {y_scale})
        .floats("ws", per_filter, c.w_scale);
    model.integers("xz", {}, {c.x_zero}, c.signed_activations ? int8 : uint8);
    model.integers("yz", {}, {c.y_zero}, c.signed_activations ? int8 : uint8);
    model.integers("wz", per_filter, c.w_zero, c.signed_weights ? int8 : uint8);
    model.integers("w", {4, 2, 3, 3}, c.w, c.signed_weights ? int8 : uint8);
    model.integers("b", {4}, c.b, int32);
    model.node("QuantizeLinear", {"x", "xs", "xz"}, "xq");
    return model;
  }

  /// What the integers must be, computed here.
  TracedLayer expected(const QuantisedCase& c) const {
    TracedLayer layer;
    LayerShape& s = layer.description.shape;
    s.C = 2, s.K = 4, s.H = s.W = 5, s.R = s.S = 3;
    s.pad_top = s.pad_left = s.pad_bottom = s.pad_right = 1;
    for (std::size_t i = 0; i < c.w.size(); ++i)
      layer.weights.data.push_back(static_cast<double>(c.w[i] - c.w_zero[c.per_channel ? i / 18 : 0]));
    for (const float x : c.x)
      layer.activations.data.push_back(static_cast<double>(
          saturated(std::nearbyint(x / x_scale) + static_cast<double>(c.x_zero), c.signed_activations) -
          c.x_zero));
    layer.bias = Tensor<double>({4});
    for (std::size_t k = 0; k < 4; ++k) layer.bias.data[k] = c.has_bias ? static_cast<double>(c.b[k]) : 0;
    layer.output.data = plain_convolution(layer);
    for (std::size_t i = 0; i < layer.output.data.size(); ++i) {
      const float factor = x_scale * c.w_scale[c.per_channel ? i / 25 : 0] / y_scale;
      layer.written.data.push_back(
          static_cast<double>(saturated(layer.output.data[i] * double{factor} + static_cast<double>(c.y_zero),
                                        c.signed_activations) -
                              c.y_zero));
    }
    return layer;
  }

  void check(const QuantisedCase& c, const TracedLayer& layer) const {
    const TracedLayer wanted = expected(c);
    EXPECT_EQ(layer.weights.data, wanted.weights.data);
    EXPECT_EQ(layer.activations.data, wanted.activations.data);
    EXPECT_EQ(layer.output.data, wanted.output.data);
    const bool rectifies = c.y_zero == (c.signed_activations ? -128 : 0);
    EXPECT_EQ(layer.description.after,
              rectifies ? std::vector<std::string>{"relu"} : std::vector<std::string>{});
    ASSERT_EQ(layer.written.size(), wanted.written.size());
    // Rounding of a value within float32's error of a half may differ.
    std::size_t different = 0;
    for (std::size_t i = 0; i < wanted.written.size(); ++i) {
      ASSERT_LE(std::fabs(layer.written.data[i] - wanted.written.data[i]), 1);
      different += layer.written.data[i] != wanted.written.data[i];
    }
    EXPECT_LE(different, 1U);
  }

  static constexpr float x_scale = 0.02F, y_scale = 0.6F;
};

TEST_F(QuantisedImport, TakesQLinearConvAsItsIntegers) {
  for (int i = 0; i < 30 && !HasFailure(); ++i) {
    const QuantisedCase c = draw();
    ModelBuilder model = head(c);
    std::vector<std::string> inputs{"xq", "xs", "xz", "w", "ws", "wz", "ys", "yz"};
    if (c.has_bias) inputs.emplace_back("b");
    set(model.node("QLinearConv", inputs, "y"), "pads", Dimensions{1, 1, 1, 1});
    model.output("y");
    import(model, {npy("x.npy", {1, 2, 5, 5}, c.x)});
    check(c, stored()[0]);
  }
}

TEST_F(QuantisedImport, TakesDequantisedOperandsAsTheirIntegers) {
  for (int i = 0; i < 30 && !HasFailure(); ++i) {
    const QuantisedCase c = draw();
    ModelBuilder model = head(c);
    model.node("DequantizeLinear", {"xq", "xs", "xz"}, "xr");
    set(model.node("DequantizeLinear", {"w", "ws", "wz"}, "wr"), "axis", std::int64_t{0});
    std::vector<std::string> inputs{"xr", "wr"};
    if (c.has_bias) {
      std::vector<float> scales;
      for (std::size_t k = 0; k < 4; ++k) scales.push_back(x_scale * c.w_scale[c.per_channel ? k : 0]);
      model.floats("bs", {4}, scales);
      set(model.node("DequantizeLinear", {"b", "bs"}, "br"), "axis", std::int64_t{0});
      inputs.emplace_back("br");
    }
    set(model.node("Conv", inputs, "conv"), "pads", Dimensions{1, 1, 1, 1});
    model.node("QuantizeLinear", {"conv", "ys", "yz"}, "yq");
    model.node("DequantizeLinear", {"yq", "ys", "yz"}, "y");
    model.output("y");
    import(model, {npy("x.npy", {1, 2, 5, 5}, c.x)});
    check(c, stored()[0]);
  }
}

TEST_F(QuantisedImport, AddsABiasOfAnotherScaleAndAConstantAtTheScaleOfTheProducts) {
  QuantisedCase c = draw();
  c.signed_activations = c.signed_weights = true;
  c.per_channel = false;
  c.x_zero = 5, c.w_zero = {0}, c.w_scale = {0.01F}, c.b = {100, -50, 20, 0};
  for (std::int64_t& w : c.w) w = pick(-128, 127);
  for (const float bias_scale : {0.013F, x_scale * 0.01F}) {
    ModelBuilder model = head(c);
    model.floats("bs", {}, {bias_scale}).floats("k", {4, 1, 1}, {1, 0, -1, 2});
    model.node("DequantizeLinear", {"xq", "xs", "xz"}, "xr");
    model.node("DequantizeLinear", {"w", "ws", "wz"}, "wr");
    model.node("DequantizeLinear", {"b", "bs"}, "br");
    set(model.node("Conv", {"xr", "wr", "br"}, "conv"), "pads", Dimensions{1, 1, 1, 1});
    model.node("Add", {"conv", "k"}, "y");
    model.output("y");
    import(model, {npy("x.npy", {1, 2, 5, 5}, c.x)});
    const TracedLayer layer = stored()[0];
    const double product = double{x_scale} * double{0.01F}, shifts[] = {1, 0, -1, 2};
    for (std::size_t k = 0; k < 4; ++k)
      EXPECT_NEAR(layer.bias.data[k] * product, static_cast<double>(c.b[k]) * double{bias_scale} + shifts[k],
                  product);
    EXPECT_EQ(layer.output.data, plain_convolution(layer));
  }
}

TEST_F(QuantisedImport, TakesConvIntegerAndMatMulInteger) {
  ModelBuilder model(11);
  model.input("x", {1, 2, 3, 3})
      .integers("w", {2, 2, 1, 1}, {1, -2, 3, 4}, int8)
      .integers("v", {18, 2}, Integers64(36, 2), int8);
  onnx::NodeProto& dynamic = model.node("DynamicQuantizeLinear", {"x"}, "xq");
  dynamic.add_output("xs");
  dynamic.add_output("xz");
  model.node("ConvInteger", {"xq", "w", "xz"}, "sums");
  set(model.node("Cast", {"sums"}, "real"), "to", std::int64_t{onnx::TensorProto::FLOAT});
  model.node("Mul", {"real", "xs"}, "scaled");
  model.node("Relu", {"scaled"}, "active");
  model.node("Flatten", {"xq"}, "flat");
  model.node("MatMulInteger", {"flat", "v", "xz"}, "product");
  model.output("active").output("product");
  const auto x = random_floats(18);
  import(model, {npy("x.npy", {1, 2, 3, 3}, x)});
  const auto layers = stored();
  ASSERT_EQ(layers.size(), 2U);
  float lowest = 0, highest = 0;
  for (const float value : x) lowest = std::min(lowest, value), highest = std::max(highest, value);
  for (std::size_t i = 0; i < x.size(); ++i)
    EXPECT_NEAR(layers[0].activations.data[i] * double{(highest - lowest) / 255}, double{x[i]},
                (highest - lowest) / 255);
  for (const TracedLayer& layer : layers) EXPECT_EQ(layer.output.data, plain_convolution(layer));
  EXPECT_EQ(layers[0].description.after, (std::vector<std::string>{"multiply", "relu"}));
  for (std::size_t i = 0; i < layers[0].written.size(); ++i)
    EXPECT_EQ(layers[0].written.data[i] > 0, layers[0].output.data[i] > 0);
}

TEST_F(QuantisedImport, QuantisesFloatsAsAsked) {
  for (const bool per_channel : {false, true}) {
    ModelBuilder model;
    const auto w = random_floats(54, 0.5), b = random_floats(3), x = random_floats(72, 0.7);
    model.input("x", {1, 2, 6, 6}).floats("W", {3, 2, 3, 3}, w).floats("B", {3}, b);
    model.node("Conv", {"x", "W", "B"}, "conv");
    model.node("Relu", {"conv"}, "y");
    model.output("y");
    const ImportReport report = import(model, {npy("x.npy", {1, 2, 6, 6}, x)},
                                       {"--quantize", per_channel ? "per-channel" : "per-tensor"});
    const TracedLayer layer = stored()[0];
    EXPECT_EQ(layer.output.data, plain_convolution(layer));
    double x_largest = 0;
    for (const float value : x) x_largest = std::max(x_largest, std::fabs(double{value}));
    for (std::size_t k = 0; k < 3; ++k) {
      const std::size_t first = per_channel ? k * 18 : 0, count = per_channel ? 18 : 54;
      double largest = 0;
      for (std::size_t i = first; i < first + count; ++i)
        largest = std::max(largest, std::fabs(double{w[i]}));
      for (std::size_t i = k * 18; i < (k + 1) * 18; ++i)
        EXPECT_EQ(layer.weights.data[i], std::nearbyint(double{w[i]} / (largest / 127)));
      EXPECT_EQ(layer.bias.data[k], std::nearbyint(double{b[k]} / (largest / 127 * (x_largest / 127))));
    }
    ASSERT_EQ(report.layers[0].error.size(), 1U);
    EXPECT_GT(report.layers[0].error[0], 0);
    EXPECT_LT(report.layers[0].error[0], 0.02);
    const double highest = *std::max_element(layer.output.data.begin(), layer.output.data.end());
    EXPECT_LT(std::ldexp(highest, -static_cast<int>(layer.description.output_shift)), 128);
    EXPECT_GE(std::ldexp(highest, -static_cast<int>(layer.description.output_shift)), 64);
  }
}

TEST_F(QuantisedImport, RecognisesTheGranularityOrTakesTheOneGiven) {
  ModelBuilder model;
  auto w = random_floats(4 * 4 * 9);
  for (std::size_t kernel = 0; kernel < 16; ++kernel)
    if (kernel % 3 != 0) std::fill_n(w.begin() + static_cast<std::ptrdiff_t>(kernel * 9), 9, 0.0F);
  model.input("x", {1, 4, 6, 6}).floats("W", {4, 4, 3, 3}, w);
  model.node("Conv", {"x", "W"}, "y");
  model.output("y");
  const std::string x = npy("x.npy", {1, 4, 6, 6}, random_floats(144));
  import(model, {x});
  EXPECT_EQ(stored()[0].description.granularity, Granularity::kernel);
  import(model, {x}, {"--granularity", "vector"});
  EXPECT_EQ(stored()[0].description.granularity, Granularity::vector);
}

}  // namespace
}  // namespace scnnsim
