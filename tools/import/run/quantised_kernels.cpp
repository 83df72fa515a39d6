// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tools/import/run/integer_products.h"
#include "tools/import/run/kernel.h"
#include "tools/import/run/operator_shapes.h"
#include "tools/import/run/quantisation.h"
#include "traces/convolution.h"

namespace scnnsim {

namespace {

std::size_t axis_of(const KernelCall& call, std::size_t rank) {
  const auto axis = call.node.attribute<std::int64_t>("axis", 1);
  if (rank == 0 || (axis == 1 && rank == 1)) return rank;
  return call.axis(axis, rank);
}

Value dequantize(const KernelCall& call) {
  const Value& x = call.integers(0);
  return dequantised(x, affine_scale(call, 1, x.shape, axis_of(call, x.shape.size())));
}

/// The type that an operator quantises to.
ElementType type_of_zero(const KernelCall& call, std::size_t index) {
  if (!call.has(index)) return ElementType::uint8;
  const ElementType type = call.integers(index).type;
  if (range_of(type).highest > std::numeric_limits<std::int32_t>::max())
    call.fail_input(index, "a zero point of at most 32 bits");
  return type;
}

Value quantize_linear(const KernelCall& call) {
  const Value& x = call.floats(0);
  return quantised(x, affine_scale(call, 1, x.shape, axis_of(call, x.shape.size())), type_of_zero(call, 2));
}

/// Outputs: uint8 integers over the tensor's own range, which holds 0; scale; zero point.
std::vector<Value> dynamic_quantize(const KernelCall& call) {
  const Value& x = call.floats(0);
  float lowest = 0, highest = 0;
  for (const float element : x.floats())
    lowest = std::min(lowest, element), highest = std::max(highest, element);
  const float scale = (highest - lowest) / 255;
  if (!std::isfinite(scale)) call.fail_input(0, "finite numbers");
  const Value scales = Value::of_floats({}, {scale > 0 ? scale : 1});
  const float zero = std::clamp(std::nearbyint(-lowest / scales.floats()[0]), 0.0F, 255.0F);
  const Value zeros = Value::of_integers(ElementType::uint8, {}, {static_cast<std::int64_t>(zero)});
  return {quantised(x, {scales, &zeros, x.shape.size()}, ElementType::uint8), scales, zeros};
}

/// y = round(sum x scale of the products / output's scale) + zero point, saturated.
class Requantiser {
 public:
  Requantiser(const KernelCall& call, std::size_t activation_scale, std::size_t weight_scale,
              std::size_t output_scale, std::size_t filters)
      : activations_(affine_scale(call, activation_scale, {}, 0).scale_at(0)),
        weights_(affine_scale(call, weight_scale, {filters}, 0)),
        output_(affine_scale(call, output_scale, {}, 0)),
        range_(range_of(type_of_zero(call, output_scale + 1))) {}

  std::int64_t operator()(std::int64_t sum, std::size_t filter) const {
    // float32, as ONNX Runtime multiplies.
    const auto factor = static_cast<float>(activations_ * weights_.scale_at(filter)) /
                        static_cast<float>(output_.scale_at(0));
    const double rounded = std::nearbyint(double{static_cast<float>(sum) * factor}) +
                           static_cast<double>(output_.zero_point_at(0));
    return static_cast<std::int64_t>(
        std::clamp(rounded, static_cast<double>(range_.lowest), static_cast<double>(range_.highest)));
  }

 private:
  double activations_;
  AffineScale weights_, output_;
  IntegerRange range_;
};

Shape convolution_output(const Shape& input, const LayerShape& s) {
  Shape output{input[0], s.K, s.P(), s.Q()};
  if (input.size() == 3) output.pop_back();
  return output;
}

/// Convolves each image; `finish(sum, filter)` makes the element.
template <class Finish>
Value convolve_integers(const KernelCall& call, const IntegerInputs& inputs, ElementType type,
                        const Finish& finish) {
  const Value& x = call.integers(inputs.activations);
  const LayerShape s = convolution_shape(call.node, x.shape, call.integers(inputs.weights).shape);
  Value result = Value::zeros(type, convolution_output(x.shape, s));
  auto element = std::get<1>(result.data).begin();
  const std::size_t plane = std::size_t{s.P()} * s.Q();
  for (std::size_t image = 0; image < x.shape[0]; ++image) {
    const IntegerLayer layer = convolution_layer(call, inputs, image);
    const Sums sums = convolve(layer.description, layer.tensors);
    for (std::size_t i = 0; i < sums.size(); ++i) *element++ = finish(sums[i], i / plane);
  }
  return result;
}

template <class Finish>
Value multiply_integers(const KernelCall& call, const IntegerInputs& inputs, bool transposes_a,
                        bool transposes_b, ElementType type, const Finish& finish) {
  const IntegerLayer layer = product_layer(call, inputs, transposes_a, transposes_b);
  const std::size_t columns = layer.description.shape.K, rows = layer.description.shape.H;
  Shape shape = call.input(inputs.activations).shape;
  if (transposes_a) shape = {rows, columns};
  shape.back() = columns;
  const Sums sums = convolve(layer.description, layer.tensors);
  Value result = Value::zeros(type, shape);
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t k = 0; k < columns; ++k)
      std::get<1>(result.data)[row * columns + k] = finish(sums[k * rows + row], k);
  return result;
}

std::int64_t as_it_is(std::int64_t sum, std::size_t) {
  return sum;
}

Value qlinear_conv(const KernelCall& call) {
  const Requantiser requantise(call, 1, 4, 6, call.integers(3).shape.empty() ? 0 : call.integers(3).shape[0]);
  return convolve_integers(call, qlinear_conv_inputs, type_of_zero(call, 7), requantise);
}

Value conv_integer(const KernelCall& call) {
  return convolve_integers(call, conv_integer_inputs, ElementType::int32, as_it_is);
}

Value matmul_integer(const KernelCall& call) {
  return multiply_integers(call, conv_integer_inputs, false, false, ElementType::int32, as_it_is);
}

Value qlinear_matmul(const KernelCall& call) {
  const Requantiser requantise(call, 1, 4, 6,
                               call.integers(3).shape.empty() ? 0 : call.integers(3).shape.back());
  return multiply_integers(call, qlinear_matmul_inputs, false, false, type_of_zero(call, 7), requantise);
}

Value qgemm(const KernelCall& call) {
  if (call.node.attribute<float>("alpha", 1) != 1) call.fail("attribute alpha: expected 1");
  const bool transposes_a = call.node.attribute<std::int64_t>("transA", 0) != 0,
             transposes_b = call.node.attribute<std::int64_t>("transB", 0) != 0;
  const Shape& b = call.integers(3).shape;
  if (b.size() != 2) call.fail_input(3, "a matrix");
  if (!call.has(7)) call.fail("input 7: has no output scale, expected a quantised output");
  const Requantiser requantise(call, 1, 4, 7, b[transposes_b ? 0 : 1]);
  return multiply_integers(call, qgemm_inputs, transposes_a, transposes_b, type_of_zero(call, 8), requantise);
}

// --- ONNX Runtime's operators on quantised tensors: the operator on what the tensors stand for.

Value real_input(const KernelCall& call, std::size_t index) {
  const Value& x = call.integers(index);
  return dequantised(x, affine_scale(call, index + 1, {}, 0));
}

Value run_real(const KernelCall& call, const char* op, std::vector<Value> inputs, std::size_t output_scale) {
  Node node = call.node;
  node.op = op;
  node.domain.clear();
  KernelCall real{node, {}, call.opset};
  for (Value& input : inputs) real.inputs.push_back(share(std::move(input)));
  const std::vector<Value> outputs = (*find_kernel(node))(real);
  return quantised(outputs.front(), affine_scale(call, output_scale, {}, 0),
                   type_of_zero(call, output_scale + 1));
}

Value qlinear_add(const KernelCall& call) {
  return run_real(call, "Add", {real_input(call, 0), real_input(call, 3)}, 6);
}
Value qlinear_mul(const KernelCall& call) {
  return run_real(call, "Mul", {real_input(call, 0), real_input(call, 3)}, 6);
}
Value qlinear_sigmoid(const KernelCall& call) {
  return run_real(call, "Sigmoid", {real_input(call, 0)}, 3);
}
Value qlinear_leaky_relu(const KernelCall& call) {
  return run_real(call, "LeakyRelu", {real_input(call, 0)}, 3);
}
Value qlinear_global_average_pool(const KernelCall& call) {
  if (call.node.attribute<std::int64_t>("channels_last", 0) != 0)
    call.fail("attribute channels_last: expected 0");
  return run_real(call, "GlobalAveragePool", {real_input(call, 0)}, 3);
}
Value qlinear_concat(const KernelCall& call) {
  std::vector<Value> inputs;
  for (std::size_t i = 2; i + 1 < call.inputs.size(); i += 3) inputs.push_back(real_input(call, i));
  return run_real(call, "Concat", std::move(inputs), 0);
}

}  // namespace

void add_quantised_kernels(KernelTable& table) {
  const KernelTable own{{"QuantizeLinear", quantize_linear},
                        {"DequantizeLinear", dequantize},
                        {"DynamicQuantizeLinear", dynamic_quantize},
                        {"QLinearConv", qlinear_conv},
                        {"ConvInteger", conv_integer},
                        {"MatMulInteger", matmul_integer},
                        {"QLinearMatMul", qlinear_matmul},
                        {"com.microsoft.QGemm", qgemm},
                        {"com.microsoft.QuantizeLinear", quantize_linear},
                        {"com.microsoft.DequantizeLinear", dequantize},
                        {"com.microsoft.QLinearAdd", qlinear_add},
                        {"com.microsoft.QLinearMul", qlinear_mul},
                        {"com.microsoft.QLinearSigmoid", qlinear_sigmoid},
                        {"com.microsoft.QLinearLeakyRelu", qlinear_leaky_relu},
                        {"com.microsoft.QLinearGlobalAveragePool", qlinear_global_average_pool},
                        {"com.microsoft.QLinearConcat", qlinear_concat}};
  table.insert(own.begin(), own.end());
}

}  // namespace scnnsim
