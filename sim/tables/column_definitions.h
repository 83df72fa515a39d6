// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/tables/table.h"

namespace scnnsim {

/// A column of layers.csv, points.csv or a table: what it is called and what it means.
struct ColumnDefinition {
  TableColumn shown;
  std::string definition;  ///< for someone who knows the field
  std::string formula;     ///< in names of columns, counters or energies per action; empty: none
  std::string found_in;    ///< "layers.csv", "points.csv", "tables"
};

/// Every column, each once, in the order of layers.csv and then of tables: the one place where columns are
/// defined. Axes of a sweep and ratios to a baseline have a definition for all of them: AXIS, COLUMN_ratio.
const std::vector<ColumnDefinition>& column_definitions();

/// Heading, unit and style of the column of this name. Throws std::invalid_argument for a name without a
/// definition.
TableColumn defined_column(const std::string& name);

/// The energy of a component; one that has no definition of its own gets a heading from its name.
TableColumn energy_column(const std::string& component);

/// The ratio of a column to its baseline's: COLUMN_ratio.
TableColumn defined_ratio(const TableColumn& column);

/// Whether less of it is better: cycles, time, energy, area, memory traffic.
bool is_cost(const std::string& column);

/// Whether more of it is better: rates, utilisation.
bool is_gain(const std::string& column);

/// The column's name for a name that users may write instead: "energy" for energy_pj.
std::string whole_column_name(const std::string& name);

/// All definitions as a table: name, heading, unit, definition, formula, where it is found.
Table column_glossary();
/// The same for a terminal: three lines per column.
std::string column_glossary_text();

}  // namespace scnnsim
