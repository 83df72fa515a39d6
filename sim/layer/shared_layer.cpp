// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/shared_layer.h"

#include <utility>

#include "models/common/geometry.h"
#include "models/common/time_units.h"
#include "sim/mapping/effectual_multiplies.h"
#include "traces/convolution.h"

namespace scnnsim {

SharedLayer::SharedLayer(LayerDescription description, LayerTensors tensors, std::optional<Sums> sums)
    : description_(std::move(description)),
      tensors_(std::move(tensors)),
      encoded_(description_, tensors_),
      sums_(std::move(sums)) {}

const ReferenceOutputs& SharedLayer::outputs_of_width(ByWidth& outputs, const Sums& sums,
                                                      unsigned operand_bits) const {
  const auto found = outputs.find(operand_bits);
  if (found != outputs.end()) return found->second;
  if (written() != nullptr)
    return outputs.emplace(operand_bits, ReferenceOutputs{sums, *written()}).first->second;
  return outputs.emplace(operand_bits, outputs_of(sums, description_, operand_bits)).first->second;
}

const ReferenceOutputs& SharedLayer::reference(unsigned operand_bits) {
  if (!sums_) sums_ = convolve(description_, tensors_);
  return outputs_of_width(reference_, *sums_, operand_bits);
}

const ReferenceOutputs& SharedLayer::given_outputs(unsigned operand_bits) {
  return outputs_of_width(given_, tensors_.output.value(), operand_bits);
}

const ReferenceOutputs* SharedLayer::needed_reference(unsigned operand_bits, bool verifies,
                                                      bool outputs_decide) {
  const bool compares = verifies && !has_given_outputs();
  const bool maps = outputs_decide && written() == nullptr;
  return compares || maps ? &reference(operand_bits) : nullptr;
}

double SharedLayer::weight_density() {
  if (!weight_density_) weight_density_ = density(tensors_.weights);
  return *weight_density_;
}

double SharedLayer::input_density() {
  if (!input_density_) input_density_ = density(tensors_.activations);
  return *input_density_;
}

std::uint64_t SharedLayer::effectual_multiplies() {
  if (!effectual_multiplies_) {
    const LayerShape& shape = description_.shape;
    const Rectangle plane{{0, shape.P()}, {0, shape.Q()}};
    effectual_multiplies_ = count_effectual_multiplies(shape, tensors_, {plane}).front().both;
  }
  return *effectual_multiplies_;
}

std::size_t SharedLayer::bytes() const {
  const std::size_t sums = (sums_ ? sums_->bytes() : 0) + (tensors_.output ? tensors_.output->bytes() : 0);
  std::size_t values = tensors_.weights.size() + tensors_.activations.size();
  if (tensors_.written) values += tensors_.written->size();
  for (const ByWidth* outputs : {&reference_, &given_})
    for (const auto& [width, one] : *outputs) values += one.activations.size();
  return sums + 2 * values + encoded_.bytes();
}

LayerResult initial_result(const MachineConfig& config, SharedLayer& layer, bool multiplies_zeros) {
  LayerResult result;
  result.layer = layer.description().name;
  result.dense_macs = layer.description().shape.dense_macs();
  result.weight_density = layer.weight_density();
  result.input_density = layer.input_density();
  result.dense_weight_bytes =
      ceil_divide<std::uint64_t>(layer.tensors().weights.size() * config.multiplier_array.operand_bits, 8);
  result.effectual_multiplies = multiplies_zeros ? std::optional(layer.effectual_multiplies()) : std::nullopt;
  result.cycle_fs = femtoseconds_per_cycle(config.clock.frequency);
  result.pes = config.pe_count();
  result.multipliers = std::uint64_t{config.pe_count()} * config.lanes();
  return result;
}

}  // namespace scnnsim
