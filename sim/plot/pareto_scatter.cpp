// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/plot/figure_axis.h"
#include "sim/plot/sweep_plots.h"
#include "sim/sweep/report/sweep_tables.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Points = std::vector<SweepPoint>;

void refuse_several_networks(const Points& points) {
  std::set<std::string> networks;
  for (const SweepPoint& point : points) networks.insert(point.network);
  if (networks.size() > 1)
    throw UserError(fmt::format("points of several networks do not compare: choose one by --where network={}",
                                *networks.begin()));
}

double largest(const Points& points, const SweepColumn& figure) {
  double most = 0;
  for (const SweepPoint& point : points)
    if (point.total) most = std::max(most, number_of(figure.get(point)).value_or(0));
  return most;
}

struct PointMark {
  std::uint64_t point;
  double x, y;
};

/// The points that have both figures.
std::vector<PointMark> marks_of(const Points& points, const std::vector<SweepColumn>& figures,
                                const std::vector<FigureAxis>& axes) {
  std::vector<PointMark> marks;
  for (const SweepPoint& point : points) {
    if (!point.total) continue;
    const auto x = number_of(figures[0].get(point)), y = number_of(figures[1].get(point));
    if (x && y) marks.push_back({point.number, *x / axes[0].divisor, *y / axes[1].divisor});
  }
  return marks;
}

/// Difference of the largest and the smallest; not 0.
double extent_of(const std::vector<PointMark>& marks, double PointMark::*coordinate) {
  const auto [least, most] = std::minmax_element(
      marks.begin(), marks.end(),
      [=](const PointMark& a, const PointMark& b) { return a.*coordinate < b.*coordinate; });
  const double extent = *most.*coordinate - *least.*coordinate;
  return extent > 0 ? extent : 1;
}

/// Rows of number, x, y and, along the front, the number again where it does not run into the one before.
std::string rows_of(const std::vector<PointMark>& all, const std::vector<PointMark>& front) {
  constexpr double least_distance = 0.04;  // as a share of the figure
  const double width = extent_of(all, &PointMark::x), height = extent_of(all, &PointMark::y);
  std::string rows;
  for (const PointMark& mark : all) rows += fmt::format("{},{},{},\n", mark.point, mark.x, mark.y);
  const PointMark* labelled = nullptr;
  for (const PointMark& mark : front) {
    const bool has_room = !labelled || std::hypot((mark.x - labelled->x) / width,
                                                  (mark.y - labelled->y) / height) >= least_distance;
    if (has_room) labelled = &mark;
    rows +=
        fmt::format("{},{},{},{}\n", mark.point, mark.x, mark.y, has_room ? std::to_string(mark.point) : "");
  }
  return rows;
}

}  // namespace

Plot pareto_plot(const Points& points, const std::vector<std::string>& names) {
  if (names.size() != 2)
    throw UserError(fmt::format("--columns: got {}, expected two: x and y", fmt::join(names, ",")));
  refuse_several_networks(points);
  const std::vector<SweepColumn> figures = sweep_figures(names, "--columns");
  Points front = pareto_points(points, figures);
  std::stable_sort(front.begin(), front.end(), [&](const SweepPoint& a, const SweepPoint& b) {
    return number_of(figures[0].get(a)) < number_of(figures[0].get(b));
  });
  std::vector<FigureAxis> axes;
  for (const SweepColumn& figure : figures) axes.push_back(figure_axis(figure, largest(points, figure)));

  const std::vector<PointMark> marks = marks_of(points, figures, axes);
  if (marks.empty()) throw UserError("no point that has both figures is done: nothing to draw");
  Plot plot{"pareto", "point,x,y,label\n" + rows_of(marks, marks_of(front, figures, axes)), plot_frame(true)};
  const std::size_t all = marks.size();
  plot.script += fmt::format(
      "set grid xtics\nset xrange [0<*:*]\nset yrange [0<*:*]\nset offsets graph 0.05, graph 0.05, graph "
      "0.08, graph 0.05\n"
      "set xlabel {}\nset ylabel {}\n"
      "plot \"pareto.csv\" skip 1 every ::0::{} using 2:3 with points pointtype 7 pointsize 0.6 linecolor "
      "\"#999999\" title \"points\", \\\n"
      "     \"\" skip 1 every ::{} using 2:3 with steps linewidth 2 linecolor \"#0072B2\" notitle, \\\n"
      "     \"\" skip 1 every ::{} using 2:3 with points pointtype 7 pointsize 1 linecolor \"#0072B2\" title "
      "{}",
      gnuplot_quote(axes[0].label), gnuplot_quote(axes[1].label), all - 1, all, all,
      gnuplot_string("not dominated (less is better), numbers where there is room"));
  // Nothing lies below and left of the line.
  plot.script += fmt::format(
      ", \\\n     \"\" skip 1 every ::{} using 2:3:(stringcolumn(4)) with labels right offset -0.6,-0.5 "
      "font "
      "\",11\" textcolor \"#0072B2\" notitle",
      all);
  plot.script += "\n";
  return plot;
}

}  // namespace scnnsim
