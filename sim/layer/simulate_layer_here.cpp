// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <stdexcept>

#include "models/array/pe_array.h"
#include "models/common/simulation_context.h"
#include "sim/layer/initial_result.h"
#include "sim/layer/simulate_layer.h"
#include "sim/layer/verify.h"
#include "sim/mapping/layer_mapper.h"
#include "traces/convolution.h"

namespace scnnsim {
namespace {

/// Fills in what the module tree below `machine` counted.
void collect(const PeArray& machine, bool each_block, LayerResult& result) {
  const StatisticsSums sums(machine);
  const auto sum = [&](const std::string& block, std::string_view name) { return sums.sum(block, name); };
  for (std::size_t owner = 0; owner < cycle_owner_count; ++owner)
    result.pe_cycles[owner] = sum("pe", "cycles_" + std::string(to_string(static_cast<CycleOwner>(owner))));
  result.multiplies = sum("multiplier_array", "multiplies");
  result.useful_multiplies = result.multiplies - sum("multiplier_array", "dropped");
  result.placeholders = sum("multiplier_array", "placeholders");
  result.iaram_reads = sum("iaram", "reads");
  result.oaram_writes = sum("oaram", "writes");
  result.weight_fifo_writes = sum("weight_fifo", "writes");
  result.weight_fifo_reads = sum("weight_fifo", "reads");
  result.accumulator_updates = sum("accumulator_banks", "updates");
  for (const char* link : {"link_east", "link_west", "link_south", "link_north"})
    result.halo_words += sum(link, "words");
  result.ppu_entries = sum("ppu", "entries");
  result.accumulator_overflows = sum("ppu", "overflows");
  result.dram_weight_bytes = sum("dram_interface", "weight_bytes");
  result.dram_input_bytes = sum("dram_interface", "input_bytes");
  result.dram_output_bytes = sum("dram_interface", "output_bytes");
  if (!each_block) return;
  result.counters = collect_statistics(machine);
  result.counter_descriptions = describe_statistics(machine);
}

}  // namespace

LayerResult simulate_layer_here(const MachineConfig& config, const LayerDescription& layer,
                                const LayerTensors& tensors, const SimulationOptions& options,
                                OperandForms forms) {
  config.check();
  const unsigned operand_bits = config.multiplier_array.operand_bits;
  // The trace's own `output` is compared with, never mapped by: a wrong one must not change what is
  // simulated.
  const bool compare_with_trace = options.verify && tensors.output.has_value();
  if (options.verify && !options.values) throw std::invalid_argument("there are no values to verify");
  std::optional<ReferenceOutputs> expected;
  if ((options.verify && !compare_with_trace) || output_may_spill(config, layer, forms))
    expected = outputs_of(convolve(layer, tensors), layer, operand_bits);
  const LayerProgram program =
      map_layer(config, layer, tensors, expected ? &expected->activations : nullptr, forms);

  PeArray::Mode mode{options.fault, options.by_vectors, {options.values, nullptr}, options.progress};
  if (!options.values && !expected && tensors.output)
    expected = outputs_of(*tensors.output, layer, operand_bits);
  if (!options.values && expected) mode.values.known_outputs = &expected->activations;

  SimulationContext context(config.clock.frequency, options.quantum, config.simulation.watchdog_cycles);
  OutputRecorder outputs(program.geometry);
  // Never destroyed: destroying modules makes the kernel unwind the stacks of processes that still wait, for
  // nothing, since it runs once per process.
  PeArray& machine = *new PeArray("scnn", context, config, layer, program, outputs, mode);
  context.run(options.process_order);

  LayerResult result = initial_result(config, layer, tensors);
  result.cycles = machine.close();
  result.temporal_tiles = program.temporal_tiles;
  result.kc = program.kc;
  result.input_spilled = program.input_spilled;
  result.output_spilled = program.output_spilled;
  collect(machine, options.counters_of_each_block, result);
  result.stored_weight_bytes = result.dram_weight_bytes / result.temporal_tiles;  // broadcast once per tile
  const bool outputs_known = options.values || expected;
  if (outputs_known)
    result.output_density = density(outputs.activations);
  else
    result.oaram_writes.reset();
  result.largest_lead = context.largest_lead();
  if (options.verify) {
    if (compare_with_trace) expected = outputs_of(*tensors.output, layer, operand_bits);
    result.first_mismatch = first_mismatch(outputs, *expected);
    result.verified = result.first_mismatch.empty() ? Verified::yes : Verified::no;
  }
  return result;
}

}  // namespace scnnsim
