// SPDX-License-Identifier: Apache-2.0
#include "models/dense/dense_array.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "models/common/geometry.h"
#include "traces/support/error.h"

namespace scnnsim {

DenseArray::DenseArray(const sc_core::sc_module_name& name, const MachineConfig& config,
                       const DenseProgram& program)
    : sc_module(name),
      config_(config),
      program_(program),
      layout_(layout_of(program)),
      memory_("dense_memory", config) {
  require_capacity(layout_, memory_.capacity());
  for (std::uint32_t pe = 0; pe < config.pe_count(); ++pe) {
    const std::string pe_name =
        fmt::format("dense_pe_{}_{}", pe / config.pe_array.columns, pe % config.pe_array.columns);
    pes_.push_back(std::make_unique<DensePe>(pe_name.c_str(), program, program.tiles.at(pe),
                                             config.ppu.entries_per_cycle));
  }
}

/// Assumption: the weight buffer holds two OCGs, so the next OCG is fetched while one is in use.
Cycle DenseArray::run() {
  request_weights(0, 0);
  request_input(0, 0);
  Cycle release = 0;
  for (std::size_t n = 0; n < program_.steps.size(); ++n) {
    const DenseStep& step = program_.steps[n];
    if (n > 0)
      for (auto& pe : pes_) pe->wait_at_barrier(release);
    request_weights(n + 1, release);
    if (step.first_of_group) request_input(step.group + 1, release);
    // Requests that are still to be posted have later cycles: writes follow the end of the step.
    memory_.serve_until(release);
    release = 1 + run_step(n, arrivals(step, n, release));
  }
  return close();
}

void DenseArray::request_weights(std::size_t step, Cycle cycle) {
  if (step >= program_.steps.size()) return;
  const std::uint64_t bytes = program_.weight_bytes(program_.steps[step]);
  weight_transfers_.push_back(
      memory_.request(DramStream::weights, cycle, layout_.weights[step], {bytes, bytes}));
}

void DenseArray::request_input(std::size_t group, Cycle cycle) {
  if (group >= program_.input.size()) return;
  input_transfers_.push_back(
      memory_.request(DramStream::input, cycle, layout_.inputs[group], program_.input[group]));
}

DensePe::Arrivals DenseArray::arrivals(const DenseStep& step, std::size_t index, Cycle release) const {
  const bool waits_for_input = step.first_of_group && !program_.input.empty();
  const DensePe::Arrivals times{release, memory_.ready(weight_transfers_[index]),
                                waits_for_input ? memory_.ready(input_transfers_[step.group]) : 0};
  if (std::max(times.weights, times.input) > release + config_.simulation.watchdog_cycles)
    throw SimulationError(fmt::format(
        "in cycle {} the dense array waits for more than simulation.watchdog_cycles = {} cycles for DRAM",
        release, config_.simulation.watchdog_cycles));
  return times;
}

/// Runs step `index` on all PEs. Returns the last cycle in which a PE ends the step.
Cycle DenseArray::run_step(std::size_t index, const DensePe::Arrivals& arrivals) {
  const DenseStep& step = program_.steps[index];
  Cycle last = 0;
  for (std::uint32_t pe = 0; pe < pes_.size(); ++pe) {
    last = std::max(last, pes_[pe]->run(step, arrivals));
    if (step.output.empty() || step.output[pe].dense_bytes == 0) continue;
    memory_.request(DramStream::output, pes_[pe]->done(), layout_.outputs[index * pes_.size() + pe],
                    step.output[pe], pe);
  }
  return last;
}

Cycle DenseArray::close() {
  memory_.serve_until(std::numeric_limits<Cycle>::max());
  Cycle cycles = memory_.writes_done();
  for (const auto& pe : pes_) cycles = std::max(cycles, pe->done() + 1);
  for (auto& pe : pes_) pe->close(cycles);
  return cycles;
}

}  // namespace scnnsim
