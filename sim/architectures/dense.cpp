// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/dense.h"

#include "models/dense/dense_array.h"
#include "sim/layer/layer_counters.h"
#include "sim/layer/shared_layer.h"
#include "sim/mapping/tiling.h"
#include "sim/mapping/unit_layer.h"

namespace scnnsim {
namespace {

/// The reference convolution's, where the simulation needs them, else the trace's own, if it brings any.
const ReferenceOutputs* known_outputs(const MachineConfig& config, SharedLayer& layer,
                                      const SimulationOptions& options, DenseKind kind) {
  config.check();
  const unsigned operand_bits = config.multiplier_array.operand_bits;
  const ReferenceOutputs* const reference = layer.needed_reference(
      operand_bits, options.verify, needs_dense_outputs(config, layer.description(), kind));
  if (reference != nullptr) return reference;
  return layer.has_given_outputs() ? &layer.given_outputs(operand_bits) : nullptr;
}

}  // namespace

DenseSimulation::DenseSimulation(const MachineConfig& config, SharedLayer& layer,
                                 const SimulationOptions& options, DenseKind kind)
    : PreparedSimulation(options),
      config_(config),
      layer_(layer),
      outputs_(known_outputs(config, layer, options, kind)),
      program_(map_dense_layer(config, layer.description(), layer.tensors(), kind,
                               outputs_ != nullptr ? &outputs_->activations : nullptr)),
      initial_(initial_result(config, layer, kind != DenseKind::gated)) {}

LayerResult DenseSimulation::run(const std::function<void(double)>& /*progress*/) const {
  DenseArray machine("dense", config_, program_);
  LayerResult result = initial_;
  result.cycles = machine.run();
  result.temporal_tiles = 1;
  result.kc = largest_kc(config_, unit_geometry(layer_.description().shape));
  result.input_spilled = program_.input_spilled;
  result.output_spilled = program_.output_spilled;
  collect_counters(machine, CountingMachine::dense, options().detail, result);
  result.stored_weight_bytes = result.dram_weight_bytes;
  if (!result.effectual_multiplies) result.effectual_multiplies = result.multiplies - result.gated_multiplies;
  const LayerShape& shape = layer_.description().shape;
  result.ppu_entries = std::uint64_t{shape.K} * shape.P() * shape.Q();
  if (layer_.written() != nullptr)
    result.output_density = density(*layer_.written());
  else if (outputs_ != nullptr)
    result.output_density = density(outputs_->activations);
  return result;
}

LayerResult simulate_dense_layer(const MachineConfig& config, const LayerDescription& layer,
                                 const LayerTensors& tensors, const SimulationOptions& options,
                                 DenseKind kind) {
  SharedLayer shared(layer, tensors);
  return DenseSimulation(config, shared, options, kind).run();
}

}  // namespace scnnsim
