// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/lockstep_machine.h"

#include <algorithm>
#include <string>
#include <utility>

#include "tests/reference/dram.h"
#include "tests/reference/post_processing.h"
#include "tests/reference/processing_element.h"
#include "tests/reference/streams.h"
#include "tests/reference/workload.h"
#include "traces/support/error.h"

namespace scnnsim::lockstep {
namespace {

/// Areas of the layer's weights by group, inputs by pass and outputs by step and PE.
MemoryMap map_memory(const MachineConfig& config, const LayerDescription& layer, const LayerTensors& tensors,
                     const Workload& workload) {
  std::vector<std::uint64_t> weights, inputs, outputs;
  for (const WeightStream& stream : workload.weights) weights.push_back(stream.bytes);
  if (workload.streams_input)
    for (const InputStream& stream : workload.inputs) inputs.push_back(stream.bytes);
  for (int step = 0; step < workload.steps() && workload.output_spilled; ++step) {
    for (std::size_t pe = 0; pe < config.pe_count(); ++pe) {
      const Range rows = workload.pass(step).pe_output_rows[pe / config.pe_array.columns];
      const Range columns = workload.pass(step).pe_output_columns[pe % config.pe_array.columns];
      std::uint64_t words =
          rows.is_empty() || columns.is_empty()
              ? 0
              : static_cast<std::uint64_t>(rows.size()) * static_cast<std::uint64_t>(columns.size());
      if (tensors.written) words = written_values(layer.shape, *tensors.written, 0, rows, columns).size();
      words *= static_cast<std::uint64_t>(workload.ocg_filters(step));
      outputs.push_back((words * activation_bits(config, workload.dense) + 7) / 8);
    }
  }
  return lay_out(weights, inputs, outputs);
}

/// The whole machine; cycle() is one cycle of it.
class Machine {
 public:
  Machine(const MachineConfig& config, const LayerDescription& layer, const LayerTensors& tensors,
          const DenseOperands& dense)
      : config_(config),
        layer_(layer),
        workload_(prepare(config, layer, tensors, dense)),
        map_(map_memory(config, layer, tensors, workload_)),
        dram_(config),
        broadcast_(config, workload_, dram_, map_),
        loader_(config, workload_, dram_, map_),
        post_processing_(config, workload_, layer, tensors) {
    for (std::size_t pe = 0; pe < config.pe_count(); ++pe) pes_.emplace_back(config, workload_, pe);
  }

  LockstepResult run() {
    Cycle t = 0;
    for (; !is_finished(t); ++t) {
      cycle(t);
      watch(t);
    }
    LockstepResult result;
    result.cycles = t;
    // Entries that every PE drops may still be on their way; their bytes are fetched all the same.
    for (; !broadcast_.is_finished(); ++t) {
      dram_.cycle(t);
      broadcast_.request(t);
      broadcast_.deliver(t, pes_);
      watch(t);
    }
    collect(result);
    return result;
  }

 private:
  void cycle(Cycle t) {
    dram_.cycle(t);
    release_barrier(t);
    broadcast_.request(t);
    broadcast_.deliver(t, pes_);
    loader_.request(t);
    const auto pass = static_cast<std::size_t>(workload_.pass_of(step_));
    for (std::size_t pe = 0; pe < pes_.size(); ++pe) {
      const bool had_ended = pes_[pe].has_ended();
      pes_[pe].cycle(t, [&](int channel) { return loader_.has_arrived(pass, channel, t); });
      if (!had_ended && pes_[pe].has_ended()) steps_[static_cast<std::size_t>(step_)].end[pe] = t;
    }
    post_processing_.cycle(t);
    for (std::size_t pe = 0; pe < pes_.size(); ++pe) {
      finish(pe, t);
      if (!pes_[pe].wants_swap() || !post_processing_.is_idle(pe)) continue;
      AccumulatorCopy copy = pes_[pe].swap();
      steps_[static_cast<std::size_t>(copy.step)].swap[pe] = t;
      post_processing_.take(pe, std::move(copy), t);
      finish(pe, t);
    }
  }

  void release_barrier(Cycle t) {
    const bool all_ended =
        std::all_of(pes_.begin(), pes_.end(), [](const auto& pe) { return pe.has_ended(); });
    if (!all_ended || step_ + 1 == workload_.steps()) return;
    ++step_;
    for (ProcessingElement& pe : pes_) pe.begin_step(step_);
    steps_.push_back({t, std::vector<Cycle>(pes_.size()), std::vector<Cycle>(pes_.size()),
                      std::vector<Cycle>(pes_.size())});
    if (workload_.ocg_of(step_) == 0)
      loader_.pass_begins(static_cast<std::size_t>(workload_.pass_of(step_)), t);
  }

  void finish(std::size_t pe, Cycle t) {
    const int step = post_processing_.finished_steps(pe);
    const auto words = post_processing_.finish(pe, t);
    if (!words) return;
    steps_[static_cast<std::size_t>(step)].done[pe] = t;
    if (!workload_.output_spilled || *words == 0) return;
    const std::uint64_t bytes = (*words * activation_bits(config_, workload_.dense) + 7) / 8;
    const std::size_t area = static_cast<std::size_t>(step) * pes_.size() + pe;
    dram_.post(t, Dram::first_ppu + pe, map_.outputs[area], bytes);
  }

  bool is_finished(Cycle t) const {
    for (std::size_t pe = 0; pe < pes_.size(); ++pe)
      if (post_processing_.finished_steps(pe) < workload_.steps()) return false;
    return dram_.ppu_writes_are_ready(t);
  }

  /// Gives up when nothing has happened for very long.
  void watch(Cycle t) {
    std::uint64_t activity = post_processing_.activity + dram_.log().size() + broadcast_.deliveries().size();
    for (const ProcessingElement& pe : pes_) activity += pe.activity;
    if (activity != activity_) last_activity_ = t;
    activity_ = activity;
    if (dram_.is_idle(t) && t - last_activity_ > patience + config_.pe.block_switch_cycles)
      throw SimulationError(layer_.name + ": stuck since cycle " + std::to_string(last_activity_));
  }

  void collect(LockstepResult& result) {
    result.temporal_tiles = static_cast<std::uint64_t>(workload_.mapping.temporal_tiles);
    result.kc = static_cast<std::uint64_t>(workload_.mapping.kc);
    for (const ProcessingElement& pe : pes_) {
      const PeCounters& counters = pe.counters;
      result.pe_cycles.push_back(counters.cycles);
      result.useful_multiplies += counters.useful_multiplies;
      result.dropped_multiplies += counters.dropped_multiplies;
      result.placeholders += counters.placeholders;
      result.iaram_reads += counters.iaram_reads;
      result.weight_fifo_writes += counters.weight_fifo_writes;
      result.weight_fifo_reads += counters.weight_fifo_reads;
      result.accumulator_updates += counters.scatter_transfers;
    }
    result.multiplies = result.useful_multiplies + result.dropped_multiplies;
    result.oaram_writes = post_processing_.oaram_writes;
    result.halo_words = post_processing_.halo_words;
    result.ppu_entries = post_processing_.entries;
    result.dram_weight_bytes = dram_.weight_bytes;
    result.dram_input_bytes = dram_.input_bytes;
    result.dram_output_bytes = dram_.output_bytes;
    result.input_spilled = workload_.input_spilled;
    result.output_spilled = workload_.output_spilled;
    result.sums = std::move(post_processing_.sums);
    result.log = {std::move(steps_), broadcast_.deliveries(), {}, dram_.log()};
    for (ProcessingElement& pe : pes_) result.log.releases.push_back(pe.releases);
  }

  static constexpr Cycle patience = 10;  ///< cycles without any change that cannot be a mere wait

  const MachineConfig& config_;
  const LayerDescription& layer_;
  const Workload workload_;
  const MemoryMap map_;
  Dram dram_;
  WeightBroadcast broadcast_;
  ActivationLoader loader_;
  PostProcessing post_processing_;
  std::vector<ProcessingElement> pes_;
  std::vector<StepTimes> steps_;
  int step_ = -1;
  std::uint64_t activity_ = 0;
  Cycle last_activity_ = 0;
};

}  // namespace

std::uint64_t LockstepResult::owned_by(CycleOwner owner) const {
  std::uint64_t cycles_owned = 0;
  for (const auto& owners : pe_cycles) cycles_owned += owners[static_cast<std::size_t>(owner)];
  return cycles_owned;
}

LockstepResult simulate(const MachineConfig& config, const LayerDescription& layer,
                        const LayerTensors& tensors, const DenseOperands& dense) {
  return Machine(config, layer, tensors, dense).run();
}

}  // namespace scnnsim::lockstep
