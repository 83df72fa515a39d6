// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <stdexcept>

#include "tests/reference/post_processing.h"

namespace scnnsim::lockstep {
namespace {

using Direction = HaloLink::Direction;

/// Which of the ranges holds the value.
std::size_t find(const std::vector<Range>& ranges, int value) {
  for (std::size_t i = 0; i < ranges.size(); ++i)
    if (ranges[i].contains(value)) return i;
  throw std::logic_error("an output has no owner");
}

Range intersection(Range a, Range b) {
  return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}

}  // namespace

bool HaloLink::is_finished(Cycle t) const {
  for (std::size_t i = 0; i < rounds.size(); ++i)
    if (!has_arrived(i, t)) return false;
  return true;
}

bool HaloLink::has_arrived(std::size_t of_round, Cycle t) const {
  if (of_round >= rounds.size() || rounds[of_round].empty()) return true;
  return arrival[of_round].has_value() && *arrival[of_round] <= t;
}

HaloExchange::HaloExchange(const MachineConfig& config, const Workload& workload, int step)
    : columns_(config.pe_array.columns), rows_(config.pe_array.rows) {
  const Pass& pass = workload.pass(step);
  const UnitLayer& unit = workload.unit(step);
  for (std::size_t i = 0; i < rows_; ++i)
    for (std::size_t j = 0; j < columns_; ++j) {
      const Range rows = pass.pe_input_rows[i], columns = pass.pe_input_columns[j];
      if (rows.is_empty() || columns.is_empty()) continue;
      const Range p_range = intersection(
          {rows.begin + unit.pad_top - unit.grow_rows(), rows.end + unit.pad_top}, pass.output_rows);
      const Range q_range =
          intersection({columns.begin + unit.pad_left - unit.grow_columns(), columns.end + unit.pad_left},
                       pass.output_columns);
      for (int k = 0; k < workload.ocg_filters(step); ++k)
        for (int p = p_range.begin; p < p_range.end; ++p)
          for (int q = q_range.begin; q < q_range.end; ++q) {
            HaloWord word;
            word.source = word.at = i * columns_ + j;
            word.owner = find(pass.pe_output_rows, p) * columns_ + find(pass.pe_output_columns, q);
            if (word.owner == word.source) continue;
            word.k = k;
            word.p = p;
            word.q = q;
            words.push_back(word);
            route(words.size() - 1);
          }
    }
}

/// Enters a word on every link of its way: along the row, then along the column. Hops are rounds, for rows
/// and columns apart.
void HaloExchange::route(std::size_t word) {
  std::size_t row = words[word].source / columns_, column = words[word].source % columns_;
  const std::size_t owner_row = words[word].owner / columns_, owner_column = words[word].owner % columns_;
  auto enter = [&](Direction direction, std::size_t round) {
    HaloLink& on = link(row * columns_ + column, direction);
    if (on.rounds.size() <= round) {
      on.rounds.resize(round + 1);
      on.arrival.resize(round + 1);
    }
    on.rounds[round].push_back(word);
  };
  for (std::size_t round = 0; column != owner_column; ++round) {
    const bool east = column < owner_column;
    enter(east ? Direction::east : Direction::west, round);
    column = east ? column + 1 : column - 1;
  }
  for (std::size_t round = 0; row != owner_row; ++round) {
    const bool south = row < owner_row;
    enter(south ? Direction::south : Direction::north, round);
    row = south ? row + 1 : row - 1;
  }
}

HaloLink& HaloExchange::link(std::size_t from, Direction direction) {
  for (HaloLink& candidate : links)
    if (candidate.from == from && candidate.direction == direction) return candidate;
  std::size_t to = from;
  switch (direction) {
    case Direction::east:
      to = from + 1;
      break;
    case Direction::west:
      to = from - 1;
      break;
    case Direction::south:
      to = from + columns_;
      break;
    case Direction::north:
      to = from - columns_;
      break;
  }
  links.push_back({direction, from, to, {}, {}, 0, 0});
  return links.back();
}

/// The link before, in the same direction; null when it carries nothing.
const HaloLink* HaloExchange::upstream(const HaloLink& link) const {
  for (const HaloLink& candidate : links)
    if (candidate.to == link.from && candidate.direction == link.direction) return &candidate;
  return nullptr;
}

bool HaloExchange::may_begin(const HaloLink& link, Cycle t) const {
  if (link.round > 0) {
    const HaloLink* before = upstream(link);
    return before == nullptr || before->has_arrived(link.round - 1, t);
  }
  if (link.is_row_link()) return true;
  return std::all_of(links.begin(), links.end(), [&](const HaloLink& other) {
    return !other.is_row_link() || other.to != link.from || other.is_finished(t);
  });
}

bool HaloExchange::is_finished(std::size_t pe, Cycle t) const {
  return std::all_of(links.begin(), links.end(), [&](const HaloLink& link) {
    return (link.from != pe && link.to != pe) || link.is_finished(t);
  });
}

}  // namespace scnnsim::lockstep
