// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sim/plot/plot_style.h"
#include "sim/plot/plots.h"
#include "sim/plot/stacked_bars.h"
#include "sim/tables/baselines.h"
#include "sim/tables/table_rows.h"
#include "sim/text/formats.h"
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

/// "NETWORK in RUN" for each network of each run, since networks with different names are not compared.
std::vector<std::string> networks_of(const std::vector<LabelledLayers>& runs) {
  std::vector<std::string> networks;
  for (const LabelledLayers& run : runs)
    for (const LayerResult& layer : run.layers) {
      const std::string network = fmt::format("{} in {}", layer.network, run.label);
      if (std::find(networks.begin(), networks.end(), network) == networks.end()) networks.push_back(network);
    }
  return networks;
}

std::string data_of(const Table& table, const std::vector<std::size_t>& columns,
                    const std::vector<double>& positions) {
  std::string text = "position";
  for (const std::size_t i : columns) text += "," + csv_field(table.columns[i].group);
  text += ",layer\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const auto& cells = table.rows[row].cells;
    text += fmt::format("{}", positions[row]);
    for (const std::size_t i : columns) text += "," + csv_field(cells[i]);
    text += "," + csv_field(cells[table.columns[0].name == "network" ? 1 : 0]) + "\n";
  }
  return text;
}

/// Beyond this, numbers above bars run into each other.
constexpr std::size_t most_labels = 24;

double largest_of(const Table& table, const std::vector<std::size_t>& columns) {
  double most = 1;
  for (const TableRow& row : table.rows)
    for (const std::size_t i : columns)
      if (row.cells[i].is_number()) most = std::max(most, row.cells[i].get<double>());
  return most;
}

/// Bars, the line at 1 in front of them, and numbers above the bars; above the line where it would strike
/// them through.
std::string bars_and_labels(const Table& table, const std::vector<std::size_t>& columns, bool with_labels) {
  constexpr double of_group = 0.8;       // what bars take of the distance between groups
  constexpr double label_height = 0.08;  // as a share of the largest value, at most
  const double width = of_group / static_cast<double>(columns.size());
  const double low = 1 - label_height * largest_of(table, columns);
  std::string bars, labels;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const double left = static_cast<double>(k) * width - of_group / 2, right = left + width;
    bars += fmt::format(
        "{0}\"speedup.csv\" skip 1 using 1:{1}:($1+({2})):($1+({3})):(0):{1} with boxxyerror linecolor "
        "\"{4}\" title {5}",
        k == 0 ? "plot " : ", \\\n     ", k + 2, left, right, plot_colours()[k],
        gnuplot_string(table.columns[columns[k]].group));
    labels += fmt::format(
        ", \\\n     \"speedup.csv\" skip 1 using ($1+({0})):(${1} > {2} && ${1} < 1 ? 1 : "
        "${1}):(sprintf(\"%.2f\", ${1})) "
        "with labels offset 0,0.6 font \",10\" notitle",
        (left + right) / 2, k + 2, low);
  }
  return bars + ", \\\n     1 with lines dashtype 2 linecolor \"#555555\" notitle" +
         (with_labels ? labels : "") + "\n";
}

}  // namespace

Plot speedup_plot(const std::vector<LabelledLayers>& runs, const std::optional<std::string>& baseline) {
  LayerTableOptions options{baseline, {"speedup"}, true};
  const Baselines baselines(runs, baseline);
  const Table table = make_layer_table(TableKind::speedup, runs, options);
  const bool has_network = table.columns[0].name == "network";
  const std::vector<std::size_t> columns = compared(runs, baselines, has_network ? 2 : 1);
  if (columns.empty())
    throw UserError(fmt::format(
        "nothing to compare: speed-ups need several architectures, or several results of one network; got {}",
        fmt::join(networks_of(runs), ", ")));
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
  plot.script +=
      fmt::format("set yrange [0:1<*]\nset offsets graph 0, graph 0, graph 0.06, 0\nset ylabel {}\n",
                  gnuplot_string("Speed-up over " + baselines.names()));
  plot.script += bars_and_labels(table, columns, labels.size() * columns.size() <= most_labels);
  return plot;
}

}  // namespace scnnsim
