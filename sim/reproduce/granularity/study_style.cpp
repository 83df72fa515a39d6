// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/granularity/study_style.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/text/formats.h"

namespace scnnsim::trained {
namespace {

// Shares of the figure's width.
constexpr double legend_left = 0.03, first_column = 0.15, column_width = 0.12, sample_width = 0.024,
                 sample_gap = 0.006;
// Pixels.
constexpr double legend_top = 16, legend_row = 20;

const char* text_of(MachineKind kind) {
  if (kind == MachineKind::own) return "on its own machine";
  return kind == MachineKind::merged ? "on scnn, merged" : "on scnn";
}

template <class Value>
void add_new(std::vector<Value>& values, const Value& value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

}  // namespace

std::string colour_of(const Granularity& granularity) {
  if (granularity == Granularity::element) return "#000000";
  if (granularity == Granularity::vector) return "#0072B2";
  if (granularity == Granularity::kernel) return "#E69F00";
  if (granularity == Granularity::filter) return "#009E73";
  if (granularity.is_n_of_m()) return "#CC79A7";
  return granularity == Granularity::none ? "#777777" : "#D55E00";
}

MachineKind kind_of(const StudyMachine& machine) {
  if (machine.architecture != "scnn") return MachineKind::own;
  return machine.is_merged ? MachineKind::merged : MachineKind::plain;
}

std::string filling_of(const StudyMachine& machine) {
  switch (kind_of(machine)) {
    case MachineKind::plain:
      return "fillstyle solid 1.0";
    case MachineKind::merged:
      return "fillstyle pattern 4";
    case MachineKind::own:
      break;
  }
  return "fillstyle transparent solid 0.3";
}

LineStyle style_of(const StudyMachine& machine) {
  constexpr int circle = 7, square = 4, triangle = 9, lower_triangle = 11, diamond = 13;
  switch (kind_of(machine)) {
    case MachineKind::plain:
      return {"1", 1.4, circle, 0.5};
    case MachineKind::merged:
      return {"(4,3)", 1.5, square, 0.75};
    case MachineKind::own:
      break;
  }
  const int point = machine.architecture == "dcnn_structured" ? triangle
                    : machine.architecture == "dcnn_nm"       ? lower_triangle
                                                              : diamond;
  return {"(1,2)", 1.6, point, 0.7};
}

StudyLegend::StudyLegend(Sample sample, std::vector<StudyRow> rows, unsigned height)
    : sample_(sample), rows_(std::move(rows)), height_(height) {}

std::vector<Granularity> StudyLegend::columns() const {
  std::vector<Granularity> columns;
  for (const StudyRow& row : rows_) add_new(columns, row.granularity);
  return columns;
}

std::vector<MachineKind> StudyLegend::kinds() const {
  std::vector<MachineKind> kinds;
  for (const StudyRow& row : rows_) add_new(kinds, kind_of(row.machine));
  std::sort(kinds.begin(), kinds.end());
  return kinds;
}

double StudyLegend::y_of(double row) const {
  return 1 - (legend_top + legend_row * row) / height_;
}

double StudyLegend::depth() const {
  return legend_top + legend_row * static_cast<double>(kinds().size() + 1 + notes_.size());
}

std::string StudyLegend::text_at(const std::string& text, double x, double row) const {
  return fmt::format("set label {} at screen {:.4f},{:.4f} left\n", gnuplot_string(text), x, y_of(row));
}

std::string StudyLegend::sample_at(const StudyRow& row, double x, double y) const {
  const std::string colour = colour_of(row.granularity);
  const double right = x + sample_width;
  if (sample_ == Sample::box)
    return fmt::format(
        "set object rectangle from screen {:.4f},{:.4f} to screen {:.4f},{:.4f} fillcolor \"{}\" {} border "
        "linecolor \"{}\"\n",
        x, y - 5.5 / height_, right, y + 5.5 / height_, colour, filling_of(row.machine), colour);
  const LineStyle style = style_of(row.machine);
  return fmt::format(
      "set arrow from screen {:.4f},{:.4f} to screen {:.4f},{:.4f} nohead linewidth {} linecolor \"{}\" "
      "dashtype {}\n"
      "set label \"\" at screen {:.4f},{:.4f} point pointtype {} pointsize {} linecolor \"{}\"\n",
      x, y, right, y, style.width, colour, style.dash, (x + right) / 2, y, style.point, style.point_size,
      colour);
}

std::string StudyLegend::script() const {
  const std::vector<Granularity> columns = this->columns();
  const std::vector<MachineKind> kinds = this->kinds();
  const auto place = [](const auto& values, const auto& value) {
    return static_cast<double>(std::find(values.begin(), values.end(), value) - values.begin());
  };
  std::string script;
  for (const Granularity& column : columns)
    script += text_at(column == Granularity::none ? "dense" : to_string(column),
                      first_column + column_width * place(columns, column), 0);
  for (const MachineKind kind : kinds) script += text_at(text_of(kind), legend_left, 1 + place(kinds, kind));
  for (const StudyRow& row : rows_) {
    const double x = first_column + column_width * place(columns, row.granularity);
    const double line = 1 + place(kinds, kind_of(row.machine));
    script += sample_at(row, x, y_of(line));
    if (kind_of(row.machine) == MachineKind::own)
      script += text_at(row.machine.name(), x + sample_width + sample_gap, line);
  }
  for (std::size_t i = 0; i < notes_.size(); ++i)
    script += text_at(notes_[i], legend_left, static_cast<double>(kinds.size() + 1 + i));
  return script;
}

}  // namespace scnnsim::trained
