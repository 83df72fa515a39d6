// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/speed_table.h"

#include <fmt/format.h>

#include "tests/bench/calibration.h"

namespace scnnsim {

SpeedTable::SpeedTable(unsigned repeats) : repeats_(repeats) {
  fmt::print(
      "Medians of {} runs. Times are CPU time where one core works, so that other load disturbs little, and "
      "wall clock "
      "where two do.\nCalibration: the scalar loop of tests/bench/calibration.cpp, right before the row.\n\n",
      repeats_);
  fmt::print("| work | target | measured | | calibration |\n|---|---|---|---|---|\n");
}

double SpeedTable::row(const std::string& work, const std::string& unit, Best best, double target,
                       const std::function<double()>& measure) {
  const double calibration = median_of(repeats_, calibration_speed);
  const double measured = median_of(repeats_, measure);
  const bool met = best == Best::high ? measured >= target : measured <= target;
  fmt::print("| {} | {} {:g} {} | {:.3g} {} | {} | {:.2f} G/s |\n", work,
             best == Best::high ? ">=" : "<=", target, unit, measured, unit, met ? "met" : "missed",
             calibration / 1e9);
  std::fflush(stdout);
  return measured;
}

SimulationTime SpeedTable::simulation(const BenchLayer& layer, const SimulationOptions& options) const {
  SimulationTime last;
  const double median = median_of(repeats_, [&] {
    last = simulate_timed(layer, options);
    return last.seconds;
  });
  last.seconds = median;
  return last;
}

void SpeedTable::note(const std::string& text) const {
  fmt::print("| {} | | | | |\n", text);
  std::fflush(stdout);
}

}  // namespace scnnsim
