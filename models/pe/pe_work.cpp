// SPDX-License-Identifier: Apache-2.0
#include "models/pe/pe_work.h"

#include <algorithm>

#include "models/pe/bank_queues.h"
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

bool patterns_tell(const MachineConfig& config) {
  return config.accumulator.bank_hash == BankHash::linear && config.accumulator.merge == MergeMode::none &&
         bank_patterns_possible(config.accumulator.banks);
}

PeWork output_queued_work(const MachineConfig& config, const LayerProgram& program) {
  if (config.scatter.output_queue_depth > BankQueues<std::uint8_t>::largest_byte_depth)
    return PeWork::by_products;
  if (patterns_tell(config) && most_products_per_bank(config, program) <= UINT8_MAX)
    return PeWork::by_patterns;
  return config.lanes() <= UINT8_MAX ? PeWork::by_positions : PeWork::by_products;
}

PeWork input_queued_work(const MachineConfig& config) {
  if (config.lanes() > LaneQueues<std::uint64_t>::most_lanes) return PeWork::by_products;
  return patterns_tell(config) ? PeWork::by_patterns : PeWork::by_positions;
}

}  // namespace

PeWork best_work(const MachineConfig& config, const LayerProgram& program, const Fault& fault) {
  constexpr std::int64_t most_taps = KeptTaps::most_taps;
  if (program.geometry.R * program.geometry.S > most_taps || !program.sums_fit_int32 ||
      fault.kind != Fault::Kind::none)
    return PeWork::by_products;
  if (config.scatter.policy == ScatterPolicy::output_queued) return output_queued_work(config, program);
  if (config.scatter.policy == ScatterPolicy::input_queued) return input_queued_work(config);
  return PeWork::by_products;
}

WeightPiece::Form piece_form(PeWork work, const MachineConfig& config) {
  if (work != PeWork::by_patterns) return WeightPiece::Form::positions;
  if (config.scatter.policy == ScatterPolicy::output_queued) return WeightPiece::Form::counts;
  return config.lanes() <= LaneQueues<std::uint16_t>::most_lanes ? WeightPiece::Form::lanes16
                                                                 : WeightPiece::Form::lanes64;
}

}  // namespace scnnsim
