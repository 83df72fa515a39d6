// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/dense.h"

#include "models/dense/dense_array.h"
#include "sim/layer/initial_result.h"

namespace scnnsim {
namespace {

/// Fills in what the module tree below `machine` counted.
void collect(const DenseArray& machine, bool each_block, LayerResult& result) {
  const StatisticsSums sums(machine);
  const auto of_pes = [&](const std::string& name) { return sums.sum("dense_pe", name); };
  const auto of_memory = [&](const char* name) { return sums.sum("dense_memory", name); };
  for (std::size_t owner = 0; owner < cycle_owner_count; ++owner)
    result.pe_cycles[owner] = of_pes("cycles_" + std::string(to_string(static_cast<CycleOwner>(owner))));
  result.multiplies = result.useful_multiplies = of_pes("multiplies");
  result.gated_multiplies = of_pes("gated");
  result.iaram_reads = of_pes("input_reads");
  result.oaram_writes = result.ppu_entries = of_pes("output_writes");
  result.weight_fifo_writes = of_pes("weight_writes");
  result.weight_fifo_reads = of_pes("weight_reads");
  result.accumulator_updates = of_pes("accumulator_updates");
  result.dram_weight_bytes = of_memory("weight_bytes");
  result.dram_input_bytes = of_memory("input_bytes");
  result.dram_output_bytes = of_memory("output_bytes");
  if (!each_block) return;
  result.counters = collect_statistics(machine);
  result.counter_descriptions = describe_statistics(machine);
}

/// The reference convolution's, where they cross DRAM compressed: the trace's own outputs, which may be
/// wrong, must not change what is simulated.
const ReferenceOutputs* known_outputs(const MachineConfig& config, SharedLayer& layer,
                                   const SimulationOptions& options, DenseKind kind) {
  config.check();
  const unsigned operand_bits = config.multiplier_array.operand_bits;
  if (needs_dense_outputs(config, layer.description(), kind) ||
      (options.verify && !layer.has_given_outputs()))
    return &layer.reference(operand_bits);
  return layer.has_given_outputs() ? &layer.given_outputs(operand_bits) : nullptr;
}

}  // namespace

DenseSimulation::DenseSimulation(const MachineConfig& config, SharedLayer& layer,
                                 const SimulationOptions& options, DenseKind kind)
    : PreparedSimulation(options),
      config_(config),
      outputs_(known_outputs(config, layer, options, kind)),
      program_(map_dense_layer(config, layer.description(), layer.tensors(), kind,
                               outputs_ != nullptr ? &outputs_->activations : nullptr)),
      described_(describe_layer(config, layer)) {}

LayerResult DenseSimulation::run(const std::function<void(double)>& /*progress*/) const {
  DenseArray machine("dense", config_, program_);
  LayerResult result = described_;
  result.cycles = machine.run();
  result.temporal_tiles = 1;
  result.kc = config_.mapping.kc;
  result.input_spilled = program_.input_spilled;
  result.output_spilled = program_.output_spilled;
  collect(machine, options().counters_of_each_block, result);
  result.stored_weight_bytes = result.dram_weight_bytes;
  if (outputs_ != nullptr) result.output_density = density(outputs_->activations);
  return result;
}

LayerResult simulate_dense_layer(const MachineConfig& config, const LayerDescription& layer,
                                 const LayerTensors& tensors, const SimulationOptions& options,
                                 DenseKind kind) {
  SharedLayer shared(layer, tensors);
  return DenseSimulation(config, shared, options, kind).run();
}

}  // namespace scnnsim
