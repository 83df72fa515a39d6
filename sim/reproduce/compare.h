// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "sim/reproduce/published.h"

namespace scnnsim {

/// A figure's value for each trace seed. At least one.
struct Measured {
  std::vector<double> by_seed;

  double mean() const {
    return std::accumulate(by_seed.begin(), by_seed.end(), 0.0) / static_cast<double>(by_seed.size());
  }
  bool has_spread() const { return by_seed.size() > 1; }
  /// Largest less smallest.
  double spread() const {
    const auto [least, most] = std::minmax_element(by_seed.begin(), by_seed.end());
    return *most - *least;
  }
};

/// What became of a target.
enum class Verdict {
  shown,       ///< there is none
  ok,          ///< met
  miss,        ///< missed, and not listed as such
  known_miss,  ///< missed, as the published data say, and by no more than they say
  met_miss,    ///< listed as a miss, but met
  unjudged     ///< needs rows that were not simulated
};
template <>
struct EnumNames<Verdict> {
  static constexpr std::array<std::string_view, 6> names{
      "", "ok", "MISS", "known miss", "listed as a miss, but met", "not judged"};
};

/// A row of a figure as simulated; `published` is null for rows that no paper has.
struct ComparedRow {
  std::string network, item;
  Measured simulated;
  const PublishedRow* published = nullptr;
  double deviation = 0;  ///< see Comparison; 0 without a published row
  Verdict verdict = Verdict::shown;
};

/// An aggregate of the deviations of one network's rows.
struct NetworkDeviation {
  std::string network;
  double reached = 0;
  bool is_held_out = false;  ///< no value was fitted on it
};

/// An aggregate of the deviations of a figure's rows: the target is about all of them.
struct ComparedAggregate {
  const PublishedAggregate* published = nullptr;
  double reached = 0;
  Verdict verdict = Verdict::shown;
  std::vector<NetworkDeviation> networks = {};  ///< in the rows' order; none where the rows have only one
};

/// A figure, simulated against published.
struct ComparedFigure {
  std::string id, title, unit;
  const PublishedFigure* published = nullptr;  ///< null when no paper has it
  std::vector<ComparedRow> rows;
  std::vector<ComparedAggregate> aggregates;
};

double deviation_of(double simulated, const PublishedRow& published);
/// The largest absolute deviation that meets the row's target, if it has one.
std::optional<double> bound_of(const PublishedRow& row);
/// Whether the size of a deviation keeps a bound; one at its bound does, however it was rounded.
bool is_within(double deviation, double bound);
/// Met or missed, listed or not; a miss farther off than what is listed explains is not.
Verdict judge(double deviation, double bound, const KnownMiss& known_miss);
ComparedRow compare_row(std::string network, std::string item, Measured simulated,
                        const PublishedRow* published);
/// Over the rows that are compared with a published one other than `shown`; nothing when there are none.
std::optional<double> aggregate_of(Aggregate measure, const std::vector<ComparedRow>& rows);
/// How many of the figure's rows a paper has.
std::size_t published_rows(const ComparedFigure& figure);
/// Fills in `aggregates`. A bound is judged only when all published rows were simulated, and left out when
/// none was. `held_out`: networks that no value was fitted on.
void compare_aggregates(ComparedFigure& figure, const std::vector<std::string>& held_out);

}  // namespace scnnsim
