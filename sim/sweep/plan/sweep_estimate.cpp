// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/jobs/job_runner.h"

namespace scnnsim {
namespace {

/// Long enough to tell, short enough not to be noticed.
constexpr const char* probe = "{network: alexnet_paper, layers: [conv4], granularity: element}";

}  // namespace

double measure_rate() {
  const SweepPlan plan = make_plan(read_sweep({probe, "the probe that measures the rate", false}));
  const Job& job = plan.points.front().job;
  const JobOutcome outcome = run_job(job);
  return outcome.seconds > 0 ? job.cost / outcome.seconds : 0;
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
