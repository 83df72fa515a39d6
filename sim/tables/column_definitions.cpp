// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/column_definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <stdexcept>

#include "sim/layer/result_columns.h"

namespace scnnsim {
namespace {

using Definitions = std::vector<ColumnDefinition>;

constexpr const char *in_layers = "layers.csv, tables", *in_points = "points.csv, tables",
                     *in_tables = "tables";

void add_results(Definitions& all) {
  for (const ResultColumn& column : result_columns())
    all.push_back(
        {{std::string(column.name), std::string(column.title), column.style, std::string(column.unit)},
         std::string(column.meaning),
         column.formula,
         in_layers});
}

/// "PPU" of "postprocess": the heads of seven shares are to stand in 80 columns.
std::string heading_of(CycleOwner owner) {
  return owner == CycleOwner::postprocess ? "PPU" : std::string(to_string(owner));
}

void add_shares(Definitions& all) {
  for (std::size_t i = cycle_owner_count; i-- > 0;) {
    const auto owner = static_cast<CycleOwner>(i);
    const std::string name(to_string(owner)), counted = "cycles_" + name;
    const auto column = std::find_if(result_columns().begin(), result_columns().end(),
                                     [&](const ResultColumn& one) { return one.name == counted; });
    all.push_back({{"share_" + name, heading_of(owner), CellStyle::share},
                   fmt::format("share of the PE-cycles: {}", column->meaning),
                   fmt::format("{} / (cycles x pes)", counted),
                   in_tables});
  }
}

struct EnergyDefinition {
  const char *component, *heading, *definition, *formula;
};

/// Formulas name the energies per action of an energy table.
constexpr EnergyDefinition energies[] = {
    {"accumulator_banks", "acc. banks", "adders and accumulator banks of SCNN",
     "accumulator_updates x accumulator_add + (accumulator_updates + halo_words + ppu_entries) x "
     "accumulator_update"},
    {"accumulators", "acc.", "accumulators of dense machines", "accumulator_updates x accumulator_update"},
    {"activation_ram", "act. ram", "activation SRAM of dense machines",
     "iaram_reads x iaram_read + words from DRAM x iaram_write + oaram_writes x oaram_write + words to DRAM "
     "x "
     "oaram_read"},
    {"adder_tree", "adder tree", "adders of dense machines",
     "(multiplies - gated_multiplies) x accumulator_add"},
    {"coordinate_unit", "coord. unit", "output coordinates of products",
     "(multiplies + placeholders) x coordinate"},
    {"dram_activations", "dram act.", "DRAM, activations",
     "8 x dram_input_bytes x dram_read + 8 x dram_output_bytes x dram_write"},
    {"dram_weights", "dram weights", "DRAM, weights", "8 x dram_weight_bytes x dram_read"},
    {"halo_exchange", "halo exch.", "links between PEs", "halo_words x halo_word"},
    {"iaram", "iaram", "input RAMs", "iaram_reads x iaram_read + words from DRAM x iaram_write"},
    {"multiplier_array", "mult. array", "multipliers",
     "(multiplies + placeholders) x multiply; dense machines: (multiplies - gated_multiplies) x multiply"},
    {"oaram", "oaram", "output RAMs", "oaram_writes x oaram_write + words to DRAM x oaram_read"},
    {"operand_fetch", "operand fetch", "activation operands brought to the multipliers of dense machines",
     "multiplies x operand_fetch; dcnn_opt: multiplies x weight_density x operand_fetch"},
    {"pe_static", "pe static", "clock and leakage of the PEs: static power x time",
     "mw_per_mm2 x mm2 of the PEs x seconds x 1e9"},
    {"ppu", "ppu", "post-processing units", "ppu_entries x ppu_entry"},
    {"scatter_network", "scatter netw.", "scatter network", "accumulator_updates x scatter_transfer"},
    {"weight_buffer", "weight buffer", "weight buffers of dense machines",
     "weight_fifo_reads x weight_fifo_read + weight_fifo_writes x weight_fifo_write"},
    {"weight_fifo", "weight fifo", "weight FIFOs",
     "weight_fifo_reads x weight_fifo_read + weight_fifo_writes x weight_fifo_write"},
};

void add_energies(Definitions& all) {
  for (const EnergyDefinition& one : energies)
    all.push_back({{std::string(one.component) + "_pj", one.heading, CellStyle::picojoules},
                   fmt::format("energy: {}", one.definition),
                   one.formula,
                   in_tables});
}

void add_comparisons(Definitions& all) {
  all.push_back({{"stored_per_dense", "stored / dense", CellStyle::share},
                 "bytes of the weights as stored, indices included, over those of dense weights",
                 "stored_weight_bytes / dense_weight_bytes",
                 in_tables});
  all.push_back({{"dram_row_hit_share", "hit rate", CellStyle::share},
                 "share of the banked memory's accesses that find their row open",
                 "dram_row_hits / (dram_row_hits + dram_row_misses + dram_row_conflicts)",
                 in_tables});
  all.push_back({{"dram_bus_share", "bus use", CellStyle::share},
                 "share of the memory cycles with data among those in which an access is under way",
                 "dram_busy_cycles / (dram_busy_cycles + dram_stalled_cycles)",
                 in_tables});
  all.push_back({{"dram_moved_per_asked", "moved / asked", CellStyle::ratio},
                 "bytes that the banked memory moved over those asked for: it moves whole atoms",
                 "dram_moved_bytes / (dram_weight_bytes + dram_input_bytes + dram_output_bytes)",
                 in_tables});
  for (const char* stream : {"weight", "input", "output"})
    all.push_back({{fmt::format("dram_{}_gb_per_s", stream), fmt::format("{} rate", stream),
                    CellStyle::decimal, "GB/s"},
                   fmt::format("DRAM bandwidth of the {} stream, on average over the layer", stream),
                   fmt::format("dram_{}_bytes / seconds / 1e9", stream),
                   in_tables});
  all.push_back({{"speedup", "speed-up", CellStyle::ratio},
                 "of the baseline's cycles over those of the row; more is faster",
                 "cycles of the baseline / cycles",
                 in_tables});
  all.push_back({{"COLUMN_ratio", "COLUMN ratio", CellStyle::ratio},
                 "a column over that of the baseline (--baseline); empty where the baseline lacks it",
                 "COLUMN / COLUMN of the baseline",
                 in_tables});
}

/// Of the reasons for which a layer waits.
void add_causes(Definitions& all) {
  constexpr const char* in_report = "report";
  all.push_back({{"lost_share", "lost", CellStyle::share},
                 "share of the layer's multipliers x cycles that the reason takes",
                 "",
                 in_report});
  all.push_back({{"lost_cycles", "as cycles", CellStyle::integer, "cycles"},
                 "that share of the layer's cycles",
                 "lost_share x cycles",
                 in_report});
  all.push_back({{"why", "why multipliers stand still", CellStyle::text}, "the reason", "", in_report});
  all.push_back({{"try", "what to try", CellStyle::text},
                 "keys of the configuration that may help, by the machine's rules; not simulated",
                 "",
                 in_report});
}

void add_points(Definitions& all) {
  all.push_back(
      {{"run", "run", CellStyle::text}, "label of results: the name of their folder", "", in_tables});
  all.push_back(
      {{"runs", "runs", CellStyle::integer}, "results that a mean is over (--mean)", "", in_tables});
  all.push_back({{"COLUMN_spread", "spread", CellStyle::decimal},
                 "of a column over the results that a mean is over (--mean)",
                 "largest - smallest",
                 in_tables});
  all.push_back({{"number", "point", CellStyle::integer},
                 "number of a sweep's point, from 1, in the order of the sweep file",
                 "",
                 in_points});
  all.push_back({{"AXIS", "AXIS", CellStyle::axis},
                 "value of a sweep's axis: a key of the configuration, a network, a density ...",
                 "",
                 in_points});
  all.push_back({{"status", "status", CellStyle::text}, "pending, done, failed or invalid", "", in_points});
  all.push_back({{"reason", "reason", CellStyle::text},
                 "why a point is failed or invalid; a table shows the first line",
                 "",
                 in_points});
  all.push_back({{"area_mm2", "area", CellStyle::square_mm},
                 "area of all PEs at 16 nm (SCNN table 4, scaled with sizes and counts)",
                 "pes x area of a PE",
                 in_points});
  all.push_back({{"wall_seconds", "wall time", CellStyle::decimal, "s"},
                 "estimated time that a process needs to simulate the point (sweep --dry-run)",
                 "",
                 in_tables});
}

Definitions make_definitions() {
  Definitions all;
  add_results(all);
  add_shares(all);
  add_energies(all);
  add_comparisons(all);
  add_points(all);
  add_causes(all);
  return all;
}

/// The unit of the numbers in CSV and JSON; tables may show another one.
std::string unit_in_csv(const TableColumn& column) {
  switch (column.style) {
    case CellStyle::share:
      return "fraction";
    case CellStyle::picojoules:
      return "pJ";
    case CellStyle::square_mm:
      return "mm2";
    default:
      return column.unit;
  }
}

}  // namespace

const Definitions& column_definitions() {
  static const Definitions definitions = make_definitions();
  return definitions;
}

TableColumn defined_column(const std::string& name) {
  for (const ColumnDefinition& one : column_definitions())
    if (one.shown.name == name) return one.shown;
  throw std::invalid_argument(name + ": a column without a definition");
}

TableColumn energy_column(const std::string& component) {
  const std::string name = component + "_pj";
  for (const ColumnDefinition& one : column_definitions())
    if (one.shown.name == name) return one.shown;
  std::string heading = component;
  std::replace(heading.begin(), heading.end(), '_', ' ');
  return {name, heading, CellStyle::picojoules};
}

TableColumn defined_ratio(const TableColumn& column) {
  return {column.name + "_ratio", column.title + " ratio", CellStyle::ratio};
}

bool is_cost(const std::string& column) {
  static constexpr const char* costs[] = {"cycles",           "seconds",           "energy_pj",
                                          "energy_45nm_pj",   "energy_16nm_pj",    "energy_delay_js",
                                          "area_mm2",         "memory_references", "dram_weight_bytes",
                                          "dram_input_bytes", "dram_output_bytes", "stored_weight_bytes"};
  return std::find(std::begin(costs), std::end(costs), column) != std::end(costs);
}

bool is_gain(const std::string& column) {
  static constexpr const char* gains[] = {"multiplier_utilization", "effective_utilization",
                                          "effectual_utilization",  "frames_per_second",
                                          "effectual_gops",         "dram_gb_per_s"};
  return std::find(std::begin(gains), std::end(gains), column) != std::end(gains);
}

std::string whole_column_name(const std::string& name) {
  static const std::map<std::string, std::string> whole{
      {"area", "area_mm2"}, {"energy", "energy_pj"}, {"energy_ratio", "energy_pj_ratio"},
      {"point", "number"},  {"time", "seconds"},     {"utilization", "multiplier_utilization"}};
  const auto found = whole.find(name);
  return found == whole.end() ? name : found->second;
}

Table column_glossary() {
  Table table;
  table.columns = {{"name", "name in CSV and JSON"}, {"heading", "heading"}, {"unit", "unit"},
                   {"definition", "definition"},     {"formula", "formula"}, {"found_in", "found in"}};
  for (const ColumnDefinition& one : column_definitions())
    table.rows.push_back({{one.shown.name, one.shown.title, unit_in_csv(one.shown), one.definition,
                           one.formula, one.found_in}});
  return table;
}

std::string column_glossary_text() {
  std::string text = "NAME  \"HEADING\" [UNIT in CSV and JSON]; definition; formula; where it is found\n";
  for (const ColumnDefinition& one : column_definitions()) {
    const std::string unit = unit_in_csv(one.shown);
    text += fmt::format("{}  \"{}\"{}\n    {}\n", one.shown.name, one.shown.title,
                        unit.empty() ? "" : " [" + unit + "]", one.definition);
    if (!one.formula.empty()) text += fmt::format("    = {}\n", one.formula);
    text += fmt::format("    in {}\n", one.found_in);
  }
  return text;
}

}  // namespace scnnsim
