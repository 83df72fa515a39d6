// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/dense.h"

#include <optional>

#include "models/dense/dense_array.h"
#include "sim/layer/initial_result.h"
#include "sim/layer/layer_counters.h"
#include "sim/layer/verify.h"
#include "traces/convolution.h"

namespace scnnsim {

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
  collect_counters(machine, CountingMachine::dense, options.counters_of_each_block, result);
  result.stored_weight_bytes = result.dram_weight_bytes;
  if (tensors.output && !outputs) outputs = outputs_of(*tensors.output, layer, operand_bits);
  if (outputs) result.output_density = density(outputs->activations);
  return result;
}

}  // namespace scnnsim
