// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "traces/npy.h"
#include "traces/quantize.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

constexpr unsigned quantised_bits = 8;  ///< of float32 tensors; less on machines with narrower operands

/// Reads one layer's files and turns their values into operands.
class LayerLoader {
 public:
  LayerLoader(const Trace& trace, const TraceLayer& layer, unsigned operand_bits)
      : trace_(trace), layer_(layer), operand_bits_(operand_bits) {}

  LayerTensors load() {
    const LayerShape& s = layer_.description.shape;
    LayerTensors tensors;
    tensors.weights = operands(layer_.weights_file, "weights", {s.K, s.channels_per_group(), s.R, s.S});
    tensors.activations = operands(layer_.activations_file, "activations", {s.C, s.H, s.W});
    if (!layer_.bias_file.empty()) tensors.bias = sums(layer_.bias_file, "bias", {s.K});
    if (!layer_.output_file.empty()) tensors.output = sums(layer_.output_file, "output", {s.K, s.P(), s.Q()});
    return tensors;
  }

 private:
  NpyTensor read(const std::string& file, const char* name, std::vector<NpyType> types, Shape shape) const {
    return read_npy(trace_.folder / file, {layer_.field(name), std::move(types), std::move(shape)});
  }

  Tensor<std::int16_t> operands(const std::string& file, const char* name, Shape shape) {
    const NpyTensor tensor =
        read(file, name, {NpyType::int8, NpyType::int16, NpyType::float32}, std::move(shape));
    if (const auto* floats = std::get_if<Tensor<float>>(&tensor)) {
      float_tensor_ = name;
      return quantize(*floats, std::min(quantised_bits, operand_bits_)).values;
    }
    Tensor<std::int16_t> values;
    if (const auto* bytes = std::get_if<Tensor<std::int8_t>>(&tensor)) {
      values.shape = bytes->shape;
      values.data.assign(bytes->data.begin(), bytes->data.end());
    } else {
      values = std::get<Tensor<std::int16_t>>(tensor);
    }
    check_width(values, file, name);
    return values;
  }

  void check_width(const Tensor<std::int16_t>& values, const std::string& file, const char* name) const {
    const int highest = (1 << (operand_bits_ - 1)) - 1;
    const auto wide = std::find_if(values.data.begin(), values.data.end(),
                                   [&](int value) { return value > highest || value < -highest - 1; });
    if (wide == values.data.end()) return;
    throw UserError(
        fmt::format("{}: {}: value at flat index {}: got {}, expected {} ... {} (operands of {} bits)",
                    (trace_.folder / file).string(), layer_.field(name), wide - values.data.begin(), *wide,
                    -highest - 1, highest, operand_bits_));
  }

  Tensor<std::int32_t> sums(const std::string& file, const char* name, Shape shape) const {
    if (!float_tensor_.empty())
      throw UserError(fmt::format(
          "{}: {}: comes with {} of type float32, whose scale is chosen on loading, so that int32 "
          "sums have no defined scale; expected integer weights and activations, or no {}",
          (trace_.folder / file).string(), layer_.field(name), float_tensor_, name));
    return std::get<Tensor<std::int32_t>>(read(file, name, {NpyType::int32}, std::move(shape)));
  }

  const Trace& trace_;
  const TraceLayer& layer_;
  unsigned operand_bits_;
  std::string float_tensor_;  ///< name of a tensor that was float32, if any
};

}  // namespace

LayerTensors Trace::load(const TraceLayer& layer, unsigned operand_bits) const {
  return LayerLoader(*this, layer, operand_bits).load();
}

}  // namespace scnnsim
