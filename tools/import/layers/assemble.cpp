// SPDX-License-Identifier: Apache-2.0
#include "tools/import/layers/assemble.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tools/import/layers/after_layer.h"
#include "tools/import/layers/channel_constant.h"
#include "tools/import/layers/first_image.h"
#include "tools/import/run/integer_products.h"
#include "tools/import/run/operator_shapes.h"
#include "tools/import/run/quantisation.h"
#include "tools/import/write/output_shift.h"
#include "traces/convolution.h"
#include "traces/npy.h"
#include "traces/quantize.h"
#include "traces/support/error.h"

namespace scnnsim {

namespace {

void check_finite(const std::vector<float>& elements, const Node& node, const std::string& tensor) {
  for (std::size_t i = 0; i < elements.size(); ++i)
    if (!std::isfinite(elements[i]))
      throw UserError(fmt::format("{}: tensor \"{}\": element {} is {}, expected finite numbers",
                                  node.label(), tensor, i, elements[i]));
}

/// The channels of the first image, as (channels, rows, columns); nothing when the value has no such form.
template <class T>
std::optional<Tensor<T>> planes_of(const std::vector<T>& elements, const Shape& shape, std::size_t first,
                                   std::size_t channels) {
  if (shape.size() < 2 || shape.size() > 4 || shape[0] == 0 || first + channels > shape[1])
    return std::nullopt;
  Shape planes{channels, shape.size() > 2 ? shape[2] : 1, shape.size() > 3 ? shape[3] : 1};
  Tensor<T> tensor(planes);
  const std::size_t plane = planes[1] * planes[2];
  std::copy_n(elements.begin() + static_cast<std::ptrdiff_t>(first * plane), channels * plane,
              tensor.data.begin());
  return tensor;
}

/// The same of a tensor whose last dimension counts channels.
template <class T>
std::optional<Tensor<T>> rows_of(const std::vector<T>& elements, const Shape& shape, std::size_t channels) {
  if (shape.empty() || shape.back() != channels || elements.empty()) return std::nullopt;
  return rows_as_channels(elements.data(), elements.size() / channels, channels);
}

class LayerAssembler {
 public:
  LayerAssembler(const Graph& graph, const LayerPlan& plan, const ExecutionResult& run)
      : graph_(graph), plan_(plan), node_(*plan.node), run_(run) {}

  ImportedLayer assemble() {
    layer_.description.name = plan_.name;
    layer_.op = node_.op;
    if (plan_.pad != nullptr) layer_.folded.push_back(plan_.pad->op);
    for (const FoldedNode& folded : plan_.folded)
      if (!changes_no_value(*folded.node)) layer_.folded.push_back(folded.node->op);
    if (plan_.integers && !(folded_affine(graph_, plan_).scales()))
      assemble_integers();
    else
      assemble_floats();
    return std::move(layer_);
  }

 private:
  const Value& constant(const std::string& tensor) const { return *graph_.constants.at(tensor); }

  ValueRef find(const std::string& tensor) const {
    if (tensor.empty()) return nullptr;
    const auto constant = graph_.constants.find(tensor);
    if (constant != graph_.constants.end()) return constant->second;
    const auto made = run_.values.find(tensor);
    return made == run_.values.end() ? nullptr : made->second;
  }

  const ValueRef& made(const std::string& tensor) const {
    const auto found = run_.values.find(tensor);
    if (found == run_.values.end())
      throw UserError(fmt::format("{}: tensor \"{}\" was not made", node_.label(), tensor));
    return found->second;
  }

  const ValueRef& made_floats(const std::string& tensor) const {
    const ValueRef& value = made(tensor);
    if (!is_float(value->type))
      throw UserError(fmt::format("{}: tensor \"{}\": got {}, expected floats", node_.label(), tensor,
                                  value->describe()));
    check_finite(value->floats(), node_, tensor);
    return value;
  }

  // --- the first image of a batch; planes_of() takes it out of planes

  /// What the layer reads, or of a matrix product its rows of the first image.
  ValueRef activations_of_image(const ValueRef& activations) {
    if (plan_.kind == LayerKind::convolution) {
      if (!activations->shape.empty()) note_batch(activations->shape[0]);
      return activations;
    }
    const bool is_transposed =
        plan_.kind == LayerKind::gemm && node_.attribute<std::int64_t>("transA", 0) != 0;
    ValueRef rows = is_transposed ? first_image_of_columns(activations, run_.batch)
                                  : first_image_of_rows(activations, run_.batch);
    if (rows->size() < activations->size()) note_batch(run_.batch);
    return rows;
  }

  ValueRef output_of_image(const ValueRef& output) const {
    return plan_.has_channels_last() ? first_image_of_rows(output, run_.batch) : output;
  }

  WrittenTensor written_of_image() const {
    WrittenTensor written = written_tensor(graph_, plan_, run_);
    if (written.value) written.value = output_of_image(written.value);
    return written;
  }

  void note_batch(std::size_t images) {
    if (images > 1) layer_.notes.push_back(fmt::format("the first image of a batch of {}", images));
  }

  // --- floats

  void assemble_floats() {
    FloatTensors& tensors = layer_.floats.emplace();
    check_finite(constant(plan_.weights).floats(), node_, plan_.weights);
    if (plan_.kind == LayerKind::convolution)
      take_convolution(tensors);
    else
      take_product(tensors);
    take_bias(tensors);
    take_folded(tensors);
    const LayerShape& s = layer_.description.shape;
    tensors.output = planes(*output_of_image(made_floats(plan_.output)), plan_.output);
    if (tensors.output.shape != Shape{s.K, s.P(), s.Q()})
      throw UserError(fmt::format("{}: tensor \"{}\": got planes {}, expected {}", node_.label(),
                                  plan_.output, describe_shape(tensors.output.shape),
                                  describe_shape({s.K, s.P(), s.Q()})));
    take_written(tensors);
  }

  Tensor<float> planes(const Value& value, const std::string& tensor) const {
    auto taken = plan_.has_channels_last() ? rows_of(value.floats(), value.shape, plan_.filters)
                                           : planes_of(value.floats(), value.shape, 0, plan_.filters);
    if (!taken)
      throw UserError(fmt::format("{}: tensor \"{}\": got {}, expected {} channels", node_.label(), tensor,
                                  value.describe(), plan_.filters));
    return std::move(*taken);
  }

  void take_convolution(FloatTensors& tensors) {
    const ValueRef read = activations_of_image(made_floats(plan_.activations));
    const Value &input = *read, &weights = constant(plan_.weights);
    layer_.description.shape = padded_shape(input.shape, weights.shape);
    const LayerShape& s = layer_.description.shape;
    auto activations = planes_of(input.floats(), input.shape, 0, s.C);
    if (!activations)
      throw UserError(fmt::format("{}: input \"{}\": has no image", node_.label(), plan_.activations));
    tensors.activations = std::move(*activations);
    tensors.weights.shape = {s.K, s.channels_per_group(), s.R, s.S};
    tensors.weights.data = weights.floats();
  }

  /// The layer's shape with the padding of a Pad before it.
  LayerShape padded_shape(Shape input, const Shape& weights) const {
    if (plan_.pad == nullptr) return convolution_shape(node_, input, weights);
    const Integers pads = plan_.pad->has("pads") ? plan_.pad->attribute<Integers>("pads", {})
                                                 : constant(plan_.pad->input(1)).integers();
    const std::size_t rank = input.size();
    const auto pad = [&](std::size_t i) { return i < pads.size() ? static_cast<std::uint32_t>(pads[i]) : 0; };
    for (std::size_t d = 2; d < rank; ++d) input[d] += pad(d) + pad(rank + d);
    LayerShape s = convolution_shape(node_, input, weights);
    s.H -= pad(2) + pad(rank + 2), s.pad_top += pad(2), s.pad_bottom += pad(rank + 2);
    if (rank == 4) s.W -= pad(3) + pad(7), s.pad_left += pad(3), s.pad_right += pad(7);
    return s;
  }

  void take_product(FloatTensors& tensors) {
    const ValueRef read = activations_of_image(made_floats(plan_.activations));
    const Value &input = *read, &weights = constant(plan_.weights);
    const bool is_gemm = plan_.kind == LayerKind::gemm;
    GemmShape gemm{};
    if (is_gemm) {
      gemm = gemm_shape(node_, input.shape, weights.shape);
    } else {
      const MatMulShape product = matmul_shape(node_, input.shape, weights.shape);
      gemm.inner = product.inner, gemm.columns = product.columns, gemm.alpha = 1;
      gemm.rows = input.size() / product.inner;
    }
    LayerShape& s = layer_.description.shape;
    s.C = dimension(gemm.inner), s.K = dimension(gemm.columns), s.H = dimension(gemm.rows);
    check_shape(s, node_.label());
    if (gemm.transposes_a)
      tensors.activations.shape = {gemm.inner, gemm.rows, 1}, tensors.activations.data = input.floats();
    else
      tensors.activations = rows_as_channels(input.floats().data(), gemm.rows, gemm.inner);
    tensors.weights = Tensor<float>({gemm.columns, gemm.inner, 1, 1});
    for (std::size_t k = 0; k < gemm.columns; ++k)
      for (std::size_t c = 0; c < gemm.inner; ++c)
        tensors.weights.data[k * gemm.inner + c] =
            gemm.alpha * weights.floats()[gemm.transposes_b ? k * gemm.inner + c : c * gemm.columns + k];
  }

  static std::uint32_t dimension(std::size_t size) {
    return static_cast<std::uint32_t>(std::min<std::size_t>(size, std::numeric_limits<std::uint32_t>::max()));
  }

  void take_bias(FloatTensors& tensors) const {
    if (plan_.bias.empty()) return;
    const Value& bias = constant(plan_.bias);
    if (!is_float(bias.type) || (bias.size() != plan_.filters && bias.size() != 1) || bias.shape.size() > 2 ||
        (!bias.shape.empty() && bias.shape.back() != bias.size()))
      throw UserError(fmt::format("{}: bias \"{}\": got {}, expected one float per filter: ({},)",
                                  node_.label(), plan_.bias, bias.describe(), plan_.filters));
    check_finite(bias.floats(), node_, plan_.bias);
    const float beta = plan_.kind == LayerKind::gemm ? node_.attribute<float>("beta", 1) : 1;
    tensors.bias = Tensor<float>({plan_.filters});
    for (std::size_t k = 0; k < plan_.filters; ++k)
      tensors.bias->data[k] = beta * bias.floats()[bias.size() == 1 ? 0 : k];
  }

  void take_folded(FloatTensors& tensors) const {
    const ChannelAffine affine = folded_affine(graph_, plan_);
    const std::size_t filter = tensors.weights.size() / std::max<std::size_t>(plan_.filters, 1);
    if (affine.scales())
      for (std::size_t i = 0; i < tensors.weights.size(); ++i)
        tensors.weights.data[i] =
            static_cast<float>(double{tensors.weights.data[i]} * affine.scale[i / filter]);
    if (affine.scales()) check_finite(tensors.weights.data, node_, plan_.weights);
    if (!tensors.bias && !affine.shifts()) return;
    if (!tensors.bias) tensors.bias = Tensor<float>({plan_.filters});
    for (std::size_t k = 0; k < plan_.filters; ++k)
      tensors.bias->data[k] =
          static_cast<float>(double{tensors.bias->data[k]} * affine.scale[k] + affine.shift[k]);
  }

  void take_written(FloatTensors& tensors) {
    WrittenTensor written = written_of_image();
    std::optional<Tensor<float>> taken;
    if (written.value && is_float(written.value->type)) {
      check_finite(written.value->floats(), node_, plan_.written());
      taken = plan_.has_channels_last()
                  ? rows_of(written.value->floats(), written.value->shape, plan_.filters)
                  : planes_of(written.value->floats(), written.value->shape, written.first_channel,
                              plan_.filters);
    } else if (written.value) {
      const auto integers = written_integers(written);
      if (integers)
        taken = Tensor<float>(integers->shape),
        taken->data.assign(integers->data.begin(), integers->data.end());
    }
    layer_.description.after = taken ? written.after : std::vector<std::string>{};
    if (!taken) note_written();
    tensors.written = taken ? std::move(*taken) : tensors.output;
  }

  void note_written() {
    if (!plan_.after.empty())
      layer_.notes.push_back(
          fmt::format("what follows it, up to tensor \"{}\", keeps no {} channels; its own output is "
                      "taken for the written tensor",
                      plan_.written(), plan_.filters));
  }

  // --- integers

  std::optional<Tensor<std::int16_t>> written_integers(const WrittenTensor& written) const {
    const std::string what = fmt::format("{}: tensor \"{}\"", node_.label(), plan_.written());
    const Tensor<std::int16_t> all = without_zero_point_of(written, what);
    return plan_.has_channels_last() ? rows_of(all.data, all.shape, plan_.filters)
                                     : planes_of(all.data, all.shape, written.first_channel, plan_.filters);
  }

  Tensor<std::int16_t> without_zero_point_of(const WrittenTensor& written, const std::string& what) const {
    if (!is_float(written.value->type))
      return without_zero_point(*written.value, written.zero_point.get(), 0, what);
    check_finite(written.value->floats(), node_, plan_.written());
    Tensor<float> reals(written.value->shape);
    reals.data = written.value->floats();
    return quantize(reals, 8).values;
  }

  void assemble_integers() {
    const IntegerOperands& names = *plan_.integers;
    Node node = node_;
    node.inputs = {names.activations, names.activation_zero, names.weights, names.weight_zero, names.bias};
    KernelCall call{node, {}, graph_.opset};
    for (const std::string& tensor : node.inputs) call.inputs.push_back(find(tensor));
    constexpr IntegerInputs inputs{0, 1, 2, 3, 4};
    if (call.inputs[0]) call.inputs[0] = activations_of_image(call.inputs[0]);
    IntegerLayer integers;
    if (plan_.kind == LayerKind::convolution) {
      integers = convolution_layer(call, inputs, 0);
    } else {
      const bool is_gemm = plan_.kind == LayerKind::gemm;
      integers = product_layer(call, inputs, is_gemm && node.attribute<std::int64_t>("transA", 0) != 0,
                               is_gemm && node.attribute<std::int64_t>("transB", 0) != 0);
    }
    layer_.description.shape = integers.description.shape;
    layer_.integers = std::move(integers.tensors);
    if (names.bias.empty() || folded_affine(graph_, plan_).shifts()) take_real_bias();
    finish_integers();
  }

  /// A bias in floating point, and constants added after the product, at the scale of the products.
  void take_real_bias() {
    if (plan_.weights.empty()) return;
    const ChannelAffine affine = folded_affine(graph_, plan_);
    FloatTensors reals;
    take_bias(reals);
    if (!reals.bias && !affine.shifts()) return;
    const Value &activations = constant(plan_.integers->activation_scale),
                &weights = constant(plan_.integers->weight_scale);
    layer_.integers.bias = Tensor<std::int32_t>({plan_.filters});
    for (std::size_t k = 0; k < plan_.filters; ++k) {
      const double scale = activations.at(0) * weights.at(weights.size() == 1 ? 0 : k);
      const double real = (reals.bias ? double{reals.bias->data[k]} : 0) + affine.shift[k];
      layer_.integers.bias->data[k] = bias_at_scale(real, scale);
    }
  }

  void finish_integers() {
    layer_.integers.output = convolve(layer_.description, layer_.integers);
    WrittenTensor written = written_of_image();
    if (written.value) layer_.integers.written = written_integers(written);
    if (layer_.integers.written) {
      layer_.description.after = written.after;
    } else {
      note_written();
    }
    layer_.description.output_shift = output_shift(layer_.description, *layer_.integers.output, 16);
  }

  const Graph& graph_;
  const LayerPlan& plan_;
  const Node& node_;
  const ExecutionResult& run_;
  ImportedLayer layer_;
};

}  // namespace

void want_tensors(const LayerPlan& plan, std::set<std::string>& wanted) {
  wanted.insert(plan.activations);
  wanted.insert(plan.output);
  wanted.insert(plan.written());
  if (!plan.after.empty() && plan.after.back().node->op == "DequantizeLinear")
    for (const AfterStep& step : plan.after) wanted.insert(step.node->input(step.operand));
  if (!plan.integers) return;
  wanted.insert(plan.integers->activations);
  if (!plan.integers->activation_zero.empty()) wanted.insert(plan.integers->activation_zero);
}

ImportedLayer assemble_layer(const Graph& graph, const LayerPlan& plan, const ExecutionResult& run) {
  return LayerAssembler(graph, plan, run).assemble();
}

}  // namespace scnnsim
