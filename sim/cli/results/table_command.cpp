// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/results/read_places.h"
#include "sim/cli/results/result_kinds.h"
#include "sim/cli/standard_streams.h"
#include "sim/sweep/report/sweep_tables.h"
#include "sim/tables/column_definitions.h"
#include "sim/tables/layer_tables.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

constexpr const char* table_about =
    "Prints a per-layer table, with totals, of the results in one or more folders, or a table of the\n"
    "points of a sweep.\n\n"
    "Kinds:\n"
    "  cycles    cycles, products, utilisation, tiling and densities\n"
    "  stalls    which share of the PE-cycles each owner has\n"
    "  memory    RAM, FIFO and accumulator references, DRAM traffic\n"
    "  energy    energy by component\n"
    "  storage   bytes of the weights: one operand each, as stored with their indices, and read: once\n"
    "            per temporal tile\n"
    "  summary   cycles, utilisation and stalls: the first table of scnnsim run\n"
    "  speedup   speed-up and energy ratio of architectures or runs: the third table of scnnsim run\n"
    "  accesses  memory and total energy: the second table of scnnsim run\n"
    "  performance  time, frames and effectual operations per second, DRAM bandwidth, power\n"
    "  dram         rows, refreshes, turnarounds and buses of the banked memory\n"
    "  sweep     a row per point of a sweep: axes, figures, status\n"
    "  pareto    the points that no other point of the same workload (network, trace, density, seed ...)\n"
    "            dominates: smaller in one of the columns (default cycles, energy_pj, area_mm2), larger\n"
    "            in none\n\n"
    "RESULTS of sweep and pareto: the folder that scnnsim sweep wrote, or its store. --point shows the\n"
    "layers of its points in all other kinds.\n\n"
    "scnnsim table --columns explains every column: name, heading, unit, definition and formula.\n"
    "--columns NAMES puts figures of any kind into one table. Text keeps to 80 columns: some kinds leave\n"
    "figures out that --wide shows, and what is still too wide goes on below. A star marks the lowest\n"
    "cost among points, or among --totals.\n\n"
    "Ratios to a baseline are figure / the baseline's figure, empty where it lacks the layer or point.\n"
    "LaTeX is to be \\input: a table with caption and label tab:scnnsim-KIND, scaled down where it is wider\n"
    "than the text (--columns keeps it readable), in parts of a page from 51 rows on. It needs the\n"
    "packages booktabs, graphicx and textcomp.\n\n"
    "CSV and JSON hold plain numbers in the units that the columns' names tell: pj, bytes, mm2; shares\n"
    "and ratios as fractions. A name in CSV is no formula: an apostrophe stands before = + - @ where a\n"
    "spreadsheet's cell could begin ('=1+1). Numbers stay numbers. Controls and invisible characters\n"
    "of names are shown, as \\n, \\x1b or \\u202e, except in JSON, which holds names as they are.";
constexpr const char* table_examples =
    "  scnnsim table --columns\n"
    "  scnnsim table results --kind stalls --sort cycles --reverse\n"
    "  scnnsim table results --columns cycles,energy,memory_references\n"
    "  scnnsim table results-element results-vector --totals --kind performance\n"
    "  scnnsim table results --kind energy --format latex > energy.tex\n"
    "  scnnsim table results-element results-vector --kind memory --baseline results-element\n"
    "  scnnsim table results-element results-vector --side-by-side --columns cycles,multiplies\n"
    "  scnnsim table results-cat results-dog --mean --columns cycles,input_density\n"
    "  scnnsim table fifo-sweep --kind sweep --baseline weight_fifo.entries=400 --format csv\n"
    "  scnnsim table fifo-sweep --kind stalls --point 3\n"
    "  scnnsim table fifo-sweep --kind energy --point 3,7 --side-by-side --baseline 3\n"
    "  scnnsim table fifo-sweep --kind pareto --columns cycles,area --where network=VGG-16\n";

Table layer_table(const CommandLine& command, TableKind kind, bool is_narrow) {
  if (command.given("where")) throw UserError(command.where("where") + ": goes with --kind sweep or pareto");
  LayerTableOptions options;
  options.baseline = layer_baseline(command);
  options.columns = command.list("columns");
  options.side_by_side = command.given("side-by-side");
  options.mean = command.given("mean");
  if (options.mean && options.side_by_side)
    throw UserError(command.where("mean") + ": does not go with --side-by-side");
  options.is_narrow = is_narrow;
  options.totals_alone = command.given("totals");
  options.sort_by = command.find<std::string>("sort").value_or("");
  options.largest_first = command.given("reverse");
  return make_layer_table(kind, read_runs(command), options);
}

Table points_table(const CommandLine& command, bool pareto) {
  for (const char* option : {"side-by-side", "mean", "totals"})
    if (command.given(option)) throw UserError(command.where(option) + ": goes with tables of layers");
  const Sweep sweep = read_sweep(command.all("RESULTS"), command.all("where"));
  const SweepTableOptions options{command.find<std::string>("baseline"), command.list("columns"),
                                  command.find<std::string>("sort").value_or(""), command.given("reverse")};
  return pareto ? pareto_table(sweep.points, sweep.axes, options)
                : sweep_table(sweep.points, sweep.axes, options);
}

/// Whether an option that elsewhere has a value stands without one: "--columns --format md".
bool stands_alone(const std::vector<std::string>& arguments, const std::string& option) {
  const auto found = std::find(arguments.begin(), arguments.end(), option);
  return found != arguments.end() && (found + 1 == arguments.end() || (found + 1)->rfind("-", 0) == 0);
}

/// `scnnsim table --columns`: explains every column.
int print_glossary(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim table --columns", "Explains every column.",
                      "  scnnsim table --columns --format md\n");
  command.flag("columns", "explain every column");
  command.value("format", "FORMAT", choices<TableFormat>() + "; default text");
  if (!command.parse(arguments)) return 0;
  const auto format = command.find<TableFormat>("format").value_or(TableFormat::text);
  print_lines(format == TableFormat::text ? column_glossary_text() : render(column_glossary(), format));
  return 0;
}

}  // namespace

int table_command(const std::vector<std::string>& arguments) {
  if (stands_alone(arguments, "--columns")) return print_glossary(arguments);
  CommandLine command("scnnsim table", table_about, table_examples);
  command.positionals("RESULTS", "folders written by scnnsim run --out or scnnsim sweep, or their files");
  command.choice("kind", "KIND", kind_names(table_kinds()), "{}; default cycles, or sweep of a sweep");
  command.choice<TableFormat>("format", "FORMAT", "{}; default text");
  command.value("baseline", "BASELINE",
                "add ratios to a run (its label), an architecture, a point (its number) or AXIS=VALUE");
  command.value(
      "columns", "COLUMNS",
      "figures of any kind, by their names in CSV, separated by commas; alone, without RESULTS: explain "
      "every column");
  command.flag("wide", "text: every column of the kind in one piece, whatever the width");
  command.value("sort", "COLUMN", "sort rows by a column of the table, smallest first");
  command.flag("reverse", "sort largest first; needs --sort");
  command.flag("totals", "show totals alone");
  command.flag("side-by-side", "a row per layer, a group of columns per run and architecture");
  command.flag("mean",
               "a row per layer: means over the RESULTS, such as those of several images, with their spread");
  command.value("point", "NUMBERS", points_help);
  command.repeated("where", "AXIS=VALUE",
                   "points of a sweep with this axis, network, architecture or status");
  if (!command.parse(arguments)) return 0;
  const ResultKind kind = find_kind(command, table_kinds(), ResultKind::cycles);
  const auto format = command.find<TableFormat>("format").value_or(TableFormat::text);
  const bool of_points = is_of_points(kind), is_wide = command.given("wide");
  if (command.given("reverse") && !command.given("sort"))
    throw UserError(command.where("reverse") + ": needs --sort");
  const Table table = of_points ? points_table(command, kind == ResultKind::pareto)
                                : layer_table(command, *from_string<TableKind>(to_string(kind)),
                                              format == TableFormat::text && !is_wide);
  print_lines(render(table, format, is_wide ? any_width : terminal_width));
  return 0;
}

}  // namespace scnnsim
