// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/study_plan.h"

#include <fmt/format.h>

#include <algorithm>

namespace scnnsim {

namespace {

std::string file_name(const Granularity& granularity) {
  std::string name = to_string(granularity);
  std::replace(name.begin(), name.end(), ':', '_');
  return name;
}

/// The place of a point, which is added unless it is there.
std::size_t place_of(const TrainingPoint& point, std::vector<TrainingPoint>& points) {
  const std::string name = point.name();
  for (std::size_t i = 0; i < points.size(); ++i)
    if (points[i].name() == name) return i;
  points.push_back(point);
  return points.size() - 1;
}

/// The steps from dense to n:m: ... 4n:m, 2n:m, n:m.
std::vector<Granularity> steps_to(const Granularity& goal) {
  std::vector<Granularity> steps;
  for (std::uint32_t kept = goal.kept; kept < goal.c; kept *= 2)
    steps.push_back(Granularity::n_of_m(kept, goal.c));
  std::reverse(steps.begin(), steps.end());
  return steps;
}

void add_chain(TrainingPoint point, const std::vector<double>& densities,
               std::vector<TrainingPoint>& points) {
  const bool has_own_density = point.granularity.is_n_of_m();
  if (has_own_density && point.rule != DensityRule::uniform) return;
  const TrainingPoint dense{point.net, point.seed};
  point.parent = place_of(dense, points);
  if (has_own_density) {
    for (const Granularity& step : steps_to(point.granularity)) {
      point.granularity = step;
      point.density = static_cast<double>(step.kept) / step.c;
      point.parent = place_of(point, points);
    }
    return;
  }
  for (const double density : densities) {
    point.density = density;
    point.parent = place_of(point, points);
  }
}

}  // namespace

std::string TrainingPoint::name() const {
  if (is_dense()) return fmt::format("{}-{}-dense", to_string(net), seed);
  return fmt::format("{}-{}-{}-{}-{}", to_string(net), seed, to_string(rule), file_name(granularity),
                     density);
}

std::string TrainingPoint::scan_name() const {
  return fmt::format("{}-{}-{}", to_string(net), seed, file_name(granularity));
}

std::vector<TrainingPoint> plan_study(const StudyChoice& choice) {
  std::vector<TrainingPoint> points;
  for (const StudyNet net : choice.nets)
    for (const DensityRule rule : choice.rules)
      for (const std::uint64_t seed : choice.seeds)
        for (const Granularity& granularity : choice.granularities)
          add_chain({net, seed, rule, granularity}, choice.densities, points);
  return points;
}

}  // namespace scnnsim
