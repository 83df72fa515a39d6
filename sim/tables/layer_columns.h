// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/tables/layer_tables.h"

namespace scnnsim {

class Baselines;

/// What a row shows: a layer, or the total of a run's layers.
struct RowSource {
  const LayerResult& layer;
  const std::string& label;
  bool is_total;
};

struct LayerColumn {
  TableColumn shown;
  std::function<nlohmann::ordered_json(const RowSource&)> get;
};
using LayerColumns = std::vector<LayerColumn>;

/// A column of layers.csv, under its own title or another one that its table makes clear.
LayerColumn layer_column(Column column, const char* title = nullptr);

/// The columns of a kind of table; `baselines` are those of its speed-ups.
LayerColumns columns_of(TableKind kind, const std::vector<LabelledLayers>& runs,
                        const std::shared_ptr<const Baselines>& baselines);

/// Names of the columns that sum up a kind: those that are compared with a baseline.
std::vector<std::string> main_columns(TableKind kind);

/// Columns that tell rows apart: the layer, and whatever has more than one value.
LayerColumns identity_columns(const std::vector<LabelledLayers>& runs);

}  // namespace scnnsim
