// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/stacked_bars.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/plot/plot_style.h"
#include "sim/tables/table.h"
#include "sim/text/formats.h"

namespace scnnsim {
namespace {

double total_of(const StackedBar& bar) {
  return std::accumulate(bar.parts.begin(), bar.parts.end(), 0.0);
}

std::string colour_of(const StackedBars& bars, std::size_t part) {
  return bars.parts[part] == bars.grey_part ? grey_colour : stacked_colours().at(part);
}

/// Position, parts, names.
std::string data_of(const StackedBars& bars, const std::vector<double>& positions, double divisor) {
  std::string text = "position";
  for (const std::string& part : bars.parts) text += "," + csv_field(part);
  text += ",group,label\n";
  for (std::size_t i = 0; i < bars.bars.size(); ++i) {
    const StackedBar& bar = bars.bars[i];
    const double all = bars.relative ? total_of(bar) / 100 : divisor;
    text += fmt::format("{}", positions[i]);
    for (const double part : bar.parts) text += fmt::format(",{}", all > 0 ? part / all : 0);
    text += fmt::format(",{},{}\n", csv_field(bar.group), csv_field(bar.label));
  }
  return text;
}

}  // namespace

Plot stacked_bars_plot(const StackedBars& bars) {
  std::vector<std::string> labels, groups;
  double most = 0;
  for (const StackedBar& bar : bars.bars) {
    labels.push_back(bar.label);
    groups.push_back(bar.group);
    most = std::max(most, total_of(bar));
  }
  const PlotUnit unit = plot_unit(bars.unit, most);
  Plot plot{bars.name, {}, plot_frame(false)};
  const std::vector<double> positions = add_bar_axis(plot, labels, groups, 17);
  plot.data = data_of(bars, positions, unit.divisor);
  plot.script +=
      fmt::format("set yrange [0:{}]\nset ylabel {}\n",
                  bars.relative ? "100" : fmt::format("{:.6g}", std::max(1.05 * most / unit.divisor, 1e-9)),
                  gnuplot_string(bars.axis + (bars.relative ? " [%]" : " [" + unit.unit + "]")));
  // A part reaches from the sum of those below it to the sum with its own.
  std::string curves;
  for (std::size_t i = 0; i < bars.parts.size(); ++i) {
    const bool is_zero = std::all_of(bars.bars.begin(), bars.bars.end(),
                                     [i](const StackedBar& bar) { return bar.parts[i] == 0; });
    if (is_zero) continue;
    const std::string below = i == 0 ? "0" : fmt::format("sum[k=2:{}] column(k)", i + 1);
    curves += fmt::format(
        "{}\"{}.csv\" skip 1 using 1:1:($1-0.4):($1+0.4):({}):(sum[k=2:{}] column(k)) with boxxyerror "
        "linecolor "
        "\"{}\" title {}",
        curves.empty() ? "plot " : ", \\\n     ", bars.name, below, i + 2, colour_of(bars, i),
        gnuplot_string(bars.parts[i]));
  }
  plot.script += (curves.empty() ? "plot 0 notitle" : curves) + "\n";
  return plot;
}

}  // namespace scnnsim
