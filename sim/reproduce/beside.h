// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/reproduce/compare.h"
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

}  // namespace scnnsim
