// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/plot/layer_plots.h"
#include "sim/plot/plot_style.h"
#include "sim/plot/stacked_bars.h"
#include "sim/results/baselines.h"
#include "sim/results/side_by_side.h"
#include "traces/error.h"

namespace scnnsim {
namespace {

/// The columns of a table side by side that are no baseline: some ratio is not 1.
std::vector<std::size_t> compared(const Table& table, std::size_t identity) {
  std::vector<std::size_t> columns;
  for (std::size_t i = identity; i < table.columns.size(); ++i)
    if (std::any_of(table.rows.begin(), table.rows.end(), [i](const TableRow& row) {
          return row.cells[i].is_number() && row.cells[i].get<double>() != 1;
        }))
      columns.push_back(i);
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
  const Table table = make_layer_table(TableKind::speedup, runs, options);
  const bool has_network = table.columns[0].name == "network";
  const std::vector<std::size_t> columns = compared(table, has_network ? 2 : 1);
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
  std::vector<double> positions;
  Plot plot{"speedup", {}, plot_frame(true) + bar_labels(labels, groups, positions)};
  plot.data = data_of(table, columns, positions);
  plot.width = static_cast<unsigned>(
      std::clamp<std::size_t>(120 + labels.size() * (8 + 9 * columns.size()), 900, 6000));
  plot.script += fmt::format(
      "set yrange [0:*]\nset ylabel {}\n"
      "set arrow from graph 0, first 1 to graph 1, first 1 nohead dashtype 2 linecolor \"#555555\" front\n",
      gnuplot_quote("Speed-up over " + Baselines(runs, baseline).names()));
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
