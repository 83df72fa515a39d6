// SPDX-License-Identifier: Apache-2.0
#include "models/array/pe_array.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/memory/make_memory.h"
#include "models/pe/engine_choice.h"

namespace scnnsim {
namespace {

/// Number of weight vectors that are broadcast over the layer.
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
      layout_(layout_of(program, config, mode.values.stored)),
      dram_interface_("dram_interface", context),
      memory_((mode.memory ? mode.memory : configured_memory(config))(context)),
      sequencer_("layer_sequencer", context, program, config.pe_count(), mode.progress),
      weight_port_(dram_interface_.make_port(DramStream::weights)),
      loader_("activation_loader", context, config, program, sequencer_.releases(),
              dram_interface_.make_port(DramStream::input), layout_),
      halo_exchange_("halo_exchange", program, {config.pe_array.rows, config.pe_array.columns},
                     config.ppu.halo_words_per_cycle, context.observer()),
      fifo_credits_(entries_of(program)),
      engines_(make_engines(mode.engine, config, program, mode.values.computed, mode.fault)) {
  dram_interface_.bind(*memory_);
  require_capacity(layout_, memory_->capacity());
  for (std::uint32_t pe = 0; pe < config.pe_count(); ++pe) {
    const std::string pe_name =
        fmt::format("pe_{}_{}", pe / config.pe_array.columns, pe % config.pe_array.columns);
    const PeConnections connections{config,
                                    program,
                                    layer,
                                    sequencer_.releases(),
                                    sequencer_.ends(pe),
                                    loader_.arrivals(),
                                    fifo_credits_,
                                    halo_exchange_.ports(pe),
                                    dram_interface_.make_port(DramStream::output),
                                    layout_,
                                    outputs,
                                    mode.fault,
                                    mode.values};
    pes_.push_back(std::make_unique<ProcessingElement>(pe_name.c_str(), context, pe, connections, *engines_));
  }
  broadcast_ = std::make_unique<WeightBroadcast>("weight_broadcast", context, config, program, fifo_credits_,
                                                 weight_port_, layout_);
  for (auto& pe : pes_) pe->bind_deliveries(broadcast_->deliveries());
}

Cycle PeArray::close() {
  Cycle cycles = dram_interface_.writes_done();
  for (const auto& pe : pes_) cycles = std::max(cycles, pe->ppu().last_done() + 1);
  for (const auto& pe : pes_) pe->close(cycles);
  return cycles;
}

}  // namespace scnnsim
