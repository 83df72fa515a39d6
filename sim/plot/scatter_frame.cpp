// SPDX-License-Identifier: Apache-2.0
#include "sim/plot/scatter_frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/plot/plot_style.h"
#include "sim/text/formats.h"
#include "sim/text/visible.h"

namespace scnnsim {
namespace {

// Pixels.
constexpr double left_margin = 90, area_width = 785, right_margin = 25, bottom_margin = 62;
constexpr double legend_row = 20, above_legend = 14;
constexpr double mark_radius = 5, mark_gap = 8;
constexpr double label_height = 12, label_character = 6.9, label_gap = 5;
constexpr double list_row = 15;

double label_width(const std::string& text) {
  return label_character * static_cast<double>(display_width(figure_text(text)));
}

/// Where a value lies between the ends of an axis: 0 ... 1.
double share_of(const ScatterAxis& axis, double value) {
  if (axis.is_logarithmic) return std::log(value / axis.least) / std::log(axis.most / axis.least);
  return (value - axis.least) / (axis.most - axis.least);
}

std::string axis_commands(const char* name, const ScatterAxis& axis) {
  return fmt::format("{0}set {1}range [{2:.6g}:{3:.6g}]\nset {1}label {4}\n",
                     axis.is_logarithmic ? fmt::format("set logscale {0}\nset {0}tics ({1})\n", name,
                                                       logarithmic_tics(axis.least, axis.most))
                                         : "",
                     name, axis.least, axis.most, gnuplot_string(axis.label));
}

}  // namespace

ScatterAxis axis_around(const std::string& label, const std::vector<double>& values, bool is_logarithmic) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  ScatterAxis axis{label, *least, *most, is_logarithmic};
  if (is_logarithmic) {
    axis.least /= 1.6;
    axis.most *= 1.6;
    return axis;
  }
  const double extent = axis.most - axis.least;
  const double margin = extent > 0 ? 0.08 * extent : axis.most > 0 ? 0.1 * axis.most : 1;
  axis.least = std::max(0.0, axis.least - margin);
  axis.most += margin;
  return axis;
}

ScatterFrame::ScatterFrame(ScatterAxis x, ScatterAxis y, std::size_t legend_rows, unsigned area_height)
    : x_(std::move(x)), y_(std::move(y)) {
  const double top = above_legend + legend_row * static_cast<double>(legend_rows);
  area_ = {left_margin, top, left_margin + area_width, top + area_height};
  right_ = area_.right + right_margin;
}

ScatterFrame::Pixel ScatterFrame::pixel_of(double x, double y) const {
  return {area_.left + share_of(x_, x) * (area_.right - area_.left),
          area_.bottom - share_of(y_, y) * (area_.bottom - area_.top)};
}

void ScatterFrame::add_mark(double x, double y) {
  const Pixel at = pixel_of(x, y);
  taken_.push_back({at.x - mark_radius, at.y - mark_radius, at.x + mark_radius, at.y + mark_radius});
}

void ScatterFrame::add_line(double x1, double y1, double x2, double y2) {
  lines_.push_back({pixel_of(x1, y1), pixel_of(x2, y2)});
}

ScatterFrame::Box ScatterFrame::box_beside(Pixel mark, LabelSide side, const std::string& text) const {
  const double width = label_width(text) + label_gap;
  const double left = side.right > 0   ? mark.x + mark_gap
                      : side.right < 0 ? mark.x - mark_gap - width
                                       : mark.x - width / 2;
  const double away = side.right == 0 ? label_height / 2 + mark_gap : label_height / 2 + 2;
  const double middle = mark.y + side.down * away;
  return {left, middle - label_height / 2, left + width, middle + label_height / 2};
}

bool ScatterFrame::overlap(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/// Cuts the line at each side of the box in turn (Liang and Barsky): what is left of it lies inside.
bool ScatterFrame::crosses(const Segment& line, const Box& box) {
  const double dx = line.to.x - line.from.x, dy = line.to.y - line.from.y;
  double first = 0, last = 1;
  const auto cut = [&](double speed, double distance) {
    if (speed == 0) return distance >= 0;
    if (speed < 0)
      first = std::max(first, distance / speed);
    else
      last = std::min(last, distance / speed);
    return first <= last;
  };
  return cut(-dx, line.from.x - box.left) && cut(dx, box.right - line.from.x) &&
         cut(-dy, line.from.y - box.top) && cut(dy, box.bottom - line.from.y);
}

bool ScatterFrame::is_free(const Box& box) const {
  const bool is_inside = box.left >= area_.left && box.right <= area_.right && box.top >= area_.top &&
                         box.bottom <= area_.bottom;
  return is_inside &&
         std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) { return overlap(box, other); }) &&
         std::none_of(lines_.begin(), lines_.end(), [&](const Segment& line) { return crosses(line, box); });
}

bool ScatterFrame::add_label(double x, double y, const std::string& text,
                             const std::vector<LabelSide>& sides) {
  for (const LabelSide side : sides) {
    const Box box = box_beside(pixel_of(x, y), side, text);
    if (!is_free(box)) continue;
    taken_.push_back(box);
    labels_.push_back({{(box.left + box.right) / 2, (box.top + box.bottom) / 2}, text, "center"});
    return true;
  }
  return false;
}

bool ScatterFrame::add_far_label(double x, double y, const std::string& text) {
  constexpr double nearest = 22, step = 12, full_turn = 6.283185307179586;
  constexpr int steps = 34, turns = 24;
  const Pixel mark = pixel_of(x, y);
  const double half = (label_width(text) + label_gap) / 2;
  for (int ring = 0; ring < steps; ++ring)
    for (int turn = 0; turn < turns; ++turn) {
      const double distance = nearest + ring * step, angle = full_turn * turn / turns;
      const Pixel at{mark.x + distance * std::cos(angle), mark.y - distance * std::sin(angle)};
      const Box box{at.x - half, at.y - label_height / 2, at.x + half, at.y + label_height / 2};
      if (!is_free(box)) continue;
      taken_.push_back(box);
      labels_.push_back({at, text, "center"});
      leaders_.push_back({at, mark});
      return true;
    }
  return false;
}

void ScatterFrame::add_list(const std::vector<std::string>& texts) {
  const auto most = static_cast<std::size_t>((area_.bottom - area_.top) / list_row);
  const std::size_t columns = (texts.size() + most - 1) / most;
  const std::size_t rows = columns > 0 ? (texts.size() + columns - 1) / columns : 1;
  double left = right_, widest = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::size_t row = i % rows;
    if (i > 0 && row == 0) left += widest + right_margin, widest = 0;
    widest = std::max(widest, label_width(texts[i]));
    right_ = std::max(right_, left + widest + right_margin);
    labels_.push_back({{left, area_.top + list_row * (static_cast<double>(row) + 0.5)}, texts[i], "left"});
  }
}

Plot ScatterFrame::begin(const std::string& name) const {
  Plot plot{name, "", plot_frame(true), static_cast<unsigned>(std::ceil(right_)),
            static_cast<unsigned>(std::ceil(area_.bottom + bottom_margin))};
  const double width = plot.width, height = plot.height;
  plot.script += fmt::format(
      "set key above left vertical maxcols 1 Left reverse samplen 2\nset grid xtics\n"
      "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\nset tmargin at screen {:.5f}\nset bmargin "
      "at screen {:.5f}\n",
      area_.left / width, area_.right / width, 1 - area_.top / height, 1 - area_.bottom / height);
  plot.script += axis_commands("x", x_) + axis_commands("y", y_);
  for (const Segment& line : leaders_)
    plot.script += fmt::format(
        "set arrow from screen {:.5f}, screen {:.5f} to screen {:.5f}, screen {:.5f} nohead back linewidth "
        "0.5 "
        "linecolor \"#999999\"\n",
        line.from.x / width, 1 - line.from.y / height, line.to.x / width, 1 - line.to.y / height);
  for (const Label& label : labels_)
    plot.script +=
        fmt::format("set label {} at screen {:.5f}, screen {:.5f} {} font \",11\" textcolor \"#333333\"\n",
                    gnuplot_string(label.text), label.at.x / width, 1 - label.at.y / height, label.justified);
  return plot;
}

}  // namespace scnnsim
