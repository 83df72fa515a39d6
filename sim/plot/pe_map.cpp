// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/plot/chosen_layers.h"
#include "sim/plot/machine_plots.h"
#include "sim/plot/plot_style.h"
#include "sim/tables/table.h"
#include "sim/text/formats.h"
#include "sim/text/visible.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

constexpr std::size_t most_panels = 120;

/// The PE array of one layer.
struct PePanel {
  std::string title;
  std::uint32_t rows, columns;
  std::vector<double> values;  ///< row by row
};

bool is_owner(const std::string& counter) {
  return from_string<CycleOwner>(counter).has_value();
}

/// The values of the layer's PEs, NaN of those that have no tile; empty where it does not have the counter.
std::vector<double> values_of_pes(const ChosenLayer& layer, const std::string& counter) {
  const auto* const counts =
      is_owner(counter) ? cycles_of_pes(*layer.counters, counter) : layer.counters->find(counter);
  if (counts == nullptr) return {};
  std::vector<double> values(counts->begin(), counts->end());
  if (is_owner(counter))
    for (double& value : values) value *= 100 / std::max(1.0, static_cast<double>(layer.result->cycles));
  if (const auto* const idle = cycles_of_pes(*layer.counters, "idle"))
    for (std::size_t pe = 0; pe < values.size(); ++pe)
      if ((*idle)[pe] >= layer.result->cycles) values[pe] = std::nan("");
  return values;
}

std::string name_of(const ChosenLayer& layer, bool names_machine) {
  return names_machine ? fmt::format("{}, {}", layer.result->layer, layer.machine->label)
                       : layer.result->layer;
}

/// What --counter may name: the owners of cycles that some layer has, then its other counters of PEs.
std::vector<std::string> counters_of(const std::vector<ChosenLayer>& layers) {
  std::vector<std::string> known;
  std::set<std::string> counters;
  for (std::size_t owner = cycle_owner_count; owner-- > 0;) {
    const std::string name(to_string(static_cast<CycleOwner>(owner)));
    if (std::any_of(layers.begin(), layers.end(), [&](const ChosenLayer& layer) {
          return cycles_of_pes(*layer.counters, name) != nullptr;
        }))
      known.push_back(name);
  }
  for (const ChosenLayer& layer : layers)
    for (const auto& one : layer.counters->of_pes) counters.insert(one.first);
  known.insert(known.end(), counters.begin(), counters.end());
  return known;
}

/// Throws UserError: no layer has the counter.
[[noreturn]] void refuse_counter(const std::vector<ChosenLayer>& layers, const std::string& counter) {
  const std::vector<std::string> known = counters_of(layers);
  if (known.empty())
    throw UserError(
        "the results do not tell PEs apart; expected those of scnnsim run --detail blocks or groups, of a "
        "machine with PEs (the oracle has none)");
  std::set<std::string> machines;
  for (const ChosenLayer& layer : layers) machines.insert(layer.result->architecture);
  const std::string of_machines = fmt::format("counters of PEs of {}", fmt::join(machines, ", "));
  if (is_owner(counter))  // of other machines: no slip
    throw UserError(fmt::format("--counter: none of the {} is \"{}\"; expected one of: {}", of_machines,
                                counter, fmt::join(known, ", ")));
  throw UserError("--counter: " + unknown_name("counter", counter, of_machines, known));
}

std::vector<PePanel> panels_of(const std::vector<ChosenLayer>& layers, const std::string& counter,
                               std::string& note) {
  std::vector<PePanel> panels;
  std::vector<std::string> without;
  const bool names_machine = std::any_of(layers.begin(), layers.end(), [&](const ChosenLayer& layer) {
    return layer.machine != layers.front().machine;
  });
  for (const ChosenLayer& layer : layers) {
    std::vector<double> values = values_of_pes(layer, counter);
    if (values.empty())
      without.push_back(name_of(layer, names_machine));
    else
      panels.push_back(
          {name_of(layer, names_machine), layer.counters->rows, layer.counters->columns, std::move(values)});
  }
  if (panels.empty()) refuse_counter(layers, counter);
  if (panels.size() > most_panels)
    throw UserError(fmt::format("{} PE arrays, expected at most {} in one figure: choose by --layers",
                                panels.size(), most_panels));
  if (!without.empty())
    note = fmt::format("not shown, without {} per PE: {}", counter, fmt::join(without, ", "));
  return panels;
}

/// Where panels stand in the figure, in pixels.
class PanelGrid {
 public:
  explicit PanelGrid(const std::vector<PePanel>& panels) {
    for (const PePanel& panel : panels) {
      const double across = panel.columns, down = panel.rows;
      width_ = std::max(width_, across >= down ? side : side * across / down);
      height_ = std::max(height_, down >= across ? side : side * down / across);
      longest_ = std::max(longest_, display_width(figure_text(panel.title, most_characters)));
    }
    pitch_ = std::max(width_, character * static_cast<double>(longest_)) + gap;
    const auto fitting = static_cast<std::size_t>((most_width - legend) / pitch_);
    columns_ = std::max<std::size_t>(1, std::min(panels.size(), fitting));
    rows_ = (panels.size() + columns_ - 1) / columns_;
  }

  unsigned figure_width() const {
    return static_cast<unsigned>(gap + pitch_ * static_cast<double>(columns_) + legend);
  }
  unsigned figure_height() const {
    return static_cast<unsigned>(gap + (height_ + title) * static_cast<double>(rows_));
  }
  /// Margins of a panel's cells; the title stands above.
  std::string margins(std::size_t panel) const {
    const double left = gap + pitch_ * static_cast<double>(panel % columns_) + (pitch_ - gap - width_) / 2;
    const std::size_t row = panel / columns_;
    const double top = title + (height_ + title) * static_cast<double>(row);
    return fmt::format(
        "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\nset tmargin at screen {:.5f}\n"
        "set bmargin at screen {:.5f}\n",
        left / figure_width(), (left + width_) / figure_width(), 1 - top / figure_height(),
        1 - (top + height_) / figure_height());
  }
  /// The scale of colours, beside the panels.
  std::string colour_box() const {
    return fmt::format(
        "set colorbox user origin screen {:.5f}, screen {:.5f} size screen {:.5f}, screen {:.5f}\n",
        (figure_width() - legend + 10) / figure_width(), 1 - (title + height_) / figure_height(),
        14.0 / figure_width(), height_ / figure_height());
  }
  static std::string title_of(const PePanel& panel) { return figure_text(panel.title, most_characters); }

 private:
  static constexpr double side = 150, gap = 20, title = 30, legend = 110, character = 7, most_width = 1300;
  static constexpr std::size_t most_characters = 36;

  double width_ = 0, height_ = 0, pitch_ = 0;
  std::size_t longest_ = 0, columns_ = 1, rows_ = 1;
};

/// Colours of Cividis, from dark to bright, which people with any kind of colour vision see alike (Nunez et
/// al. 2018).
constexpr const char* palette =
    "set palette defined (0 \"#00204c\", 1 \"#31446b\", 2 \"#666970\", 3 \"#958f78\", 4 \"#cab969\", 5 "
    "\"#ffea46\")\n";

double largest_of(const std::vector<PePanel>& panels) {
  double most = 0;
  for (const PePanel& panel : panels)
    for (const double value : panel.values) most = std::max(most, value);
  return most;
}

std::string rows_of(const PePanel& panel, std::size_t number) {
  std::string rows;
  for (std::size_t pe = 0; pe < panel.values.size(); ++pe)
    rows += fmt::format("{},{},{:.6g},{},{}\n", pe % panel.columns, pe / panel.columns, panel.values[pe],
                        number, csv_field(panel.title));
  return rows;
}

/// What the scale of colours is of, and what blank cells are.
std::string colour_label(const std::vector<PePanel>& panels, const std::string& counter,
                         const std::string& unit) {
  const bool has_blanks = std::any_of(panels.begin(), panels.end(), [](const PePanel& panel) {
    return std::any_of(panel.values.begin(), panel.values.end(),
                       [](double value) { return std::isnan(value); });
  });
  return counter + (unit.empty() ? "" : fmt::format(" [{}]", unit)) + (has_blanks ? "; blank: no tile" : "");
}

}  // namespace

Plot pe_map_plot(const ReportData& report, const LayerNames& names, const std::string& counter) {
  const std::vector<ReportMachine> machines = machines_of(report);
  std::string note;
  const std::vector<PePanel> panels = panels_of(chosen_layers(machines, names), counter, note);
  const PanelGrid grid(panels);
  const PlotUnit unit =
      is_owner(counter) ? PlotUnit{1, "% of the cycles"} : plot_unit("", largest_of(panels));
  Plot plot{"pe-map", "column,row,value,panel,title\n", "", grid.figure_width(), grid.figure_height(), note};
  plot.script += std::string(palette) + "set style fill solid 1.0\nset border 0\nunset tics\nunset key\n" +
                 fmt::format("set cbrange [0:{:.6g}]\nset cblabel {}\nset cbtics\n",
                             is_owner(counter) ? 100 : std::max(1.0, largest_of(panels)) / unit.divisor,
                             gnuplot_string(colour_label(panels, counter, unit.unit))) +
                 grid.colour_box() + "set multiplot\n";
  std::size_t first = 0;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const PePanel& panel = panels[i];
    plot.data += rows_of(panel, i + 1);
    plot.script += grid.margins(i);
    plot.script += fmt::format(
        "set title {} offset 0,-0.7 font \",11\"\nset xrange [-0.5:{}.5]\nset yrange [{}.5:-0.5]\n"
        "plot \"pe-map.csv\" skip 1 every ::{}::{} using 1:2:($1-0.46):($1+0.46):($2-0.46):($2+0.46):($3/{}) "
        "with boxxyerror fillcolor palette notitle\nunset colorbox\n",
        gnuplot_string(PanelGrid::title_of(panel)), panel.columns - 1, panel.rows - 1, first,
        first + panel.values.size() - 1, unit.divisor);
    first += panel.values.size();
  }
  plot.script += "unset multiplot\n";
  return plot;
}

}  // namespace scnnsim
