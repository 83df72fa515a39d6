// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/dense.h"

#include <optional>

#include "models/dense/dense_array.h"
#include "sim/layer/initial_result.h"
#include "sim/layer/verify.h"
#include "traces/convolution.h"

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

}  // namespace

LayerResult simulate_dense_layer(const MachineConfig& config, const LayerDescription& layer,
                                 const LayerTensors& tensors, const SimulationOptions& options,
                                 DenseKind kind) {
  config.check();
  const unsigned operand_bits = config.multiplier_array.operand_bits;
  const bool needs_outputs = needs_dense_outputs(config, layer, kind);
  std::optional<ReferenceOutputs> outputs;
  // The trace's own output, which may be wrong, must not change what is simulated.
  if (needs_outputs || (options.verify && !tensors.output))
    outputs = outputs_of(convolve(layer, tensors), layer, operand_bits);
  const DenseProgram program =
      map_dense_layer(config, layer, tensors, kind, needs_outputs ? &outputs->activations : nullptr);
  DenseArray machine("dense", config, program);

  LayerResult result = initial_result(config, layer, tensors);
  result.cycles = machine.run();
  result.temporal_tiles = 1;
  result.kc = config.mapping.kc;
  result.input_spilled = program.input_spilled;
  result.output_spilled = program.output_spilled;
  collect(machine, options.counters_of_each_block, result);
  result.stored_weight_bytes = result.dram_weight_bytes;
  if (tensors.output && !outputs) outputs = outputs_of(*tensors.output, layer, operand_bits);
  if (outputs) result.output_density = density(outputs->activations);
  return result;
}

}  // namespace scnnsim
