// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "sim/layer/layer_result.h"

namespace scnnsim {

/// A named figure of a layer: a column of layers.csv and a key of the layer in results.json.
struct ResultColumn {
  std::string_view name;
  std::string_view unit;  ///< empty for texts, numbers of things and ratios
  std::function<nlohmann::ordered_json(const LayerResult&)> get;
  /// Sets the figure from JSON of the right type; empty when it follows from others. Throws
  /// UserError "got ..., expected ...".
  std::function<void(LayerResult&, const nlohmann::ordered_json&)> set = {};
  /// Adds a layer's figure to a total; empty when sums make no sense.
  std::function<void(LayerResult&, const LayerResult&)> add = {};
  /// Whether totals have it: what adds up, and ratios of what adds up.
  bool in_totals = false;
};

/// Every column, in the order of layers.csv: those that others rely on first, in an order that is fixed.
const std::vector<ResultColumn>& result_columns();

/// The column of that name; throws std::out_of_range.
const ResultColumn& result_column(std::string_view name);

/// Names of the layer's seven `cycles_*` columns: "cycles_issue".
std::string cycles_column(CycleOwner owner);

/// The sum over layers: counts, PE-cycles and energy add up; verified = yes needs every layer to be. Throws
/// std::invalid_argument for no layers.
LayerResult total_of(const std::vector<LayerResult>& layers);

}  // namespace scnnsim
