// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/plot/chosen_layers.h"
#include "sim/plot/machine_plots.h"
#include "sim/plot/plot_style.h"
#include "sim/plot/scatter_frame.h"
#include "sim/results/roofline.h"
#include "sim/tables/table.h"
#include "sim/text/formats.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

/// Pixels of the area that give many points room for their numbers.
unsigned height_for(std::size_t points) {
  constexpr std::size_t least = 420, most = 1200, of_point = 4;
  return static_cast<unsigned>(std::clamp(of_point * points, least, most));
}

constexpr const char* roofs_colour = "#555555";

struct RooflineMark {
  std::string layer;
  RooflinePoint point;
};

/// A machine's layers below its roofs.
struct MachineRoofline {
  std::string label, roofs_title;
  Roofs roofs;
  std::vector<RooflineMark> marks;
};

/// "roofs of 1024 multipliers and 50 GB/s of DRAM at 1 GHz".
std::string title_of(const ReportMachine& machine, const Roofs& roofs) {
  const double ghz = machine.run->config.clock.frequency;
  return fmt::format("roofs of {:g} multipliers and {:.4g} GB/s of DRAM at {:g} GHz",
                     roofs.multiplies_per_cycle, roofs.bytes_per_cycle * ghz, ghz);
}

/// Whether one pair of roofs serves all machines.
bool share_roofs(const std::vector<MachineRoofline>& rooflines) {
  return std::all_of(rooflines.begin(), rooflines.end(), [&](const MachineRoofline& one) {
    return one.roofs_title == rooflines.front().roofs_title;
  });
}

std::vector<MachineRoofline> rooflines_of(const std::vector<ReportMachine>& machines, const LayerNames& names,
                                          std::string& note) {
  std::vector<MachineRoofline> rooflines;
  std::vector<std::string> without;
  std::map<std::string, std::vector<std::string>> above;  // by reason
  const ReportMachine* before = nullptr;
  for (const ChosenLayer& layer : chosen_layers(machines, names)) {
    const std::optional<RooflinePoint> point = roofline_point(*layer.result);
    if (!point) {
      without.push_back(fmt::format("{} on {}", layer.result->layer, layer.machine->label));
      continue;
    }
    if (layer.machine != before) {
      const Roofs roofs = roofs_of(*layer.result, layer.machine->run->config);
      rooflines.push_back({layer.machine->label, title_of(*layer.machine, roofs), roofs, {}});
      before = layer.machine;
    }
    rooflines.back().marks.push_back({layer.result->layer, *point});
    if (is_above_bandwidth(*point, rooflines.back().roofs))
      above[why_above_bandwidth(layer.result->architecture)].push_back(layer.result->layer);
  }
  std::vector<std::string> notes;
  if (!without.empty())
    notes.push_back(fmt::format("not shown, without products or DRAM traffic: {}", fmt::join(without, ", ")));
  for (const auto& [reason, names_above] : above)
    notes.push_back(
        fmt::format("above the roof of DRAM, since {}: {}", reason, fmt::join(names_above, ", ")));
  note = fmt::format("{}", fmt::join(notes, "; "));
  return rooflines;
}

/// Spans all points and the ridge of each roof.
ScatterFrame frame_around(const std::vector<MachineRoofline>& rooflines) {
  std::vector<double> x, y;
  for (const MachineRoofline& one : rooflines) {
    x.push_back(one.roofs.ridge());
    y.push_back(one.roofs.multiplies_per_cycle);
    for (const RooflineMark& mark : one.marks) {
      x.push_back(mark.point.per_byte);
      y.push_back(mark.point.per_cycle);
    }
  }
  return {axis_around("multiplies per DRAM byte, logarithmic scale", x, true),
          axis_around("multiplies per cycle, logarithmic scale", y, true),
          rooflines.size() + share_roofs(rooflines), height_for(x.size())};
}

/// Lines of a machine's roofs within the frame.
std::string add_roofs(ScatterFrame& frame, const Roofs& roofs, const std::string& colour) {
  const double top = roofs.multiplies_per_cycle, ridge = roofs.ridge();
  const double left = std::max(frame.x().least, frame.y().least / roofs.bytes_per_cycle);
  std::string commands;
  const auto add = [&](double x1, double y1, double x2, double y2) {
    frame.add_line(x1, y1, x2, y2);
    commands += fmt::format(
        "set arrow from first {:.6g}, first {:.6g} to first {:.6g}, first {:.6g} nohead linewidth 1.5 "
        "linecolor \"{}\"\n",
        x1, y1, x2, y2, colour);
  };
  add(left, left * roofs.bytes_per_cycle, ridge, top);
  add(ridge, top, frame.x().most, top);
  return commands;
}

const std::vector<LabelSide>& sides_of_marks() {
  static const std::vector<LabelSide> sides{{1, 0},  {-1, 0}, {0, 1},  {0, -1},
                                            {1, -1}, {1, 1},  {-1, 1}, {-1, -1}};
  return sides;
}

/// Labels every mark by `text_of`; beside it or, with `far`, some way from it. Returns how many had no room.
template <class TextOf>
std::size_t add_labels(ScatterFrame& frame, const std::vector<MachineRoofline>& rooflines, bool far,
                       const TextOf& text_of) {
  std::size_t left = 0;
  for (const MachineRoofline& one : rooflines)
    for (const RooflineMark& mark : one.marks) {
      const double x = mark.point.per_byte, y = mark.point.per_cycle;
      const std::string text = text_of(mark);
      left += !frame.add_label(x, y, text, sides_of_marks()) && !(far && frame.add_far_label(x, y, text));
    }
  return left;
}

std::vector<std::string> names_of(const std::vector<MachineRoofline>& rooflines) {
  std::vector<std::string> names;
  for (const MachineRoofline& one : rooflines)
    for (const RooflineMark& mark : one.marks)
      if (std::find(names.begin(), names.end(), mark.layer) == names.end()) names.push_back(mark.layer);
  return names;
}

/// Names beside all marks, or numbers and a list of what they stand for. Returns how many had no room.
std::size_t label_marks(ScatterFrame& frame, const std::vector<MachineRoofline>& rooflines) {
  ScatterFrame named = frame;
  if (add_labels(named, rooflines, false, [](const RooflineMark& mark) { return mark.layer; }) == 0) {
    frame = named;
    return 0;
  }
  constexpr std::size_t most_lines = 300;  // of more points, lines to numbers are a thicket
  std::size_t points = 0;
  for (const MachineRoofline& one : rooflines) points += one.marks.size();
  const std::vector<std::string> names = names_of(rooflines);
  const std::size_t left = add_labels(frame, rooflines, points <= most_lines, [&](const RooflineMark& mark) {
    return std::to_string(std::find(names.begin(), names.end(), mark.layer) - names.begin() + 1);
  });
  std::vector<std::string> list;
  for (std::size_t i = 0; i < names.size(); ++i) list.push_back(fmt::format("{}  {}", i + 1, names[i]));
  frame.add_list(list);
  return left;
}

}  // namespace

Plot roofline_plot(const ReportData& report, const LayerNames& layers) {
  std::string note;
  const std::vector<MachineRoofline> rooflines = rooflines_of(machines_of(report), layers, note);
  if (rooflines.empty()) throw UserError("no layer has products and DRAM traffic: no point to draw");
  if (rooflines.size() > plot_colours().size())
    throw UserError(fmt::format("{} machines, expected at most {} in one figure", rooflines.size(),
                                plot_colours().size()));
  const bool is_shared = share_roofs(rooflines);
  ScatterFrame frame = frame_around(rooflines);
  std::string roofs, curves, data = "multiplies_per_byte,multiplies_per_cycle,machine,layer\n";
  std::size_t rows = 0;
  for (std::size_t i = 0; i < rooflines.size(); ++i) {
    const MachineRoofline& one = rooflines[i];
    if (!is_shared || i == 0)
      roofs += add_roofs(frame, one.roofs, is_shared ? roofs_colour : plot_colours()[i]);
    for (const RooflineMark& mark : one.marks) {
      frame.add_mark(mark.point.per_byte, mark.point.per_cycle);
      data += fmt::format("{:.6g},{:.6g},{},{}\n", mark.point.per_byte, mark.point.per_cycle, i + 1,
                          csv_field(mark.layer));
    }
    curves += fmt::format(
        "{}\"roofline.csv\" skip 1 every ::{}::{} using 1:2 with points pointtype {} pointsize 0.8 linecolor "
        "\"{}\" title {}",
        i == 0 ? "plot " : ", \\\n     ", rows, rows + one.marks.size() - 1, point_types()[i],
        plot_colours()[i],
        gnuplot_string(is_shared ? one.label : fmt::format("{}: {}", one.label, one.roofs_title)));
    rows += one.marks.size();
  }
  if (is_shared)
    curves += fmt::format(", \\\n     NaN with lines linewidth 1.5 linecolor \"{}\" title {}", roofs_colour,
                          gnuplot_string(rooflines.front().roofs_title));
  const std::size_t unlabelled = label_marks(frame, rooflines);
  Plot plot = frame.begin("roofline");
  plot.data = data;
  plot.script += roofs + curves + "\n";
  plot.note = note;
  if (unlabelled > 0)
    plot.note += fmt::format("{}{} without room for a number: choose by --layers", note.empty() ? "" : "; ",
                             counted(unlabelled, "point"));
  return plot;
}

}  // namespace scnnsim
