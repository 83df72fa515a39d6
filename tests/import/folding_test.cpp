// SPDX-License-Identifier: Apache-2.0
// Constants and batch normalisation that are folded into weights and biases.
#include <fmt/format.h>

#include "tests/import/folding_import.h"

namespace scnnsim {
namespace {

using Names = std::vector<std::string>;

TEST_F(FoldingImport, FoldsConstantsIntoWeightsAndBias) {
  struct Step {
    const char* op;
    bool constant_first;
    Dimensions shape;
  };
  const Step steps[] = {{"Mul", false, {3, 1, 1}}, {"Mul", true, {1, 3, 1, 1}}, {"Add", false, {3, 1, 1}},
                        {"Add", true, {1}},        {"Sub", false, {3, 1, 1}},   {"Sub", true, {3, 1, 1}},
                        {"Div", false, {3, 1, 1}}, {"Mul", false, {}}};
  for (const Step& step : steps) {
    SCOPED_TRACE(fmt::format("{} {} ({})", step.op, step.constant_first, fmt::join(step.shape, ",")));
    ModelBuilder model = conv();
    model.floats("c", step.shape, random_floats(count_of(step.shape)));
    model.node(step.op, step.constant_first ? Names{"c", "conv"} : Names{"conv", "c"}, "y");
    model.node("Relu", {"y"}, "z");
    const auto layers = import_conv(model, "z");
    ASSERT_EQ(layers.size(), 1U);
    EXPECT_EQ(report_.layers[0].folded, Names{step.op});
    EXPECT_EQ(layers[0].description.after, Names{"relu"});
    expect_consistent(layers[0]);
    for (std::size_t i = 0; i < layers[0].output.size(); ++i)
      ASSERT_EQ(layers[0].written.data[i], std::max(0.0, layers[0].output.data[i]));
  }
}

TEST_F(FoldingImport, FoldsBatchNormalizationAndWhatFollows) {
  for (const std::int64_t opset : {7, 9, 14, 15}) {
    ModelBuilder model = conv(opset);
    for (const char* name : {"scale", "shift", "mean"}) model.floats(name, {3}, random_floats(3));
    model.floats("variance", {3}, {0.5F, 2, 3}).floats("c", {3, 1, 1}, random_floats(3));
    set(model.node("BatchNormalization", {"conv", "scale", "shift", "mean", "variance"}, "bn"), "epsilon",
        1e-3F);
    model.node("Identity", {"bn"}, "same");
    model.node("Add", {"same", "c"}, "y");
    const auto layers = import_conv(model, "y");
    ASSERT_EQ(layers.size(), 1U);
    EXPECT_EQ(report_.layers[0].folded, (Names{"BatchNormalization", "Add"}));
    expect_consistent(layers[0]);
  }
}

TEST_F(FoldingImport, DoesNotFoldWhatDiffersBetweenPositions) {
  ModelBuilder model = conv();
  model.floats("c", {1, 3, 6, 6}, random_floats(108));
  model.node("Mul", {"conv", "c"}, "y");
  const auto layers = import_conv(model, "y");
  EXPECT_TRUE(report_.layers[0].folded.empty());
  EXPECT_EQ(layers[0].description.after, Names{"multiply"});
  expect_consistent(layers[0]);
}

TEST_F(FoldingImport, DoesNotFoldWhatOthersRead) {
  ModelBuilder model = conv();
  model.floats("c", {3, 1, 1}, random_floats(3));
  model.node("Mul", {"conv", "c"}, "a");
  model.node("Sigmoid", {"conv"}, "b");
  model.node("Sub", {"a", "b"}, "y");
  const auto layers = import_conv(model, "y");
  EXPECT_TRUE(report_.layers[0].folded.empty());
  EXPECT_TRUE(layers[0].description.after.empty());
  EXPECT_EQ(layers[0].written.data, layers[0].output.data);
}

TEST_F(FoldingImport, RefusesConstantsThatAreNotFinite) {
  ModelBuilder model = conv();
  model.floats("c", {3, 1, 1}, {1, 0, 2});
  model.node("Div", {"conv", "c"}, "y");
  model.output("y");
  expect_refused(model, {npy("x.npy", {1, 2, 6, 6}, random_floats(72))},
                 {"node y (Div)", "channel 1", "expected finite"});
}

TEST_F(FoldingImport, RefusesBatchNormalizationThatTrains) {
  ModelBuilder model = conv();
  for (const char* name : {"g", "b", "m", "v"}) model.floats(name, {3}, {1, 2, 3});
  set(model.node("BatchNormalization", {"conv", "g", "b", "m", "v"}, "y"), "training_mode", std::int64_t{1});
  testing::expect_user_error([&] { import_conv(model, "y"); }, {"training_mode", "for inference"});
}

}  // namespace
}  // namespace scnnsim
