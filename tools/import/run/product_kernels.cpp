// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "tools/import/run/float_products.h"
#include "tools/import/run/kernel.h"
#include "tools/import/run/matrix_shape.h"
#include "tools/import/run/opencv_node.h"
#include "tools/import/run/strided.h"
#include "tools/import/run/window.h"

namespace scnnsim {

namespace {

Value convolution(const KernelCall& call) {
  const Value &input = call.floats(0), &weights = call.floats(1);
  if (input.shape.size() > 4) {
    const auto groups = call.node.attribute<std::int64_t>("group", 1);
    if (weights.shape.size() != input.shape.size() || groups < 1 || weights.size() == 0 ||
        weights.shape[1] * static_cast<std::size_t>(groups) != input.shape[1] ||
        weights.shape[0] % static_cast<std::size_t>(groups) != 0)  // OpenCV divides by what does not fit
      call.fail_input(1, "weights that fit the input");
    return run_by_opencv(call);  // no layer, but layers may be behind it
  }
  const LayerShape shape = convolution_shape(call.node, input.shape, weights.shape);
  std::vector<float> bias;
  if (call.has(2)) bias = call.floats(2).floats();
  if (call.has(2) && bias.size() != shape.K)
    call.fail_input(2, fmt::format("one number per filter: ({},)", shape.K));
  const std::size_t batch = input.shape[0];
  Shape output{batch, shape.K, shape.P(), shape.Q()};
  if (input.shape.size() == 3) output.pop_back();
  return Value::of_floats(
      output, convolve_floats(shape, batch, input.floats(), weights.floats(), bias, call.node.label()));
}

Value gemm(const KernelCall& call) {
  const Value &a = call.floats(0), &b = call.floats(1);
  const GemmShape shape = gemm_shape(call.node, a.shape, b.shape);
  check_element_count({shape.rows, shape.columns}, call.node.label());
  Value result = Value::zeros(ElementType::float32, {shape.rows, shape.columns});
  auto& elements = std::get<0>(result.data);
  MatrixProduct{shape.rows, shape.inner, shape.columns, shape.transposes_a, shape.transposes_b}.run(
      a.floats().data(), b.floats().data(), elements.data());
  for (float& element : elements) element *= shape.alpha;
  if (!call.has(2)) return result;
  const Value& c = call.floats(2);
  if (broadcast_shape(c.shape, result.shape, call.node.label()) != result.shape)
    call.fail_input(2, fmt::format("a tensor that can be broadcast to ({}, {})", shape.rows, shape.columns));
  const Value spread = strided_copy(c, result.shape, broadcast_strides(c.shape, result.shape));
  for (std::size_t i = 0; i < elements.size(); ++i) elements[i] += shape.beta * spread.floats()[i];
  return result;
}

Value matmul(const KernelCall& call) {
  const Value &a = call.floats(0), &b = call.floats(1);
  const MatMulShape shape = matmul_shape(call.node, a.shape, b.shape);
  check_element_count(shape.result, call.node.label());
  Value result = Value::zeros(ElementType::float32, shape.result);
  float* to = std::get<0>(result.data).data();
  const MatrixProduct product{shape.rows, shape.inner, shape.columns};
  const auto strides = [&](const Shape& matrices) {
    const Shape batch(matrices.begin(), matrices.end() - 2);
    Integers list = broadcast_strides(batch, shape.batch);
    for (auto& stride : list)
      stride *= static_cast<std::int64_t>(matrices.back() * matrices[matrices.size() - 2]);
    return list;
  };
  for_each_pair(shape.batch, strides(shape.a), strides(shape.b), [&](std::int64_t i, std::int64_t j) {
    product.run(a.floats().data() + i, b.floats().data() + j, to);
    to += shape.rows * shape.columns;
  });
  return result;
}

}  // namespace

void add_product_kernels(KernelTable& table) {
  table.insert({{"Conv", convolution}, {"Gemm", gemm}, {"MatMul", matmul}});
}

}  // namespace scnnsim
