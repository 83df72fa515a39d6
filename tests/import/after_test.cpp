// SPDX-License-Identifier: Apache-2.0
// What follows a layer: activations, additions, pooling, and operators that run between layers.
#include <fmt/format.h>

#include <cmath>
#include <functional>

#include "tests/import/folding_import.h"

namespace scnnsim {
namespace {

using Names = std::vector<std::string>;

class AfterImport : public FoldingImport {};

TEST_F(AfterImport, NamesActivations) {
  struct Activation {
    const char* op;
    std::int64_t opset;
    double lowest, highest;
    const char* name;
  };
  const Activation activations[] = {{"Relu", 13, 0, 0, "relu"},      {"Clip", 9, 0, 6, "relu6"},
                                    {"Clip", 13, 0, 6, "relu6"},     {"Clip", 13, 0, 4, "clip"},
                                    {"Clip", 13, -1, 1, "clip"},     {"LeakyRelu", 13, 0, 0, "leakyrelu"},
                                    {"Sigmoid", 13, 0, 0, "sigmoid"}};
  for (const Activation& one : activations) {
    SCOPED_TRACE(fmt::format("{} {} ... {}", one.op, one.lowest, one.highest));
    ModelBuilder model = conv(one.opset);
    Names inputs{"conv"};
    const bool clips = std::string(one.op) == "Clip";
    if (clips && one.opset >= 11) {
      model.floats("lo", {}, {static_cast<float>(one.lowest)})
          .floats("hi", {}, {static_cast<float>(one.highest)});
      inputs = {"conv", "lo", "hi"};
    }
    onnx::NodeProto& node = model.node(one.op, inputs, "y");
    if (clips && one.opset < 11)
      set(node, "min", static_cast<float>(one.lowest)), set(node, "max", static_cast<float>(one.highest));
    const auto layers = import_conv(model, "y");
    EXPECT_EQ(layers[0].description.after, Names{one.name});
    for (std::size_t i = 0; clips && i < layers[0].output.size(); ++i)
      ASSERT_EQ(layers[0].written.data[i],
                std::min(std::max(layers[0].output.data[i], one.lowest), one.highest));
  }
}

TEST_F(AfterImport, GivesAResidualAdditionToTheLayerThatRunsLast) {
  ModelBuilder model = conv();
  model.floats("V", {3, 2, 1, 1}, random_floats(6));
  model.node("Conv", {"x", "V"}, "shortcut");
  model.node("Add", {"conv", "shortcut"}, "sum");
  model.node("Relu", {"sum"}, "y");
  const auto layers = import_conv(model, "y");
  ASSERT_EQ(layers.size(), 2U);
  EXPECT_TRUE(layers[0].description.after.empty());
  EXPECT_EQ(layers[1].description.after, (Names{"add", "relu"}));
  for (std::size_t i = 0; i < layers[1].written.size(); ++i)
    ASSERT_NEAR(layers[1].written.data[i], std::max(0.0, layers[0].output.data[i] + layers[1].output.data[i]),
                1e-5);
}

TEST_F(AfterImport, TakesALayersOwnChannelsBehindAConcat) {
  ModelBuilder model = conv();
  model.floats("V", {2, 2, 1, 1}, random_floats(4));
  model.node("Conv", {"x", "V"}, "other");
  model.node("Relu", {"other"}, "active");
  set(model.node("Concat", {"conv", "active"}, "both"), "axis", std::int64_t{1});
  model.node("Relu", {"both"}, "y");
  const auto layers = import_conv(model, "y");
  ASSERT_EQ(layers.size(), 2U);
  EXPECT_EQ(layers[0].description.after, (Names{"concat", "relu"}));
  EXPECT_EQ(layers[1].description.after, (Names{"relu", "concat", "relu"}));
  for (const TracedLayer& layer : layers)
    for (std::size_t i = 0; i < layer.written.size(); ++i)
      ASSERT_EQ(layer.written.data[i], std::max(0.0, layer.output.data[i])) << layer.description.name;
}

TEST_F(AfterImport, FollowsPooling) {
  for (const bool rounds_up : {false, true})
    for (int i = 0; i < 20; ++i) {
      ModelBuilder model = conv();
      model.node("Relu", {"conv"}, "active");
      const Dimensions kernel{pick(1, 3), pick(2, 3)}, strides{pick(1, 3), pick(1, 3)},
          pads{pick(0, kernel[0] - 1), pick(0, kernel[1] - 1), pick(0, kernel[0] - 1),
               pick(0, kernel[1] - 1)};
      const bool is_max = pick(0, 1) == 1, counts = pick(0, 1) == 1;
      onnx::NodeProto& pool = model.node(is_max ? "MaxPool" : "AveragePool", {"active"}, "y");
      set(pool, "kernel_shape", kernel), set(pool, "strides", strides), set(pool, "pads", pads);
      set(pool, "ceil_mode", std::int64_t{rounds_up});
      if (!is_max) set(pool, "count_include_pad", std::int64_t{counts});
      const auto layer = import_conv(model, "y")[0];
      EXPECT_EQ(layer.description.after, (Names{"relu", is_max ? "max_pool" : "average_pool"}));
      const auto outputs = [&](std::size_t d) {
        const std::int64_t room = 6 + pads[d] + pads[d + 2] - kernel[d];
        std::int64_t count = (room + (rounds_up ? strides[d] - 1 : 0)) / strides[d] + 1;
        if (rounds_up && (count - 1) * strides[d] >= 6 + pads[d]) --count;
        return count;
      };
      std::vector<double> expected;
      for (std::int64_t k = 0; k < 3; ++k)
        for (std::int64_t p = 0; p < outputs(0); ++p)
          for (std::int64_t q = 0; q < outputs(1); ++q) {
            double highest = 0, sum = 0;
            std::int64_t inside = 0, padded = 0;
            for (std::int64_t r = 0; r < kernel[0]; ++r)
              for (std::int64_t t = 0; t < kernel[1]; ++t) {
                const std::int64_t h = p * strides[0] + r - pads[0], w = q * strides[1] + t - pads[1];
                padded += h < 6 + pads[2] && w < 6 + pads[3];
                if (h < 0 || w < 0 || h >= 6 || w >= 6) continue;
                const double value =
                    std::max(0.0, layer.output.data[static_cast<std::size_t>((k * 6 + h) * 6 + w)]);
                highest = std::max(highest, value), sum += value, ++inside;
              }
            expected.push_back(
                is_max ? highest
                       : sum / static_cast<double>(counts ? padded : std::max<std::int64_t>(inside, 1)));
          }
      SCOPED_TRACE(fmt::format("max {} ceil {} counts {} kernel ({}) strides ({}) pads ({})", is_max,
                               rounds_up, counts, fmt::join(kernel, ","), fmt::join(strides, ","),
                               fmt::join(pads, ",")));
      ASSERT_EQ(layer.written.size(), expected.size());
      for (std::size_t at = 0; at < expected.size(); ++at)
        ASSERT_NEAR(layer.written.data[at], expected[at], 1e-5);
    }
}

TEST_F(AfterImport, FollowsAGateAndGlobalPooling) {
  ModelBuilder model = conv();
  model.node("Sigmoid", {"conv"}, "gate");
  model.node("Mul", {"conv", "gate"}, "silu");
  model.node("GlobalAveragePool", {"silu"}, "y");
  const auto layer = import_conv(model, "y")[0];
  EXPECT_EQ(layer.description.after, (Names{"silu", "average_pool"}));
  EXPECT_EQ(layer.written.shape, (Shape{3, 1, 1}));
  double sum = 0;
  for (std::size_t i = 0; i < 36; ++i) sum += layer.output.data[i] / (1 + std::exp(-layer.output.data[i]));
  EXPECT_NEAR(layer.written.data[0], sum / 36, 1e-5);
}

TEST_F(AfterImport, FollowsGeluAsExportersWriteIt) {
  ModelBuilder model = conv();
  model.floats("root", {}, {std::sqrt(2.0F)}).floats("one", {}, {1}).floats("half", {}, {0.5F});
  model.node("Div", {"conv", "root"}, "a");
  model.node("Erf", {"a"}, "b");
  model.node("Add", {"b", "one"}, "c");
  model.node("Mul", {"conv", "c"}, "d");
  model.node("Mul", {"d", "half"}, "y");
  const auto layer = import_conv(model, "y")[0];
  EXPECT_EQ(layer.description.after, Names{"gelu"});
  for (std::size_t i = 0; i < layer.output.size(); ++i) {
    const double x = layer.output.data[i];
    ASSERT_NEAR(layer.written.data[i], x * 0.5 * (1 + std::erf(x / std::sqrt(2.0))), 1e-5);
  }
}

TEST_F(AfterImport, StopsAtWhatTheModelHandsOut) {
  ModelBuilder model = conv();
  model.node("Relu", {"conv"}, "r");
  set(model.node("MaxPool", {"r"}, "y"), "kernel_shape", Dimensions{2, 2});
  model.output("r");
  EXPECT_EQ(import_conv(model, "y")[0].description.after, Names{"relu"});
}

TEST_F(AfterImport, GoesThroughPaddingToPoolingAlone) {
  for (const bool pools : {true, false}) {
    ModelBuilder model = conv();
    model.integers("pads", {8}, {0, 0, 1, 1, 0, 0, 1, 1}, onnx::TensorProto::INT64);
    model.node("Pad", {"conv", "pads"}, "p");
    if (pools) set(model.node("MaxPool", {"p"}, "y"), "kernel_shape", Dimensions{2, 2});
    const auto layer = import_conv(model, pools ? "y" : "p")[0];
    EXPECT_EQ(layer.description.after, (pools ? Names{"pad", "max_pool"} : Names{}));
    EXPECT_EQ(layer.written.shape, (pools ? Shape{3, 7, 7} : Shape{3, 6, 6}));
  }
}

TEST_F(AfterImport, RunsOtherOperatorsByOpenCv) {
  // What follows the first layer is run by OpenCV, node by node, and read by the second.
  const std::function<void(ModelBuilder&)> makers[] = {
      [](ModelBuilder& m) { set(m.node("LRN", {"conv"}, "y"), "size", std::int64_t{3}); },
      [](ModelBuilder& m) { set(m.node("Softmax", {"conv"}, "y"), "axis", std::int64_t{1}); },
      [](ModelBuilder& m) {
        m.floats("roi", {0}, {}).floats("scales", {4}, {1, 1, 2, 2});
        set(m.node("Resize", {"conv", "roi", "scales"}, "y"), "mode", std::string("nearest"));
      },
      [](ModelBuilder& m) {
        m.floats("g", {3}, {1, 2, 3})
            .floats("b", {3}, {0, 1, 2})
            .node("InstanceNormalization", {"conv", "g", "b"}, "y");
      }};
  for (const auto& make : makers) {
    ModelBuilder model = conv();
    make(model);
    SCOPED_TRACE(model.graph().node(1).op_type());
    model.floats("V", {2, 3, 1, 1}, random_floats(6));
    model.node("Conv", {"y", "V"}, "z");
    const auto layers = import_conv(model, "z");
    ASSERT_EQ(layers.size(), 2U) << (report_.left_out.empty() ? "" : report_.left_out[0].reason);
    expect_consistent(layers[1]);
  }
}

TEST_F(AfterImport, StopsWhereSeveralReadTheTensor) {
  ModelBuilder model = conv();
  model.floats("V", {2, 3, 1, 1}, random_floats(6)).floats("U", {2, 3, 1, 1}, random_floats(6));
  model.node("Relu", {"conv"}, "r");
  model.node("Conv", {"r", "V"}, "a");
  model.node("Conv", {"r", "U"}, "b");
  model.node("Add", {"a", "b"}, "y");
  const auto layers = import_conv(model, "y");
  ASSERT_EQ(layers.size(), 3U);
  EXPECT_EQ(layers[0].description.after, Names{"relu"});
  EXPECT_EQ(layers[0].written.data, layers[1].activations.data);
  EXPECT_TRUE(layers[1].description.after.empty());
  EXPECT_EQ(layers[2].description.after, Names{"add"});
}

TEST_F(AfterImport, NamesATransposedConvolutionAndBringsTheRestIn) {
  ModelBuilder model = conv();
  model.floats("T", {3, 2, 2, 2}, random_floats(24)).floats("V", {2, 2, 1, 1}, random_floats(4));
  set(model.node("ConvTranspose", {"conv", "T"}, "up"), "strides", Dimensions{2, 2});
  model.node("Conv", {"up", "V"}, "y");
  const auto layers = import_conv(model, "y");
  ASSERT_EQ(layers.size(), 2U);
  ASSERT_EQ(report_.left_out.size(), 1U);
  EXPECT_EQ(report_.left_out[0].node, "node up (ConvTranspose)");
  EXPECT_EQ(layers[1].activations.shape, (Shape{2, 12, 12}));
  expect_consistent(layers[1]);
}

TEST_F(AfterImport, LeavesOutWhatLiesBehindAnOperatorThatOpenCvGetsWrong) {
  // OpenCV 4.6 ignores the dilation, and crashes on CumSum.
  const std::function<void(ModelBuilder&)> makers[] = {
      [&](ModelBuilder& m) {
        m.floats("T", {3, 3, 3, 3}, random_floats(81));
        set(m.node("ConvTranspose", {"conv", "T"}, "y"), "dilations", Dimensions{2, 2});
      },
      [](ModelBuilder& m) {
        m.integers("axis", {}, {1}, onnx::TensorProto::INT64);
        m.node("CumSum", {"conv", "axis"}, "y");
      }};
  for (const auto& make : makers) {
    ModelBuilder model = conv();
    make(model);
    model.floats("V", {2, 3, 1, 1}, random_floats(6));
    model.node("Conv", {"y", "V"}, "z");
    EXPECT_EQ(import_conv(model, "z").size(), 1U);
    ASSERT_FALSE(report_.left_out.empty());
    EXPECT_NE(report_.left_out.back().reason.find("OpenCV cannot run it"), std::string::npos);
  }
}

TEST_F(AfterImport, RunsSoftmaxOfOldOpsetsOverAllThatFollows) {
  for (const std::int64_t opset : {11, 13}) {
    ModelBuilder model = conv(opset);
    set(model.node("Softmax", {"conv"}, "y"), "axis", std::int64_t{2});
    model.floats("V", {2, 3, 1, 1}, random_floats(6));
    model.node("Conv", {"y", "V"}, "z");
    const auto layers = import_conv(model, "z");
    ASSERT_EQ(layers.size(), 2U);
    for (std::size_t i = 0; i < 3 * 36; ++i) {
      double total = 0;
      for (std::size_t j = 0; j < 3 * 36; ++j)
        if (j / 36 == i / 36 && (opset < 13 || j % 6 == i % 6)) total += std::exp(layers[0].output.data[j]);
      EXPECT_NEAR(layers[1].activations.data[i], std::exp(layers[0].output.data[i]) / total, 1e-6);
    }
  }
}

TEST_F(AfterImport, ResizesByEveryRule) {
  struct Case {
    const char *coordinate, *nearest;
    std::int64_t size;
    std::vector<double> places;  ///< of the six columns 0 ... 5
  };
  const Case cases[] = {{"half_pixel", "round_prefer_floor", 4, {0, 2, 3, 5}},
                        {"half_pixel", "ceil", 4, {1, 2, 4, 5}},
                        {"half_pixel", "floor", 4, {0, 1, 3, 4}},
                        {"asymmetric", "floor", 4, {0, 1, 3, 4}},
                        {"asymmetric", "round_prefer_ceil", 4, {0, 2, 3, 5}},
                        {"asymmetric", "round_prefer_floor", 4, {0, 1, 3, 4}},
                        {"align_corners", "floor", 3, {0, 2, 5}},
                        {"align_corners", "ceil", 3, {0, 3, 5}},
                        {"tf_half_pixel_for_nn", "floor", 4, {0, 2, 3, 5}},
                        {"pytorch_half_pixel", "floor", 1, {0}},
                        {"half_pixel", "", 4, {0.25, 1.75, 3.25, 4.75}},
                        {"align_corners", "", 3, {0, 2.5, 5}}};
  for (const Case& c : cases) {
    SCOPED_TRACE(std::string(c.coordinate) + " " + c.nearest);
    ModelBuilder model;
    model.input("x", {1, 1, 2, 6}).floats("W", {2, 1, 1, 1}, {1, 2});
    model.integers("sizes", {4}, {1, 1, 2, c.size}, onnx::TensorProto::INT64);
    onnx::NodeProto& node = model.node("Resize", {"x", "", "", "sizes"}, "y");
    set(node, "coordinate_transformation_mode", std::string(c.coordinate));
    set(node, "mode", std::string(*c.nearest == 0 ? "linear" : "nearest"));
    if (*c.nearest != 0) set(node, "nearest_mode", std::string(c.nearest));
    model.node("Conv", {"y", "W"}, "z");
    model.output("z");
    import(model, {npy("x.npy", {1, 1, 2, 6}, {0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5})});
    const auto got = stored()[0].activations.data;
    ASSERT_EQ(got.size(), 2 * c.places.size());
    for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], c.places[i % c.places.size()], 1e-6);
  }
}

TEST_F(AfterImport, RunsPaddingFromInside) {
  struct Case {
    const char* mode;
    std::vector<std::size_t> rows, columns;
  };
  const Case cases[] = {{"reflect", {2, 1, 0, 1, 2, 3, 4, 5, 4}, {1, 2, 3, 4, 5, 4, 3, 2}},
                        {"edge", {0, 0, 0, 1, 2, 3, 4, 5, 5}, {1, 2, 3, 4, 5, 5, 5, 5}}};
  for (const Case& c : cases) {
    ModelBuilder model;
    const auto x = random_floats(36);
    model.input("x", {1, 1, 6, 6}).floats("W", {2, 1, 1, 1}, {1, 2});
    model.integers("p", {8}, {0, 0, 2, -1, 0, 0, 1, 3}, onnx::TensorProto::INT64);
    set(model.node("Pad", {"x", "p"}, "y"), "mode", std::string(c.mode));
    model.node("Conv", {"y", "W"}, "z");
    model.output("z");
    import(model, {npy("x.npy", {1, 1, 6, 6}, x)});
    const TracedLayer layer = stored()[0];
    ASSERT_EQ(layer.activations.shape, (Shape{1, 9, 8})) << c.mode;
    for (std::size_t row = 0; row < 9; ++row)
      for (std::size_t column = 0; column < 8; ++column)
        EXPECT_EQ(layer.activations.data[row * 8 + column], double{x[c.rows[row] * 6 + c.columns[column]]})
            << c.mode << row << column;
  }
}

TEST_F(AfterImport, ReducesIntegers) {
  ModelBuilder model = conv();
  model.floats("half", {}, {0.5F}).floats("V", {2, 3, 1, 1}, random_floats(6));
  model.node("Greater", {"conv", "half"}, "is_large");
  set(model.node("Cast", {"is_large"}, "ones"), "to", std::int64_t{onnx::TensorProto::INT64});
  set(model.node("ReduceSum", {"ones"}, "count"), "keepdims", std::int64_t{0});
  set(model.node("Cast", {"count"}, "real"), "to", std::int64_t{onnx::TensorProto::FLOAT});
  model.node("Mul", {"conv", "real"}, "y");
  model.node("Conv", {"y", "V"}, "z");
  const auto layers = import_conv(model, "z");
  ASSERT_EQ(layers.size(), 2U);
  double count = 0;
  for (const double element : layers[0].output.data) count += element > 0.5;
  ASSERT_GT(count, 0);
  for (std::size_t i = 0; i < layers[0].output.size(); ++i)
    EXPECT_FLOAT_EQ(static_cast<float>(layers[1].activations.data[i]),
                    static_cast<float>(layers[0].output.data[i] * count));
}

}  // namespace
}  // namespace scnnsim
