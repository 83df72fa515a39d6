// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "sim/granularity/granularity_plan.h"
#include "sim/sweep/store/sweep_store.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// What the comparison shows of each row. Energy-delay is energy x cycles.
enum class StudyFigure {
  storage,
  memory_references,
  output_references,
  dram_bytes,
  cycles,
  energy,
  energy_delay
};
inline constexpr std::size_t study_figure_count = 7;

/// Mean and standard deviation over the seeds; the deviation is 0 for one seed.
struct Spread {
  double mean = 0, deviation = 0;
  static Spread of(const std::vector<double>& values);
};

/// Of a network's total. Energies are in pJ, energy-delay in J s.
double study_value(StudyFigure figure, const LayerResult& total);
/// "stored_weight_bytes", as in CSV; "storage", as in tables.
const char* column_name(StudyFigure figure);
const char* short_title(StudyFigure figure);
/// "the fewest cycles".
const char* lowest_text(StudyFigure figure);

/// Values by StudyFigure, and of each seed by seed.
using StudyValues = std::array<std::vector<double>, study_figure_count>;

/// A row with its results. Values are in B, words, cycles and pJ; ratios are to the group's first row, seed
/// by seed.
struct MeasuredRow {
  StudyRow row;
  Spread density, weights;  ///< asked for; and share of weights that are not zero
  std::array<Spread, study_figure_count> values, ratios;
};

/// `base`: values of the group's first row.
MeasuredRow measured_row(const StudyRow& row, const std::vector<double>& densities,
                         const std::vector<double>& weights, const StudyValues& values,
                         const StudyValues& base);

struct MeasuredGroup {
  StudyGroup group;
  std::vector<MeasuredRow> rows;
  bool has_ratios_only = false;  ///< a mean over networks: values are ratios as well
  /// Whether no row of the group has a lower value.
  bool is_lowest(const MeasuredRow& row, std::size_t figure) const;
};

/// The groups of a plan with the results that the store has. Rows with a point that is not done are left out,
/// and so is a group whose first row is.
std::vector<MeasuredGroup> measure_study(const StudyPlan& plan, const SweepStore& store);

/// One table of all groups: values of each group's first row, and of the others what they are relative to it;
/// `*` marks the lowest of each column and group.
Table study_table(const std::vector<MeasuredGroup>& groups);
/// The same with a number per cell: values, their standard deviations, ratios.
Table study_numbers(const std::vector<MeasuredGroup>& groups);
/// One sentence: what has the lowest of each column, in how many of the groups.
std::string study_sentence(const std::vector<MeasuredGroup>& groups);

}  // namespace scnnsim
