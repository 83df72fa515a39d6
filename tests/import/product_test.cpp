// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "tests/import/import_case.h"
#include "traces/npy.h"

namespace scnnsim {
namespace {

using ProductImport = ImportCase;

TEST_F(ProductImport, BringsInGemmWithEveryAttribute) {
  for (int i = 0; i < 60 && !HasFailure(); ++i) {
    const std::int64_t rows = pick(1, 4), inner = pick(1, 6), columns = pick(1, 5), opset = pick(7, 17);
    const bool transA = pick(0, 1) == 1, transB = pick(0, 1) == 1;
    const float alpha = pick(0, 1) == 1 ? 1.0F : 0.5F, beta = pick(0, 1) == 1 ? 1.0F : -2.0F;
    const Dimensions shapes_of_c[] = {{columns}, {1, columns}, {1}};
    const Dimensions c_shape = shapes_of_c[pick(0, 2)];
    const bool has_c = opset < 11 || pick(0, 3) > 0;
    SCOPED_TRACE(fmt::format("opset {} {}x{}x{} transA {} transB {} alpha {} beta {} C ({})", opset, rows,
                             inner, columns, transA, transB, alpha, beta, fmt::join(c_shape, ",")));
    const auto a = random_floats(static_cast<std::size_t>(rows * inner), 0.7),
               b = random_floats(static_cast<std::size_t>(inner * columns)),
               c = random_floats(count_of(c_shape));
    ModelBuilder model(opset);
    const Dimensions a_shape = transA ? Dimensions{inner, rows} : Dimensions{rows, inner};
    Dimensions one = a_shape;
    one.insert(one.begin(), 1);  // one image: its rows are no batch
    model.input("image", one)
        .integers("a_shape", {2}, a_shape, onnx::TensorProto::INT64)
        .floats("b", transB ? Dimensions{columns, inner} : Dimensions{inner, columns}, b);
    if (has_c) model.floats("c", c_shape, c);
    model.node("Reshape", {"image", "a_shape"}, "a");
    onnx::NodeProto& gemm = model.node(
        "Gemm", has_c ? std::vector<std::string>{"a", "b", "c"} : std::vector<std::string>{"a", "b"}, "y");
    set(gemm, "transA", std::int64_t{transA}), set(gemm, "transB", std::int64_t{transB});
    set(gemm, "alpha", alpha), set(gemm, "beta", beta);
    model.output("y");
    import(model, {npy("a.npy", one, a)});
    const auto layers = stored();
    ASSERT_EQ(layers.size(), 1U);
    const LayerShape& s = layers[0].description.shape;
    EXPECT_EQ((std::vector<std::int64_t>{s.C, s.K, s.H, s.W}),
              (std::vector<std::int64_t>{inner, columns, rows, 1}));
    std::vector<double> expected;
    for (std::int64_t k = 0; k < columns; ++k)
      for (std::int64_t row = 0; row < rows; ++row) {
        double sum = has_c ? double{beta} * c[static_cast<std::size_t>(c.size() == 1 ? 0 : k)] : 0;
        for (std::int64_t t = 0; t < inner; ++t)
          sum += double{alpha} * a[static_cast<std::size_t>(transA ? t * rows + row : row * inner + t)] *
                 b[static_cast<std::size_t>(transB ? k * inner + t : t * columns + k)];
        expected.push_back(sum);
      }
    expect_near(layers[0].output.data, expected, "output");
    expect_consistent(layers[0]);
  }
}

TEST_F(ProductImport, BringsInMatMulOverRows) {
  const Dimensions shapes[] = {{1, 5}, {1, 4, 5}, {1, 2, 3, 5}};
  for (const Dimensions& shape : shapes) {
    SCOPED_TRACE(fmt::format("({})", fmt::join(shape, ",")));
    const auto x = random_floats(count_of(shape), 0.5), w = random_floats(15);
    ModelBuilder model(13);
    model.input("x", shape).floats("w", {5, 3}, w).floats("b", {3}, {1, -2, 3});
    model.node("MatMul", {"x", "w"}, "m");
    model.node("Add", {"b", "m"}, "y");
    model.node("Relu", {"y"}, "z");
    model.output("z");
    import(model, {npy("x.npy", shape, x)});
    const auto layers = stored();
    ASSERT_EQ(layers.size(), 1U);
    const std::size_t rows = x.size() / 5;
    EXPECT_EQ(layers[0].description.shape.H, rows);
    EXPECT_EQ(layers[0].bias.data, (std::vector<double>{1, -2, 3}));
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t c = 0; c < 5; ++c)
        EXPECT_EQ(layers[0].activations.data[c * rows + row], double{x[row * 5 + c]});
    expect_consistent(layers[0]);
    EXPECT_EQ(layers[0].description.after, std::vector<std::string>{"relu"});
    for (std::size_t i = 0; i < layers[0].written.size(); ++i)
      EXPECT_EQ(layers[0].written.data[i], std::max(0.0, layers[0].output.data[i]));
  }
}

/// A convolution, and behind it a fully-connected layer, or products over rows, of a fixed batch.
ModelBuilder batch_model(std::int64_t batch, const std::vector<float>& kernel,
                         const std::vector<float>& weights) {
  ModelBuilder model(13);
  model.input("x", {batch, 2, 2, 2}).floats("k", {3, 2, 1, 1}, kernel).floats("w", {3, 5}, weights);
  model.integers("rows_shape", {3}, {batch, 3, 4}, onnx::TensorProto::INT64);
  model.integers("merged_shape", {2}, {batch * 4, 3}, onnx::TensorProto::INT64);
  model.node("Conv", {"x", "k"}, "conv");
  model.node("GlobalAveragePool", {"conv"}, "pooled");
  model.node("Flatten", {"pooled"}, "flat");
  model.node("Gemm", {"flat", "w"}, "gemm");
  model.node("Reshape", {"conv", "rows_shape"}, "channels_first");
  set(model.node("Transpose", {"channels_first"}, "rows"), "perm", Dimensions{0, 2, 1});
  model.node("MatMul", {"rows", "w"}, "product");
  model.node("Relu", {"product"}, "positive");
  model.node("Reshape", {"rows", "merged_shape"}, "merged");
  model.node("MatMul", {"merged", "w"}, "merged_product");
  set(model.node("Transpose", {"rows"}, "rows_first"), "perm", Dimensions{1, 0, 2});
  model.node("MatMul", {"rows_first", "w"}, "first_product");
  set(model.node("Transpose", {"merged"}, "columns"), "perm", Dimensions{1, 0});
  set(model.node("Gemm", {"columns", "w"}, "transposed"), "transA", std::int64_t{1});
  for (const char* output : {"gemm", "positive", "merged_product", "first_product", "transposed"})
    model.output(output);
  return model;
}

TEST_F(ProductImport, TakesTheFirstImageOfAFixedBatch) {
  const auto x = random_floats(3 * 8), kernel = random_floats(6), weights = random_floats(15);
  import(batch_model(1, kernel, weights), {npy("one.npy", {1, 2, 2, 2}, {x.begin(), x.begin() + 8})});
  const auto alone = stored();
  const ImportReport report = import(batch_model(3, kernel, weights), {npy("x.npy", {3, 2, 2, 2}, x)});
  const auto first = stored();
  ASSERT_EQ(alone.size(), 6U);
  ASSERT_EQ(first.size(), 6U);
  for (std::size_t i = 0; i < first.size(); ++i) {
    SCOPED_TRACE(first[i].description.name);
    EXPECT_EQ(first[i].description.shape.H, alone[i].description.shape.H);
    EXPECT_EQ(first[i].description.after, alone[i].description.after);
    expect_near(first[i].activations.data, alone[i].activations.data, "activations");
    expect_near(first[i].output.data, alone[i].output.data, "output");
    expect_near(first[i].written.data, alone[i].written.data, "written");
    EXPECT_NE(std::find(report.layers[i].notes.begin(), report.layers[i].notes.end(),
                        "the first image of a batch of 3"),
              report.layers[i].notes.end());
  }
}

TEST_F(ProductImport, TakesTheFirstRowOfABatchOfIntegers) {
  ModelBuilder model;
  model.input("x", {4, 3}, onnx::TensorProto::INT8)
      .integers("w", {3, 2}, {1, 2, 3, 4, 5, 6}, onnx::TensorProto::INT8);
  model.node("MatMulInteger", {"x", "w"}, "y");
  model.output("y");
  Tensor<std::int8_t> x({4, 3});
  x.data = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  write_npy(file("x.npy"), x);
  import(model, {file("x.npy").string()});
  EXPECT_EQ(stored()[0].activations.data, (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(stored()[0].output.data, (std::vector<double>{22, 28}));
}

TEST_F(ProductImport, LeavesGemmWithABiasPerRowOut) {
  for (const Dimensions& bias : {Dimensions{2, 1}, Dimensions{2, 3}}) {
    ModelBuilder model;
    model.input("x", {2, 4}).floats("W", {4, 3}, random_floats(12)).floats("V", {3, 3}, random_floats(9));
    model.floats("C", bias, random_floats(count_of(bias)));
    model.node("Gemm", {"x", "W", "C"}, "y");
    model.node("MatMul", {"y", "V"}, "z");
    model.output("z");
    const ImportReport report = import(model, {npy("x.npy", {2, 4}, random_floats(8))});
    ASSERT_EQ(report.layers.size(), 1U);
    ASSERT_EQ(report.left_out.size(), 1U);
    EXPECT_NE(report.left_out[0].reason.find("one number per filter"), std::string::npos);
    expect_consistent(stored()[0]);
  }
}

TEST_F(ProductImport, LeavesProductsOfActivationsOut) {
  ModelBuilder model;
  model.input("x", {1, 4, 4}).floats("w", {4, 4}, random_floats(16));
  model.node("MatMul", {"x", "w"}, "a");
  model.node("MatMul", {"a", "x"}, "scores");
  model.node("MatMul", {"w", "scores"}, "first");
  model.output("first");
  const ImportReport report = import(model, {npy("x.npy", {1, 4, 4}, random_floats(16))});
  ASSERT_EQ(report.layers.size(), 1U);
  ASSERT_EQ(report.left_out.size(), 2U);
  EXPECT_EQ(report.left_out[0].node, "node scores (MatMul)");
  EXPECT_NE(report.left_out[0].reason.find("weights \"x\" are no constants"), std::string::npos);
  EXPECT_NE(report.left_out[1].reason.find("first operand"), std::string::npos);
}

}  // namespace
}  // namespace scnnsim
