// SPDX-License-Identifier: Apache-2.0
#include "models/array/pe_array.h"

#include <fmt/format.h>
#include <algorithm>

namespace scnnsim {
namespace {

/// Weight vectors that are broadcast over the layer.
std::size_t entries_of(const LayerProgram& program) {
  std::size_t entries = 0;
  for (const Pass& pass : program.passes) entries += program.streams[pass.group].vectors.size();
  return entries;
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
      halo_exchange_("halo_exchange", program, {config.pe_array.rows, config.pe_array.columns},
                     config.ppu.halo_words_per_cycle),
      weight_room_(entries_of(program)),
      issue_cycles_(config.weight_fifo.entries + issue_cycle_slack) {
  dram_interface_.socket.bind(dram_.socket);
  const PeWork work = mode.by_vectors ? best_work(config, program, mode.fault) : PeWork::by_products;
  if (work != PeWork::by_products)
    for (const WeightStream& stream : program.streams)
      weight_totals_.emplace_back(stream, program.geometry, config.weight_fifo.entries);
  for (std::uint32_t pe = 0; pe < config.pe_count(); ++pe) {
    const std::string pe_name =
        fmt::format("pe_{}_{}", pe / config.pe_array.columns, pe % config.pe_array.columns);
    pes_.push_back(std::make_unique<ProcessingElement>(
        pe_name.c_str(), context, pe,
        ProcessingElement::Environment{config, program, layer, sequencer_, loader_, halo_exchange_,
                                       dram_interface_.make_port(DramStream::output), outputs, mode.fault,
                                       step_vectors_, step_weights_, kept_classes_, weight_totals_,
                                       weight_room_, issue_cycles_, work, mode.values}));
  }
  broadcast_ = std::make_unique<WeightBroadcast>("weight_broadcast", context, config, program, weight_room_,
                                                 weight_port_);
  for (auto& pe : pes_) pe->bind_deliveries(broadcast_->deliveries());
}

Cycle PeArray::close() {
  Cycle cycles = dram_interface_.writes_done();
  for (const auto& pe : pes_) cycles = std::max(cycles, pe->ppu().last_done() + 1);
  for (const auto& pe : pes_) pe->close(cycles);
  return cycles;
}

}  // namespace scnnsim
