// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/batched_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "models/pe/batched/bank_queues.h"
#include "models/pe/batched/lane_queues.h"
#include "models/pe/batched/valid_taps.h"

namespace scnnsim {
namespace {

constexpr std::size_t mebibyte = 1 << 20;

/// Most products that one issue brings to a bank under the linear hash. The activations of a vector have
/// different addresses, so few of them fall into the same bank.
std::uint64_t most_products_per_bank(const MachineConfig& config, const LayerProgram& program) {
  std::int64_t area = 0;
  for (const Pass& pass : program.passes)
    for (const PeTile& tile : pass.tiles)
      if (tile.has_tile()) area = std::max(area, tile.region(program.geometry).area());
  const auto activations =
      ceil_divide<std::uint64_t>(static_cast<std::uint64_t>(area), config.accumulator.banks);
  return config.multiplier_array.f * std::min<std::uint64_t>(config.multiplier_array.i, activations);
}

/// Most weight vectors in a step.
std::size_t most_vectors(const LayerProgram& program) {
  std::size_t most = 0;
  for (const Step& step : program.steps) most = std::max<std::size_t>(most, program.vectors_of(step).vectors);
  return most;
}

/// Upper bound of the tap classes (valid_taps.h) of a pass, over all passes.
std::size_t most_classes(const LayerProgram& program) {
  std::size_t most = 1;
  for (const Pass& pass : program.passes) {
    std::set<std::uint64_t> rows, columns;
    for (const PeTile& tile : pass.tiles)
      if (tile.has_tile()) ValidTaps(program.geometry, pass, tile).add_kinds(rows, columns);
    most = std::max(most, rows.size() * columns.size());
  }
  return most;
}

/// Whether bank patterns can describe the products, within a bound on memory per region shape.
bool patterns_apply(const MachineConfig& config, const LayerProgram& program, std::size_t element_bytes) {
  constexpr std::size_t most_bytes = 32 * mebibyte;
  const AccumulatorParameters& accumulator = config.accumulator;
  const std::size_t elements = most_classes(program) * bank_pattern_length(accumulator.banks);
  return accumulator.bank_hash == BankHash::linear && accumulator.merge == MergeMode::none &&
         bank_patterns_possible(accumulator.banks) && elements <= most_rotations &&
         most_vectors(program) * elements * element_bytes <= most_bytes;
}

BatchedChoice no_form(std::string why_not) {
  return {std::nullopt, std::move(why_not)};
}

/// Form with a count of products per bank.
BatchedChoice counted_form(const MachineConfig& config, const LayerProgram& program) {
  if (most_products_per_bank(config, program) <= UINT8_MAX && patterns_apply(config, program, 1))
    return {PatternForm::counts, ""};
  if (config.lanes() > UINT8_MAX)
    return no_form(fmt::format("multiplier_array.f x multiplier_array.i is {}, more than {}", config.lanes(),
                               UINT8_MAX));
  return {PatternForm::positions, ""};
}

BatchedChoice output_queued_form(const MachineConfig& config, const LayerProgram& program) {
  if (config.scatter.output_queue_depth > BankQueues::largest_depth)
    return no_form(fmt::format("scatter.output_queue_depth is {}, more than {}",
                               config.scatter.output_queue_depth, BankQueues::largest_depth));
  return counted_form(config, program);
}

/// Form under `input_queued`. Lane queues visit all banks and all places of the longest queue in every cycle.
/// With very many banks or places the product engine is faster.
BatchedChoice input_queued_form(const MachineConfig& config, const LayerProgram& program) {
  constexpr std::size_t most_bytes = 1024;  // a word of lanes per bank
  constexpr std::uint32_t deepest = 16;
  const bool few_lanes = config.lanes() <= LaneQueues<std::uint16_t>::most_lanes;
  const std::size_t lanes_bytes = few_lanes ? sizeof(std::uint16_t) : sizeof(std::uint64_t);
  if (config.lanes() > LaneQueues<std::uint64_t>::most_lanes)
    return no_form(
        fmt::format("multiplier_array.f x multiplier_array.i is {}, more than {} under scatter.policy "
                    "input_queued",
                    config.lanes(), LaneQueues<std::uint64_t>::most_lanes));
  if (config.accumulator.banks * lanes_bytes > most_bytes)
    return no_form(fmt::format("accumulator.banks is {}, more than {} under scatter.policy input_queued",
                               config.accumulator.banks, most_bytes / lanes_bytes));
  if (config.scatter.input_queue_depth > deepest)
    return no_form(fmt::format("scatter.input_queue_depth is {}, more than {}",
                               config.scatter.input_queue_depth, deepest));
  if (!patterns_apply(config, program, lanes_bytes)) return {PatternForm::positions, ""};
  return {few_lanes ? PatternForm::lanes16 : PatternForm::lanes64, ""};
}

}  // namespace

BatchedChoice choose_batched_form(const MachineConfig& config, const LayerProgram& program) {
  constexpr std::int64_t most_taps = ValidTaps::most_taps;
  if (const std::int64_t taps = program.geometry.R * program.geometry.S; taps > most_taps)
    return no_form(fmt::format("the unit-stride filter has {} taps, more than {}", taps, most_taps));
  switch (config.scatter.policy) {
    case ScatterPolicy::output_queued:
      return output_queued_form(config, program);
    case ScatterPolicy::input_queued:
      return input_queued_form(config, program);
    case ScatterPolicy::ideal:
      return counted_form(config, program);
    case ScatterPolicy::serialized:
      break;
  }
  return no_form(fmt::format("scatter.policy is {}", to_string(config.scatter.policy)));
}

}  // namespace scnnsim
