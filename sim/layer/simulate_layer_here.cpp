// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <stdexcept>

#include "models/array/pe_array.h"
#include "models/common/simulation_context.h"
#include "sim/layer/initial_result.h"
#include "sim/layer/layer_counters.h"
#include "sim/layer/simulate_layer.h"
#include "sim/layer/verify.h"
#include "sim/mapping/layer_mapper.h"
#include "traces/convolution.h"
#include "traces/support/checksum.h"

namespace scnnsim {
namespace {

std::string checksum_of_outputs(const OutputRecorder& outputs) {
  const auto bytes = [](const auto& tensor) {
    return std::string_view(reinterpret_cast<const char*>(tensor.data.data()),
                            tensor.data.size() * sizeof tensor.data[0]);
  };
  return checksum_of(bytes(outputs.sums)) + " " + checksum_of(bytes(outputs.activations));
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

  PeArray::Mode mode{options.fault, options.engine, {options.values, nullptr}, options.progress};
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
  collect_counters(machine, CountingMachine::scnn, options.counters_of_each_block, result);
  result.stored_weight_bytes = result.dram_weight_bytes / result.temporal_tiles;  // broadcast once per tile
  const bool outputs_known = options.values || expected;
  if (outputs_known)
    result.output_density = density(outputs.activations);
  else
    result.oaram_writes.reset();
  result.largest_lead = context.largest_lead();
  if (options.check_engines && options.values) result.outputs_checksum = checksum_of_outputs(outputs);
  if (options.verify) {
    if (compare_with_trace) expected = outputs_of(*tensors.output, layer, operand_bits);
    result.first_mismatch = first_mismatch(outputs, *expected);
    result.verified = result.first_mismatch.empty() ? Verified::yes : Verified::no;
  }
  return result;
}

}  // namespace scnnsim
