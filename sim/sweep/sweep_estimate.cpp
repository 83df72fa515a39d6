// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/sweep_estimate.h"

#include <utility>

#include "sim/sweep/point_worker.h"

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

}  // namespace scnnsim
