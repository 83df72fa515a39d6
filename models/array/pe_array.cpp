// SPDX-License-Identifier: Apache-2.0
#include "models/array/pe_array.h"

#include <fmt/format.h>
#include <algorithm>

namespace scnnsim {
namespace {

/// The most products that an issue can bring a bank under the linear hash: the activations of a vector have
/// different addresses.
std::uint64_t most_products_per_bank(const MachineConfig& config, const LayerProgram& program) {
  std::int64_t area = 0;
  for (const Pass& pass : program.passes)
    for (const PeTile& tile : pass.tiles)
      if (tile.has_tile()) area = std::max(area, tile.region(program.geometry).area());
  const auto activations =
      ceil_divide<std::uint64_t>(static_cast<std::uint64_t>(area), config.accumulator.banks);
  return config.multiplier_array.f * std::min<std::uint64_t>(config.multiplier_array.i, activations);
}

bool may_work_by_patterns(const MachineConfig& config, const LayerProgram& program) {
  return config.accumulator.bank_hash == BankHash::linear && config.accumulator.merge == MergeMode::none &&
         BankPatterns::possible(config.accumulator.banks) &&
         most_products_per_bank(config, program) <= UINT8_MAX;
}

/// The fastest work that the configuration allows.
PeWork best_work(const MachineConfig& config, const LayerProgram& program, const Fault& fault) {
  constexpr std::int64_t most_taps = CoordinateUnit::most_mask_taps;
  if (program.geometry.R * program.geometry.S > most_taps || !program.sums_fit_int32 ||
      fault.kind != Fault::Kind::none)
    return PeWork::by_products;
  if (config.scatter.policy == ScatterPolicy::input_queued)
    return config.lanes() <= input_mask_lanes ? PeWork::by_positions : PeWork::by_products;
  if (config.scatter.policy != ScatterPolicy::output_queued ||
      config.scatter.output_queue_depth > BankQueues<std::uint8_t>::largest_byte_depth)
    return PeWork::by_products;
  if (may_work_by_patterns(config, program)) return PeWork::by_patterns;
  return config.lanes() <= UINT8_MAX ? PeWork::by_positions : PeWork::by_products;
}

}  // namespace

PeArray::PeArray(const sc_core::sc_module_name& name, SimulationContext& context, const MachineConfig& config,
                 const LayerDescription& layer, const LayerProgram& program, OutputRecorder& outputs,
                 const Mode& mode)
    : sc_module(name),
      dram_interface_("dram_interface", context),
      dram_("dram", config.dram, context.cycle_femtoseconds()),
      sequencer_("layer_sequencer", context, program, config.pe_count(), mode.progress),
      weight_port_(dram_interface_.make_port(DramStream::weights)),
      loader_("activation_loader", context, config, program, sequencer_.releases(),
              dram_interface_.make_port(DramStream::input)),
      halo_exchange_("halo_exchange", context, program, {config.pe_array.rows, config.pe_array.columns},
                     config.ppu.halo_words_per_cycle) {
  dram_interface_.socket.bind(dram_.socket);
  std::vector<CreditChannel*> credits;
  for (std::uint32_t pe = 0; pe < config.pe_count(); ++pe) {
    const std::string pe_name =
        fmt::format("pe_{}_{}", pe / config.pe_array.columns, pe % config.pe_array.columns);
    pes_.push_back(std::make_unique<ProcessingElement>(
        pe_name.c_str(), context, pe,
        ProcessingElement::Environment{
            config, program, layer, sequencer_, loader_, halo_exchange_,
            dram_interface_.make_port(DramStream::output), outputs, mode.fault, weight_pieces_, step_weights_,
            mode.by_vectors ? best_work(config, program, mode.fault) : PeWork::by_products, mode.values}));
    credits.push_back(&pes_.back()->credits());
  }
  broadcast_ =
      std::make_unique<WeightBroadcast>("weight_broadcast", context, config, program, credits, weight_port_);
  for (auto& pe : pes_) pe->bind_deliveries(broadcast_->deliveries());
}

Cycle PeArray::close() {
  Cycle cycles = dram_interface_.writes_done();
  for (const auto& pe : pes_) cycles = std::max(cycles, pe->ppu().last_done() + 1);
  for (const auto& pe : pes_) pe->close(cycles);
  return cycles;
}

}  // namespace scnnsim
