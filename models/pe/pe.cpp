// SPDX-License-Identifier: Apache-2.0
#include "models/pe/pe.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/support/error.h"

namespace scnnsim {

ProcessingElement::ProcessingElement(const sc_core::sc_module_name& name, SimulationContext& context,
                                     std::uint32_t pe, const PeConnections& connections,
                                     IssueEngineFactory& engines)
    : IssuePort(name, context, pe, connections.program, connections.arrivals),
      pe_(pe),
      connections_(connections),
      weight_fifo_("weight_fifo", connections.config.weight_fifo.entries, connections.program, pe,
                   connections.fifo_credits, {connections.fault, Fault::Kind::drop_credit, pe}),
      iaram_("iaram", connections.program.forms.compressed_activations,
             {connections.fault, Fault::Kind::wrong_index, pe}),
      oaram_("oaram", connections.program.forms.compressed_activations, {{}, Fault::Kind::wrong_index, pe}),
      multiplier_array_("multiplier_array", connections.config.multiplier_array),
      coordinate_unit_("coordinate_unit", connections.config.accumulator),
      merge_unit_("merge_unit", connections.config.accumulator),
      scatter_network_(make_scatter_network("scatter_network", connections.config)),
      accumulator_banks_("accumulator_banks"),
      ppu_(
          "ppu", context, pe,
          {connections.config, connections.program, connections.layer, connections.halo, oaram_,
           connections.dram, connections.layout, connections.outputs, connections.fault, connections.values}),
      engine_(engines.make(pe,
                           {weight_fifo_, iaram_, multiplier_array_, coordinate_unit_, merge_unit_,
                            *scatter_network_, accumulator_banks_},
                           *this)) {
  if (observer() == nullptr) return;
  observer()->watch(pe, *scatter_network_);
  weight_fifo_.observe(*observer());
}

void ProcessingElement::run() {
  for (; step_ < connections_.program.steps.size(); ++step_) {
    const Cycle go = begin_step(connections_.program.steps[step_]);
    const auto end = has_tile() ? engine_->run_step(step_, go) : std::nullopt;
    check_owned(end ? *end + 1 : go);
    end_step(end.value_or(go));
  }
  end_pass();
}

/// Waits for the barrier, and for the accumulator copy; returns go(n) of models/README.md section 3.
Cycle ProcessingElement::begin_step(const Step& step) {
  const Cycle release = read(connections_.releases, step_, "the barrier");
  own(has_tile() ? CycleOwner::barrier : CycleOwner::idle, release);
  enter_step(step_);
  if (step_ == 0 || step.pass != pass_) begin_pass(step.pass);
  const Cycle go = step_ == 0 ? release : std::max(release, swapped_ + 1);
  own(has_tile() ? CycleOwner::postprocess : CycleOwner::idle, go);
  const std::int64_t words = has_tile() ? coordinate_unit_.area() * step.filters : 0;
  accumulator_banks_.begin(static_cast<std::size_t>(words), connections_.program.sums_fit_int32);
  advance_to(go);
  return go;
}

/// end(n) and w(n): reports to the barrier, and swaps the accumulator copies as soon as the PPU has drained
/// the other one.
void ProcessingElement::end_step(Cycle end) {
  leave_channel();
  connections_.ends.push(end, {});
  swapped_ = end;
  if (step_ > 0)
    swapped_ = std::max(swapped_, receive(ppu_.dones, "the PPU to drain an accumulator copy").cycle);
  if (is_observed()) observer()->became(ActiveLevel::accumulator_copy, pe_, swapped_ + 1, (step_ + 1) % 2);
  ppu_.swaps.push(swapped_, &accumulator_banks_.swap());
}

/// Ends the pass before, and loads the PE's tile of the new pass.
void ProcessingElement::begin_pass(std::size_t pass) {
  if (step_ > 0) end_pass();
  pass_ = pass;
  enter_pass(pass);
  const Pass& now = connections_.program.passes[pass];
  tile_ = &now.tiles[pe_];
  if (!has_tile()) return;
  coordinate_unit_.configure(connections_.program.geometry, now, *tile_, connections_.program.kc);
  iaram_.load(*tile_, connections_.program.streams_input);
  engine_->begin_pass(now);
}

void ProcessingElement::end_pass() {
  if (has_tile()) {
    engine_->end_pass();
    check_pass();
  }
  leave_pass();
}

/// Compares numbers that an engine may derive separately. Counters run over the layer, so the error names the
/// first pass at whose end two numbers differ. Throws SimulationError.
void ProcessingElement::check_pass() const {
  const auto expect_equal = [this](const char* one, std::uint64_t first, const char* other,
                                   std::uint64_t second) {
    if (first == second) return;
    throw SimulationError(fmt::format(
        "{}: after step {} (pass {}), {} {} but {} {}; this is a fault of the simulator, please report it",
        name(), step_ - 1, pass_, first, one, second, other));
  };
  const auto& multiplies = multiplier_array_.stats();
  const std::uint64_t inside = multiplies.multiplies.value() - multiplies.dropped.value();
  const std::uint64_t merged = merge_unit_.stats().merged.value();
  const std::uint64_t most_merged = connections_.config.accumulator.merge == MergeMode::none ? 0 : inside;
  const std::uint64_t products = inside - merged;
  expect_equal("vector pairs are issued", issues(), "are counted", multiplies.issues.value());
  expect_equal("products are handed to the scatter network", scatter_network_->stats().transfers.value(),
               "are counted", products);
  expect_equal("accumulator updates are counted", accumulator_banks_.stats().updates.value(),
               "products are counted", products);
  expect_equal("products are merged", merged, "may be", std::min(merged, most_merged));
  expect_equal("weight FIFO entries are freed", weight_fifo_.freed(), "are accepted",
               weight_fifo_.stats().entries.value());
}

/// Compares the end of a step, which the barrier sees, with the cycles that have owners. `end`: the first
/// cycle after the PE's work in the step. Throws SimulationError.
void ProcessingElement::check_owned(Cycle end) const {
  if (next_cycle() == end) return;
  throw SimulationError(fmt::format(
      "{}: step {} ends before cycle {} but the cycles before {} have owners; this is a fault of the "
      "simulator, please report it",
      name(), step_, end, next_cycle()));
}

void ProcessingElement::close(Cycle layer_cycles) {
  own(CycleOwner::idle, layer_cycles);
  std::uint64_t owned = 0;
  for (const Counter* counter : statistics().counters()) owned += counter->value();
  if (owned != layer_cycles)
    throw SimulationError(
        fmt::format("{}: the owners of its cycles sum to {} cycles but the layer takes {}; this is a fault "
                    "of the simulator, "
                    "please report it",
                    name(), owned, layer_cycles));
}

}  // namespace scnnsim
