// SPDX-License-Identifier: Apache-2.0
#include "models/pe/pe_work.h"

#include <algorithm>
#include <set>

#include "models/pe/bank_queues.h"
#include "models/pe/issue_run.h"
#include "models/pe/kept_taps.h"
#include "models/pe/lane_queues.h"

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

/// The most weight vectors that a step has.
std::size_t most_vectors(const LayerProgram& program) {
  std::size_t most = 0;
  for (const Step& step : program.steps) most = std::max<std::size_t>(most, program.vectors_of(step).vectors);
  return most;
}

/// At least as many as there are classes of activations (kept_taps.h) in any pass.
std::size_t most_classes(const LayerProgram& program) {
  std::size_t most = 1;
  for (const Pass& pass : program.passes) {
    std::set<std::uint64_t> rows, columns;
    for (const PeTile& tile : pass.tiles)
      if (tile.has_tile()) KeptTaps(program.geometry, pass, tile).add_kinds(rows, columns);
    most = std::max(most, rows.size() * columns.size());
  }
  return most;
}

/// Whether patterns tell what products are to the banks, and do not take too much memory.
bool patterns_tell(const MachineConfig& config, const LayerProgram& program, std::size_t element_bytes) {
  constexpr std::size_t most_bytes = 32 << 20;  // of a step, for each shape of accumulator region
  const AccumulatorParameters& accumulator = config.accumulator;
  const std::size_t elements = most_classes(program) * bank_pattern_length(accumulator.banks);
  return accumulator.bank_hash == BankHash::linear && accumulator.merge == MergeMode::none &&
         bank_patterns_possible(accumulator.banks) && elements <= most_turns &&
         most_vectors(program) * elements * element_bytes <= most_bytes;
}

PeWork output_queued_work(const MachineConfig& config, const LayerProgram& program) {
  if (config.scatter.output_queue_depth > BankQueues<std::uint8_t>::largest_byte_depth)
    return PeWork::by_products;
  if (most_products_per_bank(config, program) <= UINT8_MAX && patterns_tell(config, program, 1))
    return PeWork::by_patterns;
  return config.lanes() <= UINT8_MAX ? PeWork::by_positions : PeWork::by_products;
}

/// Lane queues look at all banks, and at as many places as the longest queue has, in every cycle: with very
/// many of them single products take less time.
PeWork input_queued_work(const MachineConfig& config, const LayerProgram& program) {
  constexpr std::size_t most_bytes = 1024;  // a word of lanes per bank
  constexpr std::uint32_t deepest = 16;
  const std::size_t lanes_bytes = config.lanes() <= LaneQueues<std::uint16_t>::most_lanes ? 2 : 8;
  if (config.lanes() > LaneQueues<std::uint64_t>::most_lanes ||
      config.accumulator.banks * lanes_bytes > most_bytes || config.scatter.input_queue_depth > deepest)
    return PeWork::by_products;
  return patterns_tell(config, program, lanes_bytes) ? PeWork::by_patterns : PeWork::by_positions;
}

}  // namespace

PeWork best_work(const MachineConfig& config, const LayerProgram& program, const Fault& fault) {
  constexpr std::int64_t most_taps = KeptTaps::most_taps;
  if (program.geometry.R * program.geometry.S > most_taps || !program.sums_fit_int32 ||
      fault.kind != Fault::Kind::none)
    return PeWork::by_products;
  if (config.scatter.policy == ScatterPolicy::output_queued) return output_queued_work(config, program);
  if (config.scatter.policy == ScatterPolicy::input_queued) return input_queued_work(config, program);
  return PeWork::by_products;
}

StepVectors::Form vector_form(PeWork work, const MachineConfig& config) {
  if (work != PeWork::by_patterns) return StepVectors::Form::positions;
  if (config.scatter.policy == ScatterPolicy::output_queued) return StepVectors::Form::counts;
  return config.lanes() <= LaneQueues<std::uint16_t>::most_lanes ? StepVectors::Form::lanes16
                                                                 : StepVectors::Form::lanes64;
}

}  // namespace scnnsim
