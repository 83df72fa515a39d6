// SPDX-License-Identifier: Apache-2.0
#pragma once

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
  unsigned jobs = 1;  ///< worker processes at once; no result depends on it
};

/// A layer's result and how long it took.
struct LayerRun {
  LayerResult result;
  double seconds = 0;
};

/// Told about a run in the parent process. Tasks count from 0, architectures outermost.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  /// `name` is the layer's; with several architectures also theirs: "conv1 on dcnn".
  virtual void started(std::size_t /*task*/, const std::string& /*name*/) {}
  virtual void progressed(std::size_t /*task*/, double /*share*/) {}
  virtual void finished(std::size_t /*task*/, const LayerRun& /*run*/) {}
  virtual void tick() {}  ///< several times a second
};

/// Runs each layer on each architecture in a worker process of its own and returns the results, architectures
/// outermost, layers in the order given. What follows from another architecture's result that is asked for
/// too is derived from it and not simulated. Errors name the layer; see run_workers.
std::vector<LayerRun> run_trace(const RunRequest& request, RunObserver& observer);

}  // namespace scnnsim
