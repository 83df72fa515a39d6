// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/energy/energy_table.h"
#include "sim/tables/dram_basis.h"
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
std::vector<std::string> main_columns(TableKind kind, const std::vector<LabelledLayers>& runs);

/// Columns of the energies by the tables that come with the program; none for results of versions without.
std::vector<std::string> shipped_energies(const std::vector<LabelledLayers>& runs);

/// The table that the layers' `energy_pj` is by, as the results name it: "table 16nm (fitted to SCNN's energy
/// ratios)", several where they differ, "a table that the results do not name" for stores of versions that
/// did not; empty without layers.
std::string energy_origin(const std::vector<LabelledLayers>& runs);

/// Whether a column is by that table: energy_pj, its components, power, energy x delay, and their ratios.
bool is_by_energy_table(std::string column);

/// What a caption says of it: "; energies by table 16nm (fitted to SCNN's energy ratios)", and
/// dram_caption(), which holds for every table. Empty where no column is an energy.
std::string energy_caption(const std::vector<std::string>& columns, const std::vector<LabelledLayers>& runs);
/// Rows that have other names than those of machines and runs.
std::string energy_caption(const std::vector<std::string>& columns, const std::vector<LabelledLayers>& runs,
                           const DramBases& bases);

/// Columns that tell rows apart: the layer, and each of run, network and architecture that has several
/// values.
LayerColumns identity_columns(const std::vector<LabelledLayers>& runs);

}  // namespace scnnsim
