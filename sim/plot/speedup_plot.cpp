// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/plot/layer_plots.h"
#include "sim/plot/plot_style.h"
#include "sim/plot/stacked_bars.h"
#include "sim/tables/baselines.h"
#include "sim/tables/side_by_side.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// The columns of a table side by side, one per run and architecture in their order, but for baselines.
std::vector<std::size_t> compared(const std::vector<LabelledLayers>& runs, const Baselines& baselines,
                                  std::size_t identity) {
  std::vector<std::size_t> columns;
  std::size_t column = identity;
  for (const LabelledLayers& run : runs)
    for (const std::string& architecture : architectures_of(run)) {
      if (!baselines.is_itself(run.label, architecture)) columns.push_back(column);
      ++column;
    }
  return columns;
}

std::string data_of(const Table& table, const std::vector<std::size_t>& columns,
                    const std::vector<double>& positions) {
  std::string text = "position,layer";
  for (const std::size_t i : columns) text += "," + csv_field(table.columns[i].group);
  text += "\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const auto& cells = table.rows[row].cells;
    text +=
        fmt::format("{},{}", positions[row], csv_field(cells[table.columns[0].name == "network" ? 1 : 0]));
    for (const std::size_t i : columns) text += "," + csv_field(cells[i]);
    text += "\n";
  }
  return text;
}

}  // namespace

Plot speedup_plot(const std::vector<LabelledLayers>& runs, const std::optional<std::string>& baseline) {
  LayerTableOptions options{baseline, {"speedup"}, true};
  const Baselines baselines(runs, baseline);
  const Table table = make_layer_table(TableKind::speedup, runs, options);
  const bool has_network = table.columns[0].name == "network";
  const std::vector<std::size_t> columns = compared(runs, baselines, has_network ? 2 : 1);
  if (columns.empty())
    throw UserError("nothing to compare: speed-ups need several architectures or results of one network");
  if (columns.size() > plot_colours().size())
    throw UserError(fmt::format("{} runs and architectures to compare, expected at most {} in one figure",
                                columns.size(), plot_colours().size()));
  std::vector<std::string> labels, groups;
  for (const TableRow& row : table.rows) {
    labels.push_back(row.cells[has_network ? 1 : 0].get<std::string>());
    groups.push_back(has_network ? row.cells[0].get<std::string>() : "");
  }
  Plot plot{"speedup", {}, plot_frame(true)};
  plot.data = data_of(table, columns, add_bar_axis(plot, labels, groups, 8 + 9 * columns.size()));
  plot.script += fmt::format(
      "set yrange [0:1<*]\nset offsets graph 0, graph 0, graph 0.06, 0\nset ylabel {}\n"
      "set arrow from graph 0, first 1 to graph 1, first 1 nohead dashtype 2 linecolor \"#555555\" front\n",
      gnuplot_quote("Speed-up over " + baselines.names()));
  const double width = 0.8 / static_cast<double>(columns.size());
  const bool has_room = labels.size() * columns.size() <= 24;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const double left = -0.4 + static_cast<double>(k) * width, right = left + width;
    plot.script += fmt::format(
        "{0}\"speedup.csv\" skip 1 using 1:{1}:($1+({2})):($1+({3})):(0):{1} with boxxyerror linecolor "
        "\"{4}\" "
        "title {5}",
        k == 0 ? "plot " : ", \\\n     ", k + 3, left, right, plot_colours()[k],
        gnuplot_string(table.columns[columns[k]].group));
    if (has_room)
      plot.script += fmt::format(
          ", \\\n     \"speedup.csv\" skip 1 using ($1+({})):{}:(sprintf(\"%.2f\", column({}))) with labels "
          "offset 0,0.6 font \",10\" notitle",
          (left + right) / 2, k + 3, k + 3);
  }
  plot.script += "\n";
  return plot;
}

}  // namespace scnnsim
