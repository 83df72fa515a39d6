// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "traces/npy.h"
#include "traces/quantize.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

constexpr unsigned quantised_bits =
    8;  ///< of floating-point tensors; less on machines with narrower operands

const std::vector<NpyType> operand_types{NpyType::int8,    NpyType::int16,   NpyType::uint8,
                                         NpyType::boolean, NpyType::float16, NpyType::float32,
                                         NpyType::float64};
const std::vector<NpyType> float_types{NpyType::float16, NpyType::float32, NpyType::float64};

/// Values of an integer tensor of operands, which has at most 16 bits.
Tensor<std::int16_t> integers_of(const NpyTensor& tensor) {
  return std::visit(
      [](const auto& values) {
        Tensor<std::int16_t> integers;
        integers.shape = values.shape;
        integers.data.assign(values.data.begin(), values.data.end());
        return integers;
      },
      static_cast<const NpyValues&>(tensor));
}

/// Calls use(tensor) with a tensor of float or double; returns whether the file had one of these types.
template <class Use>
bool use_floats(const NpyTensor& tensor, const Use& use) {
  if (const auto* floats = std::get_if<Tensor<float>>(&tensor)) return use(*floats), true;
  if (const auto* doubles = std::get_if<Tensor<double>>(&tensor)) return use(*doubles), true;
  return false;
}

/// Names of a tensor's axes (traces/README.md).
std::string axes_of(std::string_view tensor) {
  if (tensor == "weights") return "(K, C / groups, R, S)";
  if (tensor == "activations") return "(C, H, W)";
  if (tensor == "output") return "(K, P, Q)";
  if (tensor == "written") return "(K, P', Q')";
  return "(K)";
}

/// Reads one layer's files and turns their values into operands.
class LayerLoader {
 public:
  LayerLoader(const Trace& trace, const TraceLayer& layer, unsigned operand_bits, LoadReport& report)
      : trace_(trace), layer_(layer), operand_bits_(operand_bits), report_(report) {}

  LayerTensors load() {
    const LayerShape& s = layer_.description.shape;
    LayerTensors tensors;
    tensors.weights = factor(layer_.weights_file, "weights", {s.K, s.channels_per_group(), s.R, s.S});
    if (float_factors_ > 0) report_.weight_exponent = report_.sum_exponent;
    tensors.activations = factor(layer_.activations_file, "activations", {s.C, s.H, s.W});
    if (!layer_.bias_file.empty()) tensors.bias = bias({s.K});
    if (!layer_.output_file.empty()) tensors.output = output({s.K, s.P(), s.Q()});
    if (!layer_.written_file.empty())
      tensors.written = operands(layer_.written_file, "written", {s.K, 0, 0}).values;
    return tensors;
  }

 private:
  NpyTensor read(const std::string& file, const char* name, std::vector<NpyType> types, Shape shape) const {
    return read_npy(trace_.folder / file,
                    {layer_.field(name), std::move(types), std::move(shape), axes_of(name)});
  }

  [[noreturn]] void fail(const std::string& file, const char* name, const std::string& problem) const {
    throw UserError(fmt::format("{}: {}: {}", (trace_.folder / file).string(), layer_.field(name), problem));
  }

  void tell_cast(const char* name, NpyType type, const std::string& becomes) {
    report_.casts.push_back(fmt::format("{}: {}, {}", name, to_string(type), becomes));
  }

  /// Weights or activations.
  Tensor<std::int16_t> factor(const std::string& file, const char* name, Shape shape) {
    Operands factor = operands(file, name, std::move(shape));
    if (factor.exponent) {
      ++float_factors_;
      float_factor_ = fmt::format("{} of type {}", name, to_string(factor.type));
      report_.sum_exponent += *factor.exponent;
    }
    return std::move(factor.values);
  }

  struct Operands {
    Tensor<std::int16_t> values;
    std::optional<int> exponent;  ///< of a quantised tensor
    NpyType type;                 ///< of the file
  };

  Operands operands(const std::string& file, const char* name, Shape shape) {
    const NpyTensor tensor = read(file, name, operand_types, std::move(shape));
    const unsigned bits = std::min(quantised_bits, operand_bits_);
    QuantizedTensor quantised;
    if (use_floats(tensor, [&](const auto& floats) { quantised = quantize(floats, bits); })) {
      tell_cast(name, tensor.type,
                fmt::format("quantised to {} bits: value x 2^{}", bits, quantised.exponent));
      return {std::move(quantised.values), quantised.exponent, tensor.type};
    }
    if (tensor.type == NpyType::uint8 || tensor.type == NpyType::boolean)
      tell_cast(name, tensor.type, "taken as integers");
    Tensor<std::int16_t> values = integers_of(tensor);
    check_width(values, file, name);
    return {std::move(values), std::nullopt, tensor.type};
  }

  void check_width(const Tensor<std::int16_t>& values, const std::string& file, const char* name) const {
    const int highest = (1 << (operand_bits_ - 1)) - 1;
    const auto wide = std::find_if(values.data.begin(), values.data.end(),
                                   [&](int value) { return value > highest || value < -highest - 1; });
    if (wide == values.data.end()) return;
    fail(file, name,
         fmt::format("{}: got {}, expected {} ... {} (operands of {} bits)",
                     describe_place(static_cast<std::size_t>(wide - values.data.begin()), values.shape,
                                    axes_of(name)),
                     *wide, -highest - 1, highest, operand_bits_));
  }

  /// Types of a tensor of sums. Sums have a scale beside integers (1) and, in version 2, beside two
  /// floating-point tensors (that of the products), where they are floating-point numbers themselves.
  std::vector<NpyType> types_of_sums(const std::string& file, const char* name,
                                     const std::vector<NpyType>& integers) const {
    if (float_factors_ == 0) return integers;
    if (float_factors_ == 2 && trace_.version > 1) return float_types;
    fail(file, name,
         fmt::format(
             "comes with {}, whose scale is chosen on loading, so that int32 sums have no defined scale; "
             "expected integer weights and activations, or no {}, or floating-point weights, activations "
             "and {} in a trace of version 2",
             float_factor_, name, name));
  }

  Tensor<std::int32_t> bias(Shape shape) {
    const std::string& file = layer_.bias_file;
    const NpyTensor tensor =
        read(file, "bias", types_of_sums(file, "bias", {NpyType::int32}), std::move(shape));
    Tensor<std::int32_t> quantised;
    const bool is_float = use_floats(
        tensor, [&](const auto& floats) { quantised = quantize_at(floats, report_.sum_exponent); });
    if (!is_float) return std::get<Tensor<std::int32_t>>(tensor);
    tell_cast("bias", tensor.type,
              fmt::format("quantised at the scale of the products: value x 2^{}", report_.sum_exponent));
    return quantised;
  }

  std::optional<Sums> output(Shape shape) {
    const std::string& file = layer_.output_file;
    std::vector<NpyType> integers{NpyType::int32};
    if (trace_.version > 1) integers.push_back(NpyType::int64);
    const NpyTensor tensor = read(file, "output", types_of_sums(file, "output", integers), std::move(shape));
    const auto keep = [&](const auto& floats) {
      report_.float_output.emplace(floats.shape);
      std::copy(floats.data.begin(), floats.data.end(), report_.float_output->data.begin());
    };
    if (use_floats(tensor, keep)) return std::nullopt;
    if (const auto* wide = std::get_if<Tensor<std::int64_t>>(&tensor)) return Sums(*wide);
    return Sums(std::get<Tensor<std::int32_t>>(tensor));
  }

  const Trace& trace_;
  const TraceLayer& layer_;
  unsigned operand_bits_;
  LoadReport& report_;
  unsigned float_factors_ = 0;  ///< of weights and activations: in floating point
  std::string float_factor_;    ///< "weights of type float32"
};

}  // namespace

LayerTensors Trace::load(const TraceLayer& layer, unsigned operand_bits, LoadReport* report) const {
  LoadReport unused;
  return LayerLoader(*this, layer, operand_bits, report != nullptr ? *report : unused).load();
}

}  // namespace scnnsim
