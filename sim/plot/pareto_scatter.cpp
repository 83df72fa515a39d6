// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/plot/plots.h"
#include "sim/plot/scatter_frame.h"
#include "sim/plot/sweep_labels.h"
#include "sim/sweep/report/sweep_tables.h"
#include "sim/text/formats.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Points = std::vector<SweepPoint>;

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

/// Points of one workload, which compare.
struct Front {
  std::string title;
  std::vector<PointMark> all, best;
};

std::string rows_of(const std::vector<PointMark>& marks) {
  std::string rows;
  for (const PointMark& mark : marks) rows += fmt::format("{},{},{}\n", mark.point, mark.x, mark.y);
  return rows;
}

/// A front per workload, in the order of the points.
std::vector<Front> fronts_of(const Points& points, const std::vector<std::string>& workload,
                             const std::vector<SweepColumn>& figures, const std::vector<FigureAxis>& axes) {
  std::map<std::string, Points> members;
  std::vector<std::string> titles;
  for (const SweepPoint& point : points) {
    const std::string title = line_title(point, workload);
    if (members.count(title) == 0) titles.push_back(title);
    members[title].push_back(point);
  }
  std::vector<Front> fronts;
  for (const std::string& title : titles) {
    Front front{title, marks_of(members[title], figures, axes), {}};
    if (front.all.empty()) continue;
    front.best = marks_of(pareto_points(members[title], figures, {}), figures, axes);
    std::stable_sort(front.best.begin(), front.best.end(),
                     [](const PointMark& a, const PointMark& b) { return a.x < b.x; });
    fronts.push_back(std::move(front));
  }
  return fronts;
}

/// Data of a curve that follows data of others in the file.
struct Rows {
  std::size_t first, last;
};
Rows add_rows(Plot& plot, std::size_t& rows, const std::vector<PointMark>& marks) {
  plot.data += rows_of(marks);
  const std::size_t first = rows;
  rows += marks.size();
  return {first, rows - 1};
}

/// Points, the line through the best of them, and these.
std::string curves_of(const Front& front, const Rows& all, const Rows& best, const std::string& colour,
                      const std::string& grey, bool is_only) {
  const std::string title = is_only ? "not dominated (less is better), numbers where there is room"
                                    : front.title + ": not dominated";
  return fmt::format(
      "\"pareto.csv\" skip 1 every ::{}::{} using 2:3 with points pointtype 7 pointsize 0.6 linecolor \"{}\" "
      "{}, "
      "\\\n     \"\" skip 1 every ::{}::{} using 2:3 with steps linewidth 2 linecolor \"{}\" notitle, \\\n"
      "     \"\" skip 1 every ::{}::{} using 2:3 with points pointtype 7 pointsize 1 linecolor \"{}\" title "
      "{}",
      all.first, all.last, grey, is_only ? "title \"points\"" : "notitle", best.first, best.last, colour,
      best.first, best.last, colour, gnuplot_string(title));
}

ScatterFrame frame_of(const std::vector<Front>& fronts, const std::vector<FigureAxis>& axes) {
  std::vector<double> x, y;
  for (const Front& front : fronts)
    for (const PointMark& mark : front.all) {
      x.push_back(mark.x);
      y.push_back(mark.y);
    }
  const std::size_t legend_rows = fronts.size() == 1 ? 2 : fronts.size();
  return {axis_around(axes[0].label, x), axis_around(axes[1].label, y), legend_rows};
}

/// Numbers of the best points, where they run into nothing. Nothing lies below and left of a front.
void add_numbers(ScatterFrame& frame, const std::vector<Front>& fronts) {
  static const std::vector<LabelSide> sides{{-1, 1}, {-1, 0}, {0, 1}, {1, -1},
                                            {0, -1}, {1, 0},  {1, 1}, {-1, -1}};
  for (const Front& front : fronts) {
    for (const PointMark& mark : front.all) frame.add_mark(mark.x, mark.y);
    for (std::size_t i = 1; i < front.best.size(); ++i) {
      const PointMark &from = front.best[i - 1], &to = front.best[i];
      frame.add_line(from.x, from.y, to.x, from.y);
      frame.add_line(to.x, from.y, to.x, to.y);
    }
  }
  for (const Front& front : fronts)
    for (const PointMark& mark : front.best)
      frame.add_label(mark.x, mark.y, std::to_string(mark.point), sides);
}

[[noreturn]] void refuse_more_fronts(std::size_t count, const std::vector<std::string>& workload) {
  throw UserError(fmt::format("{} fronts, one per value of {}, expected at most {}: choose points by --where",
                              count, fmt::join(workload, ", "), plot_colours().size()));
}

}  // namespace

Plot pareto_plot(const Points& points, const std::vector<std::string>& sweep_axes,
                 const std::vector<std::string>& names) {
  if (names.size() != 2)
    throw UserError(fmt::format("--columns: got {}, expected two: x and y", fmt::join(names, ",")));
  const std::vector<SweepColumn> figures = sweep_figures(names, "--columns");
  require_costs(figures);
  std::vector<FigureAxis> axes;
  axes.reserve(figures.size());
  for (const SweepColumn& figure : figures)
    axes.push_back(figure_axis(figure, largest(points, figure), points));
  const std::vector<std::string> workload = workload_axes(points, sweep_axes);
  const std::vector<Front> fronts = fronts_of(points, workload, figures, axes);
  if (fronts.empty()) throw UserError("no point that has both figures is done: nothing to draw");
  if (fronts.size() > plot_colours().size()) refuse_more_fronts(fronts.size(), workload);

  ScatterFrame frame = frame_of(fronts, axes);
  add_numbers(frame, fronts);
  Plot plot = frame.begin("pareto");
  plot.data = "point,x,y\n";
  std::size_t rows = 0;
  for (std::size_t i = 0; i < fronts.size(); ++i) {
    const Rows all = add_rows(plot, rows, fronts[i].all), best = add_rows(plot, rows, fronts[i].best);
    plot.script += (i == 0 ? "plot " : ", \\\n     ") +
                   curves_of(fronts[i], all, best, plot_colours()[i],
                             fronts.size() == 1 ? "#999999" : plot_colours()[i], fronts.size() == 1);
  }
  plot.script += "\n";
  return plot;
}

}  // namespace scnnsim
