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

/// A column of layers.csv, under its own title or one that is clear in its table.
LayerColumn layer_column(Column column, const char* title = nullptr);

/// The columns of a kind of table; `baselines` are those of its speed-ups.
LayerColumns columns_of(TableKind kind, const std::vector<LabelledLayers>& runs,
                        const std::shared_ptr<const Baselines>& baselines);

/// Names of a kind's main columns, which get a ratio to the baseline.
std::vector<std::string> main_columns(TableKind kind);

/// Columns that tell rows apart: the layer, and each of run, network and architecture that has several
/// values.
LayerColumns identity_columns(const std::vector<LabelledLayers>& runs);

}  // namespace scnnsim
