// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/replaceable_file.h"
#include "sim/cli/results/read_places.h"
#include "sim/cli/results/result_kinds.h"
#include "sim/cli/standard_streams.h"
#include "sim/plot/machine_plots.h"
#include "sim/plot/plots.h"
#include "traces/support/error.h"
#include "traces/support/leftovers.h"

namespace scnnsim {
namespace {

constexpr const char* plot_about =
    "Draws a figure of results, or of a sweep, through gnuplot.\n\n"
    "Kinds:\n"
    "  stalls   PE-cycles per layer, stacked by owner\n"
    "  energy   energy per layer, stacked by component. Accumulators include adders; scatter network\n"
    "           the coordinate units; weight FIFO the dense machines' weight buffers; activation RAMs\n"
    "           operand fetches; PPU, halo whatever else there is\n"
    "  speedup  speed-up per layer and in all over a baseline: an architecture or one of the results;\n"
    "           by default dcnn, or the first\n"
    "  sweep    a figure over an axis of a sweep, a line per combination of the other axes' values\n"
    "  pareto   two figures of all points of a sweep, and for each workload (network, trace, density,\n"
    "           seed ...) the line through those that no other dominates, numbered as in scnnsim table\n"
    "           --kind sweep where there is room\n"
    "  roofline multiplies per cycle over multiplies per DRAM byte, a point per layer and machine, below\n"
    "           the roofs of the machine's multipliers and DRAM bandwidth\n"
    "  pe-map   the PE array of each layer as a heat map: the share of its cycles that a PE issues, or\n"
    "           another counter of PEs; needs results with --detail blocks (the default) or groups\n\n"
    "Colours can be told apart by people with any kind of colour vision. The figure is written beside\n"
    "FILE and renamed.";
constexpr const char* plot_examples =
    "  scnnsim plot results --kind stalls --out stalls.svg\n"
    "  scnnsim plot results --kind energy --relative --out energy.pdf\n"
    "  scnnsim plot results-4x4 results-8x8 --kind speedup --baseline results-8x8 --out speedup.svg\n"
    "  scnnsim plot results --kind roofline --out roofline.svg\n"
    "  scnnsim plot results --kind pe-map --layers conv3,conv4 --counter idle --out array.svg\n"
    "  scnnsim plot results --kind pe-map --counter weight_fifo.reads --out fifo-reads.svg\n"
    "  scnnsim plot fifo-sweep --kind sweep --x weight_fifo.entries --columns cycles --out fifo.svg\n"
    "  scnnsim plot fifo-sweep --kind pareto --columns energy,area --where network=VGG-16 --out front.svg\n";

const std::vector<ResultKind> kinds{ResultKind::stalls, ResultKind::energy, ResultKind::speedup,
                                    ResultKind::sweep,  ResultKind::pareto, ResultKind::roofline,
                                    ResultKind::pe_map};

/// Throws UserError for an option that the kind has no use for.
void check_options(const CommandLine& command, ResultKind kind) {
  const auto needs = [&](const char* option, bool fits, const char* kinds_of_it) {
    if (command.given(option) && !fits)
      throw UserError(fmt::format("{}: goes with --kind {}", command.where(option), kinds_of_it));
  };
  needs("relative", kind == ResultKind::stalls || kind == ResultKind::energy, "stalls or energy");
  needs("baseline", kind == ResultKind::speedup, "speedup");
  needs("x", kind == ResultKind::sweep, "sweep");
  needs("columns", is_of_points(kind), "sweep or pareto");
  needs("where", is_of_points(kind), "sweep or pareto");
  needs("layers", is_of_machines(kind), "roofline or pe-map");
  needs("counter", kind == ResultKind::pe_map, "pe-map");
}

Plot sweep_figure(const CommandLine& command, const Sweep& sweep) {
  const std::vector<std::string> columns = command.list("columns");
  if (columns.size() > 1)
    throw UserError(command.where("columns") + ": expected one column with --kind sweep");
  return sweep_plot(sweep.points, sweep.axes, command.find<std::string>("x"),
                    columns.empty() ? "cycles" : columns.front());
}

Plot machine_figure(const CommandLine& command, ResultKind kind) {
  const ReportData report = read_report(command.all("RESULTS"));
  const LayerNames layers = command.list("layers");
  if (kind == ResultKind::roofline) return roofline_plot(report, layers);
  return pe_map_plot(report, layers, command.find<std::string>("counter").value_or("issue"));
}

Plot figure(const CommandLine& command, ResultKind kind) {
  if (is_of_points(kind)) {
    const Sweep sweep = read_sweep(command.all("RESULTS"), command.all("where"));
    if (kind == ResultKind::sweep) return sweep_figure(command, sweep);
    const std::vector<std::string> columns = command.list("columns");
    return pareto_plot(sweep.points, sweep.axes,
                       columns.empty() ? std::vector<std::string>{"cycles", "energy_pj"} : columns);
  }
  if (is_of_machines(kind)) return machine_figure(command, kind);
  const std::vector<LabelledLayers> runs = read_runs(command);
  if (kind == ResultKind::stalls) return stalls_plot(runs, command.given("relative"));
  if (kind == ResultKind::energy) return energy_plot(runs, command.given("relative"));
  return speedup_plot(runs, layer_baseline(command));
}

PlotFormat format_of(const CommandLine& command, const std::filesystem::path& file) {
  if (const auto format = command.find<PlotFormat>("format")) return *format;
  const std::string extension = file.extension().string();
  if (!extension.empty())
    if (const auto format = from_string<PlotFormat>(extension.substr(1))) return *format;
  throw UserError(fmt::format("{}: got {:?}, expected a name that ends in .svg or .pdf, or --format",
                              command.where("out"), file.string()));
}

}  // namespace

int plot_command(const std::vector<std::string>& arguments) {
  CommandLine command("scnnsim plot", plot_about, plot_examples);
  command.positionals("RESULTS", "folders written by scnnsim run --out or scnnsim sweep, or their files");
  command.choice("kind", "KIND", kind_names(kinds), "{}; default stalls, or sweep of a sweep");
  command.value("out", "FILE", "the figure; needed");
  command.choice<PlotFormat>("format", "FORMAT", "{}; default as FILE is named");
  command.flag("relative", "stalls, energy: shares of each bar");
  command.value("baseline", "BASELINE", "speedup: a run (its label) or an architecture");
  command.value("point", "NUMBERS", points_help);
  command.value("x", "AXIS", "sweep: by default the first axis of numbers with more than one value");
  command.value("columns", "COLUMNS",
                "sweep: a figure, default cycles; pareto: two, default cycles,energy_pj");
  command.value("layers", "A,B",
                "roofline, pe-map: these layers only; a name with a comma stands in double quotes");
  command.value("counter", "COUNTER",
                "pe-map: an owner of cycles (issue, crossbar, weights, input, postprocess, barrier, idle), "
                "default issue, or a counter of results.json (weight_fifo.reads)");
  command.repeated("where", "AXIS=VALUE",
                   "points of a sweep with this axis, network, architecture or status");
  if (!command.parse(arguments)) return 0;
  const std::filesystem::path file = command.at<std::string>("out");
  const PlotFormat format = format_of(command, file);
  const ResultKind kind = find_kind(command, kinds, ResultKind::stalls);
  check_options(command, kind);
  const std::vector<std::string_view> figures{"<?xml", "<svg", "%PDF"};
  require_no_input(command.where("out"), file, command.all("RESULTS"), figures);
  require_replaceable(command.where("out"), file, "figure", figures);
  print_leftovers(remove_leftovers(std::filesystem::absolute(file)));
  const Plot plot = figure(command, kind);
  draw_file(file, plot, format);
  if (!plot.note.empty()) print_message(fmt::format("{}: {}", file.string(), plot.note));
  print_message(fmt::format("{}: written", file.string()));
  return 0;
}

}  // namespace scnnsim
