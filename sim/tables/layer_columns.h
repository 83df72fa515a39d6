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

/// Every figure of layers: columns of layers.csv, shares of the PE-cycles, energy of each component that
/// occurs, and comparisons with `baselines`.
LayerColumns layer_figures(const std::vector<LabelledLayers>& runs,
                           const std::shared_ptr<const Baselines>& baselines);

/// Names of a kind's columns: all, or those that fit into 80 columns of a terminal.
enum class TableWidth { narrow, whole };
std::vector<std::string> columns_of(TableKind kind, TableWidth width,
                                    const std::vector<LabelledLayers>& runs);

/// Names of a kind's main columns, which get a ratio to the baseline.
std::vector<std::string> main_columns(TableKind kind);

/// Columns that tell rows apart: the layer, and each of run, network and architecture that has several
/// values.
LayerColumns identity_columns(const std::vector<LabelledLayers>& runs);

}  // namespace scnnsim
