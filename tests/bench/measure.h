// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/layer/simulate_layer.h"
#include "tests/bench/bench_layers.h"

namespace scnnsim {

/// Seconds of CPU time of this process: what one core takes, however busy the machine is.
double cpu_seconds();

/// The median of an odd number of measurements.
double median_of(unsigned times, const std::function<double()>& measure);

/// One simulation of a layer in a process of its own.
struct SimulationTime {
  double seconds =
      0;  ///< from the tensors in memory to the result: mapping, machine, and verification if asked for
  std::uint64_t multiplies = 0;
  std::uint64_t issues = 0;  ///< of all PEs
};
SimulationTime simulate_timed(const BenchLayer& layer, const SimulationOptions& options);

/// One run of a program, its output thrown away.
struct ProgramTime {
  double seconds = 0;         ///< wall clock, of the whole process
  double cpu_seconds = 0;     ///< user and system time, children included
  double peak_megabytes = 0;  ///< of the largest process: it or a child
};
/// Throws SimulationError when the program fails.
ProgramTime run_program(const std::vector<std::string>& arguments);

}  // namespace scnnsim
