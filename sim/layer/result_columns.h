// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/layer/layer_result.h"
#include "sim/text/cell_style.h"

namespace scnnsim {

/// What a column's value for the total of several layers is.
enum class ColumnTotal {
  none,    ///< there is none: sums make no sense
  same,    ///< that of every layer: the network, the machine's size
  sum,     ///< of the layers' values
  derived  ///< follows from other columns' totals
};

/// A column of layers.csv: a line of column_list.h. Also a key of the layer in results.json, a column of a
/// sweep's store and one of tables.
struct ResultColumn {
  std::string_view name;
  ColumnTotal total;
  std::string_view unit;  ///< empty for texts, numbers of things and ratios
  std::string_view title;
  CellStyle style;
  std::string_view meaning;
  std::string formula = {};     ///< in names of columns and of blocks' counters; empty: set by the simulation
  bool may_be_unknown = false;  ///< null, and absent from results of versions that did not have the column
  bool only_if_known = false;   ///< stands in files only where some layer has a value
  std::function<nlohmann::ordered_json(const LayerResult&)> get = {};
  /// Sets the value from JSON of the right type; empty when it follows from others. Throws
  /// UserError "got ..., expected ...".
  std::function<void(LayerResult&, const nlohmann::ordered_json&)> set = {};
  /// Adds a layer's value to a total; empty unless `total` is `sum`.
  std::function<void(LayerResult&, const LayerResult&)> add = {};

  bool in_totals() const { return total == ColumnTotal::sum || total == ColumnTotal::derived; }
};

/// Every column, in the order of layers.csv.
const std::vector<ResultColumn>& result_columns();

const ResultColumn& result_column(Column column);

/// The columns of files about these layers: all but those that stand only where a value is known, where none
/// is.
std::vector<const ResultColumn*> columns_known_for(const std::vector<LayerResult>& layers);

/// The sum over layers: counts, PE-cycles and energy add up; verified = yes needs every layer to be. Throws
/// std::invalid_argument for no layers.
LayerResult total_of(const std::vector<LayerResult>& layers);

}  // namespace scnnsim
