// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/common/config_values.h"
#include "models/common/machine_config.h"
#include "sim/plot/plots.h"
#include "sim/plot/sweep_labels.h"
#include "sim/tables/table_cells.h"
#include "sim/text/formats.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"
#include "traces/support/scalar.h"

namespace scnnsim {
namespace {

using Points = std::vector<SweepPoint>;

struct LineMark {
  double x, y;
};
struct Line {
  std::string title;
  std::vector<LineMark> marks;
};

std::optional<double> as_number(const std::string& text) {
  return detail::parse_number<double>(text);
}

/// Values of an axis in the order of the points, each once.
std::vector<std::string> values_of(const Points& points, const std::string& axis) {
  std::vector<std::string> values;
  for (const SweepPoint& point : points) {
    const std::string* const value = axis_value(point, axis);
    if (value && std::find(values.begin(), values.end(), *value) == values.end()) values.push_back(*value);
  }
  return values;
}

bool is_numeric(const std::vector<std::string>& values) {
  return std::all_of(values.begin(), values.end(),
                     [](const auto& text) { return as_number(text).has_value(); });
}

/// The points that have a value of the axis.
Points points_on(Points points, const std::string& axis) {
  points.erase(std::remove_if(points.begin(), points.end(),
                              [&](const SweepPoint& point) { return axis_value(point, axis) == nullptr; }),
               points.end());
  return points;
}

std::string choose_axis(const Points& points, const std::vector<std::string>& axes,
                        const std::optional<std::string>& chosen) {
  const std::vector<std::string> varying = varying_axes(points, axes);
  if (varying.empty()) throw UserError("all points have the same values on every axis: no line to draw");
  if (chosen) {
    if (std::find(varying.begin(), varying.end(), *chosen) == varying.end())
      throw UserError("--x: " + unknown_name("axis", *chosen, "axes with more than one value", varying));
    return *chosen;
  }
  for (const std::string& axis : varying)
    if (is_numeric(values_of(points, axis))) return axis;
  return varying.front();
}

/// "dram.bandwidth [GB/s]", for keys of the configuration whose unit is not their name, as of "banks".
std::string axis_label(const std::string& axis) {
  std::string label = axis;
  const MachineConfig config;
  MachineConfig::for_each(config, [&](const ParameterInfo& info, const auto&) {
    if (is_key(info, axis) && !info.unit.empty() && info.unit != info.name)
      label += fmt::format(" [{}]", info.unit);
  });
  return label;
}

/// Where values stand: numbers where they are, others side by side.
class XAxis {
 public:
  XAxis(const Points& points, std::string axis)
      : axis_(std::move(axis)), values_(values_of(points, axis_)), is_numeric_(is_numeric(values_)) {}

  std::optional<double> place(const SweepPoint& point) const {
    const std::string* const value = axis_value(point, axis_);
    if (!value) return std::nullopt;
    if (is_numeric_) return as_number(*value);
    return static_cast<double>(std::find(values_.begin(), values_.end(), *value) - values_.begin());
  }
  /// Categories have no lines between them.
  bool joins_marks() const { return is_numeric_; }
  std::string commands() const {
    const std::string scale = is_logarithmic() ? ", logarithmic scale" : "";
    std::string script = fmt::format("set xlabel {}\n", gnuplot_string(axis_label(axis_) + scale));
    if (is_logarithmic()) script += "set logscale x 2\n";
    if (values_.size() > 12 && is_numeric_) return script + "set offsets graph 0.03, graph 0.03, 0, 0\n";
    script += "set xtics (";
    for (std::size_t i = 0; i < values_.size(); ++i)
      script += fmt::format("{}{} {}", i > 0 ? ", " : "", gnuplot_tic(values_[i]),
                            is_numeric_ ? *as_number(values_[i]) : static_cast<double>(i));
    return script + (runs_together() ? ") rotate by 20 right" : ")") +
           "\nset offsets graph 0.03, graph 0.03, 0, 0\n";
  }

 private:
  /// Texts side by side that are longer than the axis.
  bool runs_together() const {
    constexpr std::size_t most_characters = 90;
    std::size_t characters = 0;
    for (const std::string& text : values_) characters += display_width(figure_text(text)) + 2;
    return !is_numeric_ && characters > most_characters;
  }

  /// Steps that grow with the values stand at even distances then.
  bool is_logarithmic() const {
    if (!is_numeric_) return false;
    std::vector<double> numbers;
    for (const std::string& text : values_) numbers.push_back(*as_number(text));
    std::sort(numbers.begin(), numbers.end());
    return numbers.size() > 2 && numbers.front() > 0 && numbers.back() >= 8 * numbers.front();
  }

  std::string axis_;
  std::vector<std::string> values_;
  bool is_numeric_;
};

/// The axes that have a line per value: all that vary but the one along x and those that change with it.
std::vector<std::string> line_axes(const Points& points, const std::vector<std::string>& varying,
                                   const std::string& x) {
  const std::vector<std::string> tied = tied_axes(points, varying, x);
  std::vector<std::string> axes;
  for (const std::string& axis : varying)
    if (axis != x && std::find(tied.begin(), tied.end(), axis) == tied.end()) axes.push_back(axis);
  return axes;
}

[[noreturn]] void refuse_more_lines(const std::vector<std::string>& axes) {
  throw UserError(fmt::format("more than {} lines, one per value of {}: choose points by --where",
                              plot_colours().size(), fmt::join(axes, ", ")));
}

std::vector<Line> lines_of(const Points& points, const XAxis& x, const SweepColumn& figure,
                           const std::vector<std::string>& axes) {
  std::vector<Line> lines;
  for (const SweepPoint& point : points) {
    const auto place = x.place(point);
    const auto value = number_of(figure.get(point));
    if (!place || !value) continue;
    const std::string title = line_title(point, axes);
    auto line = std::find_if(lines.begin(), lines.end(), [&](const Line& one) { return one.title == title; });
    if (line == lines.end()) line = lines.insert(lines.end(), {title, {}});
    line->marks.push_back({*place, *value});
    if (lines.size() > plot_colours().size()) refuse_more_lines(axes);
  }
  if (lines.empty()) throw UserError("no point with this figure is done: nothing to draw");
  for (Line& line : lines)
    std::stable_sort(line.marks.begin(), line.marks.end(), [](LineMark a, LineMark b) { return a.x < b.x; });
  return lines;
}

/// The values along y. They stand above zero, unless differences of less than a fourth would not be seen.
class YRange {
 public:
  explicit YRange(const std::vector<Line>& lines) : least_(lines.front().marks.front().y), most_(least_) {
    for (const Line& line : lines)
      for (const LineMark& mark : line.marks) {
        least_ = std::min(least_, mark.y);
        most_ = std::max(most_, mark.y);
      }
  }
  double most() const { return most_; }
  bool begins_at_zero() const { return least_ < 0.75 * most_ || least_ == most_; }

 private:
  double least_, most_;
};

}  // namespace

Plot sweep_plot(const Points& all, const std::vector<std::string>& axes, const std::optional<std::string>& x,
                const std::string& y) {
  const std::string axis = choose_axis(all, axes, x);
  const Points points = points_on(all, axis);
  const SweepColumn figure = sweep_figures({y}, "--columns").front();
  const XAxis x_axis(points, axis);
  const std::vector<Line> lines =
      lines_of(points, x_axis, figure, line_axes(points, varying_axes(points, axes), axis));
  const YRange range(lines);
  const FigureAxis y_axis = figure_axis(figure, range.most(), points);

  Plot plot{"sweep", csv_field(axis) + "," + figure.shown.name + ",line\n",
            plot_frame(true) + x_axis.commands()};
  plot.script += fmt::format("{}set ylabel {}\n", range.begins_at_zero() ? "set yrange [0:*]\n" : "",
                             gnuplot_string(y_axis.label + (range.begins_at_zero() ? "" : ", not from 0")));
  std::size_t row = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const LineMark& mark : lines[i].marks)
      plot.data += fmt::format("{},{},{}\n", mark.x, mark.y / y_axis.divisor, csv_field(lines[i].title));
    plot.script += fmt::format(
        "{}\"sweep.csv\" skip 1 every ::{}::{} using 1:2 with {} linecolor \"{}\" pointtype {} pointsize {} "
        "{}",
        i == 0 ? "plot " : ", \\\n     ", row, row + lines[i].marks.size() - 1,
        x_axis.joins_marks() ? "linespoints linewidth 2" : "points", plot_colours()[i], point_types()[i],
        x_axis.joins_marks() ? 0.9 : 1.3,
        lines[i].title.empty() ? "notitle" : "title " + gnuplot_string(lines[i].title));
    row += lines[i].marks.size();
  }
  plot.script += "\n";
  return plot;
}

}  // namespace scnnsim
