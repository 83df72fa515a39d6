// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "sim/sweep/run/point_worker.h"

namespace scnnsim {
namespace {

/// Long enough to tell, short enough not to be noticed.
constexpr const char* probe = "{network: alexnet_paper, layers: [conv4], granularity: element}";

}  // namespace

double measure_rate() {
  const NamedText source{probe, "the probe that measures the rate", false};
  const SweepPlan plan = make_plan(read_sweep(source));
  const PlannedPoint& point = plan.points.front();
  const PointWorker worker(*point.workload, simulate_point_layer, true, false);
  PointOutcome outcome;
  const PlannedPoint* next = &point;
  run_in_worker(
      "the probe",
      [&](Channel& channel) { worker.work(channel, [&] { return std::exchange(next, nullptr); }); },
      [&](const std::string& message) { outcome = PointWorker::outcome_of(message); });
  return outcome.seconds > 0 ? point.cost / outcome.seconds : 0;
}

double estimate_seconds(const std::vector<double>& costs, double rate, unsigned jobs) {
  const double longest = costs.empty() ? 0 : *std::max_element(costs.begin(), costs.end());
  return std::max(std::accumulate(costs.begin(), costs.end(), 0.0) / jobs, longest) / rate;
}

std::string duration_text(double seconds) {
  const double rounded = std::round(seconds);
  if (std::round(10 * seconds) < 600) return fmt::format("{:.1f} s", seconds);
  if (rounded < 3600)
    return fmt::format("{:.0f} min {:.0f} s", std::floor(rounded / 60), std::fmod(rounded, 60));
  const double minutes = std::round(seconds / 60);
  return fmt::format("{:.0f} h {:.0f} min", std::floor(minutes / 60), std::fmod(minutes, 60));
}

}  // namespace scnnsim
