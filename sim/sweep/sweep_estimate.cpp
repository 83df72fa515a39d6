// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/sweep_estimate.h"

#include "sim/sweep/point_worker.h"

namespace scnnsim {
namespace {

/// Long enough to tell, short enough not to be noticed.
constexpr const char* probe = "{network: vgg16, layers: [conv4_2], granularity: element}";

}  // namespace

double measure_rate() {
  const NamedText source{probe, "the probe that measures the rate", false};
  const SweepPlan plan = make_plan(read_sweep(source));
  const PointWorker worker({&plan.points.front()}, simulate_point_layer, true);
  PointOutcome outcome;
  run_in_worker(
      "the probe", [&](Channel& channel) { worker.work(channel); },
      [&](const std::string& message) { outcome = PointWorker::outcome_of(message); });
  return outcome.seconds > 0 ? plan.points.front().cost / outcome.seconds : 0;
}

}  // namespace scnnsim
