// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>

#include "sim/plot/plots.h"
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

/// Where labels stand, in pixels of the figure.
class LabelPlaces {
 public:
  explicit LabelPlaces(const std::vector<Front>& fronts) {
    for (const Front& front : fronts)
      for (const PointMark& mark : front.all) {
        x_.take(mark.x);
        y_.take(mark.y);
      }
  }

  /// Whether a point's number runs into none that was taken before.
  bool take(const PointMark& mark) {
    const Box box{x_.share(mark.x) * figure_width, y_.share(mark.y) * figure_height,
                  character_width * static_cast<double>(std::to_string(mark.point).size() + 1)};
    const auto overlaps = [&](const Box& other) {
      return std::abs(box.y - other.y) < line_height && box.right > other.right - other.width &&
             other.right > box.right - box.width;
    };
    if (std::any_of(taken_.begin(), taken_.end(), overlaps)) return false;
    taken_.push_back(box);
    return true;
  }

 private:
  static constexpr double figure_width = 750, figure_height = 270, character_width = 8, line_height = 15;
  struct Extent {
    double least = std::numeric_limits<double>::infinity(), most = -least;
    void take(double value) {
      least = std::min(least, value);
      most = std::max(most, value);
    }
    double share(double value) const { return most > least ? (value - least) / (most - least) : 0; }
  };
  struct Box {
    double right, y, width;
  };
  Extent x_, y_;
  std::vector<Box> taken_;
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
  for (const SweepColumn& figure : figures) axes.push_back(figure_axis(figure, largest(points, figure)));
  const std::vector<std::string> workload = workload_axes(points, sweep_axes);
  const std::vector<Front> fronts = fronts_of(points, workload, figures, axes);
  if (fronts.empty()) throw UserError("no point that has both figures is done: nothing to draw");
  if (fronts.size() > plot_colours().size()) refuse_more_fronts(fronts.size(), workload);

  Plot plot{"pareto", "point,x,y\n", plot_frame(true)};
  plot.script += fmt::format(
      "set grid xtics\nset xrange [0<*:*]\nset yrange [0<*:*]\nset offsets graph 0.05, graph 0.05, graph "
      "0.08, graph 0.05\nset xlabel {}\nset ylabel {}\n",
      gnuplot_string(axes[0].label), gnuplot_string(axes[1].label));
  std::size_t rows = 0;
  std::string curves;
  LabelPlaces places(fronts);
  std::vector<PointMark> labelled;
  for (std::size_t i = 0; i < fronts.size(); ++i) {
    const Rows all = add_rows(plot, rows, fronts[i].all), best = add_rows(plot, rows, fronts[i].best);
    curves += (i == 0 ? "plot " : ", \\\n     ") +
              curves_of(fronts[i], all, best, plot_colours()[i],
                        fronts.size() == 1 ? "#999999" : plot_colours()[i], fronts.size() == 1);
    std::copy_if(fronts[i].best.begin(), fronts[i].best.end(), std::back_inserter(labelled),
                 [&](const PointMark& mark) { return places.take(mark); });
  }
  const Rows labels = add_rows(plot, rows, labelled);
  // Nothing lies below and left of a front.
  plot.script +=
      curves + fmt::format(
                   ", \\\n     \"\" skip 1 every ::{} using 2:3:(sprintf(\"%.0f\", $1)) with labels "
                   "right offset -0.6,-0.5 font \",11\" textcolor \"#333333\" notitle\n",
                   labels.first);
  return plot;
}

}  // namespace scnnsim
