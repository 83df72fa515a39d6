// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/run/run_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/architectures/dram_energy.h"
#include "sim/layer/result_columns.h"
#include "sim/mapping/tiling.h"
#include "sim/mapping/unit_layer.h"
#include "sim/report/layer_causes.h"
#include "sim/tables/layer_tables.h"
#include "sim/tables/table_cells.h"

namespace scnnsim {
namespace {

using Lines = std::vector<std::string>;

std::vector<LayerResult> layers_on(const RunResults& results, const std::string& architecture) {
  std::vector<LayerResult> layers;
  for (const LayerResult& layer : results.layers)
    if (layer.architecture == architecture) layers.push_back(layer);
  return layers;
}

/// "scnn: time 11.32 us, 88,316 frames/s, ...": the total of the table `performance`.
std::string performance_of(const std::vector<LayerResult>& layers) {
  LayerTableOptions options;
  options.columns = {"seconds",       "frames_per_second", "effectual_gops", "effectual_utilization",
                     "dram_gb_per_s", "average_power_w",   "energy_delay_js"};
  options.totals_alone = true;
  const Table table = make_layer_table(TableKind::performance, {{"", layers}}, options);
  const ShownTable shown = show(table);
  Lines figures;
  for (std::size_t i = table.identity; i < table.columns.size(); ++i) {
    const std::string& unit = shown.units[i];
    const std::string value = shown.cells.front()[i];
    if (value.empty()) continue;
    const bool names_itself = table.columns[i].title == "frames/s";
    figures.push_back(
        names_itself ? fmt::format("{} frames/s", value)
                     : fmt::format("{} {}{}", table.columns[i].title, value, unit.empty() ? "" : " " + unit));
  }
  return fmt::format("{} in all: {}.", layers.front().architecture, fmt::join(figures, ", "));
}

std::uint32_t parts_with_work(std::int64_t plane, std::uint32_t parts, PeTiling tiling) {
  std::uint32_t count = 0;
  for (std::uint32_t part = 0; part < parts; ++part)
    count += split_range({0, plane}, part, parts, tiling).size() > 0;
  return count;
}

/// PEs that have no part of the layer's input plane, and that plane.
struct EmptyPes {
  std::uint64_t pes;
  std::int64_t height, width;
  bool operator==(const EmptyPes& other) const {
    return pes == other.pes && height == other.height && width == other.width;
  }
};

EmptyPes empty_pes(const MachineConfig& config, const LayerShape& shape) {
  const UnitGeometry plane = unit_geometry(shape);
  const PeArrayParameters& grid = config.pe_array;
  const std::uint64_t working = std::uint64_t{parts_with_work(plane.H, grid.rows, grid.tiling)} *
                                parts_with_work(plane.W, grid.columns, grid.tiling);
  return {config.pe_count() - working, plane.H, plane.W};
}

/// "conv4, conv5 and 3 more".
std::string shortened(const Lines& names) {
  constexpr std::size_t most = 3;
  if (names.size() <= most) return fmt::format("{}", fmt::join(names, ", "));
  return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + most, ", "),
                     names.size() - most);
}

void add_new(const std::string& line, Lines& lines) {
  if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
}

/// A line for each plane that leaves a fourth of the PEs or more without a tile.
void explain_idle_pes(const RunResults& results, const std::vector<TraceLayer>& layers, Lines& notes) {
  std::vector<std::pair<EmptyPes, Lines>> planes;
  for (const TraceLayer& layer : layers) {
    const EmptyPes empty = empty_pes(results.config, layer.description.shape);
    if (4 * empty.pes < results.config.pe_count()) continue;
    auto found =
        std::find_if(planes.begin(), planes.end(), [&](const auto& plane) { return plane.first == empty; });
    if (found == planes.end()) found = planes.insert(planes.end(), {empty, {}});
    found->second.push_back(layer.description.name);
  }
  for (const auto& [empty, names] : planes)
    notes.push_back(fmt::format("{}: {}: the plane is {} x {}.", shortened(names),
                                pes_without_tile(empty.pes, results.config.pe_count()), empty.height,
                                empty.width));
}

/// What temporal tiles were taken and why: a line for each layer under `retile`, whose columns tell, and one
/// for all layers under `spill`, which cuts for the accumulators alone.
void explain_tiles(const RunResults& results, Lines& notes) {
  Lines spilling;
  for (const LayerResult& layer : results.layers) {
    if (layer.temporal_tiles <= 1) continue;
    if (const auto limit = from_string<TilingLimit>(layer.tiled_for.value_or("")))
      add_new(fmt::format("{}: {} temporal tiles of {} outputs: {}.", layer.layer, layer.temporal_tiles,
                          layer.tile.value_or("?"), why_not_larger(*limit)),
              notes);
    else
      add_new(fmt::format("{} into {}", layer.layer, layer.temporal_tiles), spilling);
  }
  if (!spilling.empty())
    notes.push_back(fmt::format("Cut into temporal tiles: {}: {}.", shortened(spilling),
                                why_not_larger(TilingLimit::accumulators)));
}

/// PEs that wait for DRAM in a fourth of the PE-cycles or more.
void explain_waiting(const LayerResult& total, const MachineConfig& config, Lines& notes) {
  const double share =
      pe_cycle_share(total, total.owned_by(CycleOwner::weights) + total.owned_by(CycleOwner::input));
  if (share < 0.25) return;
  notes.push_back(fmt::format(
      "{}: PEs wait for weights or input in {:.0f} % of the PE-cycles; {}, weight FIFOs hold {} vectors.",
      total.architecture, 100 * share, dram_use(total, config), config.weight_fifo.entries));
}

/// A component that takes half of the energy or more.
void explain_energy(const LayerResult& total, Lines& notes) {
  const double all = total.total_energy_pj();
  for (const auto& [component, pj] : total.energy_pj)
    if (all > 0 && pj >= 0.5 * all)
      notes.push_back(fmt::format("{}: {} takes {:.0f} % of the energy (scnnsim table --kind energy).",
                                  total.architecture, component, 100 * pj / all));
}

/// The tables that energies are by, and what was fitted.
void explain_tables(const RunResults& results, Lines& notes) {
  if (std::none_of(results.layers.begin(), results.layers.end(),
                   [](const LayerResult& layer) { return layer.energy_16nm_pj.has_value(); }))
    return;
  notes.push_back(fmt::format(
      "Energies by 45nm: public values, sourced, nothing fitted. Energies by 16nm: fitted to SCNN's "
      "published energy ratios, so its ratios between machines come from that fit. Components, power "
      "and energy x delay: table {}.",
      results.energy_table.label()));
}

/// Where the energy of a banked memory comes from.
void explain_dram_energy(const MachineConfig& config, Lines& notes) {
  if (config.dram.model != DramModel::banked) return;
  notes.push_back(
      dram_costs_by_command(config)
          ? "DRAM energy: that of the memory's commands (dram_energy), the same by every table."
          : "DRAM energy: pJ per bit by each table, since no energies of commands are known: all keys "
            "of dram_energy are 0.");
}

}  // namespace

Lines run_notes(const RunResults& results, const std::vector<TraceLayer>& layers) {
  Lines notes;
  explain_idle_pes(results, layers, notes);
  explain_tiles(results, notes);
  for (const std::string& architecture : results.architectures) {
    const std::vector<LayerResult> on_it = layers_on(results, architecture);
    if (on_it.empty()) continue;
    const LayerResult total = total_of(on_it);
    explain_waiting(total, results.config, notes);
    explain_energy(total, notes);
    notes.push_back(performance_of(on_it));
  }
  explain_tables(results, notes);
  explain_dram_energy(results.config, notes);
  return notes;
}

}  // namespace scnnsim
