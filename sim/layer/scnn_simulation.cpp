// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <optional>
#include <stdexcept>

#include "models/array/pe_array.h"
#include "models/common/simulation_context.h"
#include "models/memory/banked/dram_device.h"
#include "models/pe/engine_choice.h"
#include "sim/activity/activity_recorder.h"
#include "sim/layer/group_counters.h"
#include "sim/layer/layer_counters.h"
#include "sim/layer/scnn_simulation.h"
#include "sim/layer/shared_layer.h"
#include "sim/layer/simulate_layer.h"
#include "sim/layer/verify.h"
#include "traces/support/checksum.h"

namespace scnnsim {
namespace {

std::string checksum_of_outputs(const OutputRecorder& outputs) {
  const auto bytes = [](const auto& tensor) {
    return std::string_view(reinterpret_cast<const char*>(tensor.data.data()),
                            tensor.data.size() * sizeof tensor.data[0]);
  };
  return checksum_of(outputs.sums.use(bytes)) + " " + checksum_of(bytes(outputs.activations));
}

/// The configuration with every key at its default that only the mapper, the dense machines or the energy
/// model read: what the mapper made of them is in the program.
MachineConfig as_machine_reads(MachineConfig config) {
  const MachineConfig defaults;
  config.pe_array.tiling = defaults.pe_array.tiling;
  config.activation_ram = defaults.activation_ram;
  config.weights = defaults.weights;
  config.mapping = defaults.mapping;
  config.dcnn = defaults.dcnn;
  config.energy = defaults.energy;
  if (config.dram.model == DramModel::banked) {
    config = without_preset(config);
    config.dram.bandwidth = defaults.dram.bandwidth;
    config.dram.latency = defaults.dram.latency;
  } else {
    config.dram_device = defaults.dram_device;
    config.dram.preset = defaults.dram.preset;
    config.dram.mapping = defaults.dram.mapping;
    config.dram.page = defaults.dram.page;
    config.dram.lookahead = defaults.dram.lookahead;
  }
  return config;
}

const ReferenceOutputs* reference_of(const MachineConfig& config, SharedLayer& layer,
                                     const SimulationOptions& options, OperandForms forms) {
  config.check();
  if (options.verify && !options.values) throw std::invalid_argument("there are no values to verify");
  return layer.needed_reference(config.multiplier_array.operand_bits, options.verify,
                                output_may_spill(config, layer.description(), forms));
}

}  // namespace

ScnnSimulation::ScnnSimulation(const MachineConfig& config, SharedLayer& layer,
                               const SimulationOptions& options, OperandForms forms)
    : PreparedSimulation(options),
      config_(config),
      layer_(layer),
      reference_(reference_of(config, layer, options, forms)),
      given_(layer.has_given_outputs() && (options.verify || !options.values)
                 ? &layer.given_outputs(config.multiplier_array.operand_bits)
                 : nullptr),
      mapped_(map_layer(config, layer.description(), layer.encoded(), layer.bias(), mapped_outputs(), forms)),
      initial_(initial_result(config, layer, !forms.compressed_weights || !forms.compressed_activations)) {
  require_engine(options.engine, config, mapped_.program);
}

const Tensor<std::int16_t>* ScnnSimulation::mapped_outputs() const {
  if (layer_.written() != nullptr) return layer_.written();
  return reference_ != nullptr ? &reference_->activations : nullptr;
}

const Tensor<std::int16_t>* ScnnSimulation::known_outputs() const {
  const Tensor<std::int16_t>* mapped = mapped_outputs();
  return mapped == nullptr && given_ != nullptr ? &given_->activations : mapped;
}

LayerResult ScnnSimulation::run(const std::function<void(double)>& progress) const {
  const LayerProgram& program = mapped_.program;
  PeArray::Mode mode{
      options().fault, options().engine, {options().values, nullptr}, progress, options().memory};
  mode.values.stored = options().values ? layer_.written() : known_outputs();

  SimulationContext context(config_.clock.frequency, options().quantum, config_.simulation.watchdog_cycles);
  std::optional<ActivityRecorder> recorder;
  if (options().activity != nullptr) {
    recorder.emplace(*options().activity, config_, program, context.cycle_femtoseconds());
    context.set_observer(&*recorder);
  }
  OutputRecorder outputs(program, mode.values.stored);
  // Never destroyed: destroying modules makes the kernel unwind the stacks of processes that still wait, for
  // nothing, since it runs once per process.
  PeArray& machine = *new PeArray("scnn", context, config_, layer_.description(), program, outputs, mode);
  context.run(options().process_order);

  LayerResult result = initial_;
  result.cycles = machine.close();
  if (recorder) recorder->finish(result.cycles);
  result.temporal_tiles = program.temporal_tiles;
  result.kc = program.kc;
  if (config_.activation_ram.overflow == RamOverflow::retile) {
    result.tile = fmt::format("{}x{}", mapped_.tiles.height, mapped_.tiles.width);
    result.tiled_for = to_string(mapped_.tiled_for);
  }
  result.input_spilled = program.input_spilled;
  result.output_spilled = program.output_spilled;
  collect_counters(machine, CountingMachine::scnn, options().detail, result);
  if (options().detail == CounterDetail::groups)
    add_group_counters(program, machine.sequencer().step_times(), layer_.tensors(), result);
  result.stored_weight_bytes = result.dram_weight_bytes / result.temporal_tiles;  // broadcast once per tile
  if (!result.effectual_multiplies) result.effectual_multiplies = result.useful_multiplies;
  if (options().values || mode.values.stored != nullptr)
    result.output_density = density(outputs.activations);
  else
    result.oaram_writes.reset();
  result.largest_lead = context.largest_lead();
  if (options().check_engines && options().values) result.outputs_checksum = checksum_of_outputs(outputs);
  if (options().verify) {
    result.first_mismatch = first_mismatch(outputs, given_ != nullptr ? *given_ : *reference_);
    result.verified = result.first_mismatch.empty() ? Verified::yes : Verified::no;
  }
  return result;
}

std::string ScnnSimulation::key() const {
  const auto [kc, f, weight_bits, dense_weights, weight_index_bits, grain, index_per_grain, aligned] =
      mapped_.weights.fields();
  const auto [rows, columns, tiling, height, width, dense_activations, index_bits] = mapped_.tiles.fields();
  const LayerProgram& program = mapped_.program;
  const bool says_why = config_.activation_ram.overflow == RamOverflow::retile;  // why it was cut so
  return fmt::format("{} {} {} {} {} {} {} {}\n{} {} {} {} {} {} {}\n{} {} {} {}\n{}", kc, f, weight_bits,
                     dense_weights, weight_index_bits, to_string(grain), index_per_grain, aligned, rows,
                     columns, to_string(tiling), height, width, dense_activations, index_bits,
                     program.input_spilled, program.output_spilled, program.streams_input,
                     says_why ? to_string(mapped_.tiled_for) : "", to_yaml(as_machine_reads(config_), false));
}

std::optional<LayerResult> ScnnSimulation::made_of(const SimulationOptions& simulated_with,
                                                   const LayerResult& result) const {
  if (options().detail != simulated_with.detail) return std::nullopt;
  if (simulated_with.values == options().values && simulated_with.verify == options().verify) return result;
  // Counters of blocks depend on outputs, overflows are counted with values alone.
  const bool tells = simulated_with.values && !options().values &&
                     options().detail == CounterDetail::layers && result.accumulator_overflows == 0;
  if (!tells) return std::nullopt;
  LayerResult timing = result;
  timing.verified = Verified::off;
  timing.first_mismatch.clear();
  if (known_outputs() == nullptr) {
    timing.output_density.reset();
    timing.oaram_writes.reset();
  }
  return timing;
}

}  // namespace scnnsim
