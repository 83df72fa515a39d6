// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>

#include "models/common/machine_config.h"
#include "sim/layer/layer_result.h"
#include "sim/layer/verify.h"
#include "sim/mapping/encoded_layer.h"
#include "traces/layer.h"

namespace scnnsim {

/// One layer's tensors and what its simulations on different machines have in common: the tensors' encoded
/// forms, the reference outputs, the densities. Each is made when it is first asked for and kept.
class SharedLayer {
 public:
  /// `sums`: what convolve() would return for these tensors, if the caller has it.
  SharedLayer(LayerDescription description, LayerTensors tensors, std::optional<Sums> sums = std::nullopt);
  SharedLayer(const SharedLayer&) = delete;
  SharedLayer& operator=(const SharedLayer&) = delete;

  const LayerDescription& description() const { return description_; }
  const LayerTensors& tensors() const { return tensors_; }
  const Tensor<std::int32_t>* bias() const { return tensors_.bias ? &*tensors_.bias : nullptr; }
  EncodedLayer& encoded() { return encoded_; }

  /// The tensor that is written to memory after the layer, if the trace brings one.
  const Tensor<std::int16_t>* written() const { return tensors_.written ? &*tensors_.written : nullptr; }
  /// By the reference convolution; `operand_bits` wide after requantisation.
  const ReferenceOutputs& reference(unsigned operand_bits);
  bool has_given_outputs() const { return tensors_.output.has_value(); }
  /// The trace's own outputs, which may be wrong. Only if there are any.
  const ReferenceOutputs& given_outputs(unsigned operand_bits);

  /// The reference outputs, if a simulation needs them; else null. They are compared with where the trace
  /// brings no outputs (`verifies`), and decide what spills where it brings no written tensor
  /// (`outputs_decide`: what the machine spills depends on the outputs' zeros). The trace's own outputs
  /// decide nothing: wrong ones must not change what is simulated.
  const ReferenceOutputs* needed_reference(unsigned operand_bits, bool verifies, bool outputs_decide);

  double weight_density();
  double input_density();
  /// Products of two values that are not zero, each belonging to an output, counted from the tensors.
  std::uint64_t effectual_multiplies();

  /// Memory that all this takes, about.
  std::size_t bytes() const;

 private:
  using ByWidth = std::map<unsigned, ReferenceOutputs>;
  const ReferenceOutputs& outputs_of_width(ByWidth& outputs, const Sums& sums, unsigned operand_bits) const;

  const LayerDescription description_;
  const LayerTensors tensors_;
  EncodedLayer encoded_;
  std::optional<Sums> sums_;
  ByWidth reference_, given_;
  std::optional<double> weight_density_, input_density_;
  std::optional<std::uint64_t> effectual_multiplies_;
};

/// A result of a layer on a machine before anything is simulated: name, dense MACs, densities of weights and
/// input, PEs and multipliers, duration of a cycle. `multiplies_zeros`: effectual products are then counted
/// from the tensors; they are unknown for a machine whose own counters tell them.
LayerResult initial_result(const MachineConfig& config, SharedLayer& layer, bool multiplies_zeros);

}  // namespace scnnsim
