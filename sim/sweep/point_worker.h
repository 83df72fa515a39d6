// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/run/worker_process.h"
#include "sim/sweep/sweep_plan.h"

namespace scnnsim {

/// Simulates one layer of a point, in a process of its own.
using SimulateLayer =
    std::function<LayerResult(const PlannedPoint& point, const PreparedLayer& layer, bool verify)>;

/// The architecture's own simulation.
LayerResult simulate_point_layer(const PlannedPoint& point, const PreparedLayer& layer, bool verify);

/// What a worker process does: points that share a workload, one after another, each layer in a process of
/// its own, since the SystemC kernel runs once per process. What a layer's process does to itself fails its
/// point only.
class PointWorker {
 public:
  PointWorker(std::vector<const PlannedPoint*> points, const SimulateLayer& simulate, bool verify);

  /// In the worker: sends a message per point, in order.
  void work(Channel& channel) const;
  /// In the parent: what such a message says.
  static PointOutcome outcome_of(const std::string& message);

 private:
  std::vector<const PlannedPoint*> points_;
  SimulateLayer simulate_;
  bool verify_;
};

}  // namespace scnnsim
