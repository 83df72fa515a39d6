// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/reproduce/compare.h"
#include "sim/reproduce/experiment.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// The same figures with activations of another pattern. Held against the same targets, but no verdict
/// counts.
struct BesideFigures {
  std::string pattern;  ///< empty: there are none
  std::vector<ComparedFigure> figures = {};
};

// Each adds columns of the other pattern to a table of the judged figures. Rows that the other pattern does
// not have stay empty there. Without another pattern the table stays as it is.

/// To a figure_table: value and deviation.
void add_beside(const BesideFigures& beside, const std::string& figure, Table& table);
/// To a summary_table: what was reached, and whether the target was met.
void add_beside_to_summary(const BesideFigures& beside, Table& table);
/// To figure_rows: pattern, mean, deviation. The columns are there in any case.
void add_beside_to_rows(const BesideFigures& beside, Table& table);

/// Everything that came out of an experiment.
struct Report {
  const PublishedData& published;
  std::string note;  ///< what the reader must know first
  std::vector<ComparedFigure> figures;
  std::vector<Table> tables = {};  ///< besides the figures
  BesideFigures beside = {};       ///< the figures with another pattern of activations
};

/// Every row of every figure with plain numbers, those of the other pattern beside them.
Table report_rows(const Report& report);

/// The figures one by one, the summary, the misses and what was not judged; CSV and JSON: report_rows.
std::string report_text(const Report& report, TableFormat format);

/// layers.csv: every layer of every point: series, seed and machine, then the columns of result_columns().
std::string points_csv(const Points& points);

}  // namespace scnnsim
