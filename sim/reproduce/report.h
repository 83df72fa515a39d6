// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/reproduce/beside.h"
#include "sim/reproduce/experiment.h"

namespace scnnsim {

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
