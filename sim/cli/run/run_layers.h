// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "models/energy/energy_table.h"
#include "sim/layer/layer_result.h"
#include "sim/layer/simulate_layer.h"
#include "traces/trace.h"

namespace scnnsim {

/// Layers of one trace on one configuration.
struct RunRequest {
  Trace trace;
  std::vector<TraceLayer> layers;                  ///< of the trace, those to run
  std::vector<std::string> architectures{"scnn"};  ///< see sim/architectures/architecture.h
  MachineConfig config;
  EnergyTable energy_table;
  SimulationOptions options;
  unsigned jobs = 1;  ///< layers simulated at once; no result depends on it
};

/// A layer's result and how long it took.
struct LayerRun {
  LayerResult result;
  double seconds = 0;
};

/// Layers with and without results, each list with architectures outermost and layers in the order given.
struct LayerRuns {
  std::vector<LayerRun> done;
  std::vector<UnsimulatedLayer> unsimulated;
};

/// Runs each layer on each architecture. A layer that the machine cannot take, or whose simulation fails,
/// does not keep the others from being run. Progress goes to `progress`, if it is not null. Throws UserError
/// for a mistake in the trace's files or the options, and what the first layer failed with if no layer has a
/// result. See run_jobs.
LayerRuns run_layers(const RunRequest& request, std::FILE* progress);

}  // namespace scnnsim
