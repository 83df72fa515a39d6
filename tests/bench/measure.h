// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "sim/layer/simulate_layer.h"
#include "traces/layer.h"

namespace scnnsim {

/// A layer and the machine it runs on.
struct BenchLayer {
  LayerDescription description;
  LayerTensors tensors;
  MachineConfig config;
};

/// C input and K output channels on a plane of `plane` x `plane`, filters 3 x 3, padding 1; weight density
/// 0.24, activation density 0.47, drawn uniformly: VGG-16's conv3_2 for C = K = 256 and a plane of 56.
BenchLayer square_layer(std::uint32_t C, std::uint32_t K, std::uint32_t plane);

/// The default machine's 1,024 multipliers and its accumulator banks spread over `grid` x `grid` PEs.
MachineConfig equal_multipliers(std::uint32_t grid);

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
