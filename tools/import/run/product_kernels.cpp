// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <opencv2/dnn.hpp>
#include <vector>

#include "tools/import/model/value.h"
#include "tools/import/run/kernel.h"
#include "tools/import/run/opencv_node.h"
#include "tools/import/run/operator_shapes.h"
#include "tools/import/run/strided.h"
#include "traces/layer.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// (rows, inner) x (inner, columns) by OpenCV, either one transposed where it says so.
struct MatrixProduct {
  std::size_t rows, inner, columns;
  bool transposes_first = false, transposes_second = false;
  void run(const float* first, const float* second, float* result) const;
};

/// The input with its padding written out: OpenCV pads both sides alike only.
cv::Mat padded(const LayerShape& s, std::size_t batch, const std::vector<float>& input,
               const std::string& what) {
  const std::size_t rows = std::size_t{s.H} + s.pad_top + s.pad_bottom,
                    columns = std::size_t{s.W} + s.pad_left + s.pad_right;
  check_element_count({batch, s.C, rows, columns}, what);
  const int sizes[] = {static_cast<int>(batch), static_cast<int>(s.C), static_cast<int>(rows),
                       static_cast<int>(columns)};
  cv::Mat result(4, sizes, CV_32F, cv::Scalar(0));
  auto* planes = result.ptr<float>();
  for (std::size_t plane = 0; plane < batch * s.C; ++plane)
    for (std::size_t h = 0; h < s.H; ++h)
      std::copy_n(&input[(plane * s.H + h) * s.W], s.W,
                  planes + (plane * rows + h + s.pad_top) * columns + s.pad_left);
  return result;
}

/// A matrix over memory of others, which OpenCV does not write to.
cv::Mat view(const float* data, const std::vector<int>& sizes) {
  return {sizes, CV_32F, const_cast<float*>(data)};
}

cv::dnn::LayerParams parameters(const LayerShape& s, const std::vector<float>& weights,
                                const std::vector<float>& bias) {
  cv::dnn::LayerParams layer;
  const auto set = [&](const char* name, std::uint32_t value) { layer.set(name, static_cast<int>(value)); };
  set("num_output", s.K), set("group", s.groups);
  set("kernel_h", s.R), set("kernel_w", s.S);
  set("stride_h", s.stride_h), set("stride_w", s.stride_w);
  set("dilation_h", s.dilation_h), set("dilation_w", s.dilation_w);
  layer.set("bias_term", !bias.empty());
  layer.blobs.push_back(view(weights.data(), {static_cast<int>(s.K), static_cast<int>(s.channels_per_group()),
                                              static_cast<int>(s.R), static_cast<int>(s.S)}));
  if (!bias.empty()) layer.blobs.push_back(view(bias.data(), {static_cast<int>(s.K), 1}));
  return layer;
}

/// Convolution of a batch of (C, H, W) by OpenCV: (batch, K, P, Q). `bias` has K numbers or none. Throws
/// UserError when the padded input has too many elements.
std::vector<float> convolve_floats(const LayerShape& shape, std::size_t batch,
                                   const std::vector<float>& input, const std::vector<float>& weights,
                                   const std::vector<float>& bias, const std::string& what) {
  check_element_count({batch, shape.K, shape.P(), shape.Q()}, what);
  cv::dnn::LayerParams layer = parameters(shape, weights, bias);
  cv::dnn::Net net;
  net.addLayerToPrev("convolution", "Convolution", layer);
  net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  net.enableFusion(false);
  try {
    net.setInput(padded(shape, batch, input, what));
    const cv::Mat output = net.forward();
    return {output.ptr<float>(), output.ptr<float>() + output.total()};
  } catch (const cv::Exception& error) {
    throw UserError(what + ": OpenCV cannot run it: " + error.err);
  }
}

void MatrixProduct::run(const float* first, const float* second, float* result) const {
  const auto dimension = [](std::size_t size) { return static_cast<int>(size); };
  const cv::Mat a = view(first, transposes_first ? std::vector<int>{dimension(inner), dimension(rows)}
                                                 : std::vector<int>{dimension(rows), dimension(inner)});
  const cv::Mat b = view(second, transposes_second ? std::vector<int>{dimension(columns), dimension(inner)}
                                                   : std::vector<int>{dimension(inner), dimension(columns)});
  cv::Mat c(dimension(rows), dimension(columns), CV_32F, result);
  cv::gemm(a, b, 1, cv::noArray(), 0, c,
           (transposes_first ? cv::GEMM_1_T : 0) | (transposes_second ? cv::GEMM_2_T : 0));
}

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
