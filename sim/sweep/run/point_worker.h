// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "sim/run/worker_process.h"
#include "sim/sweep/plan/sweep_plan.h"

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
  /// `shares`: other points follow, so that it pays to compute the outputs to verify against only once.
  PointWorker(const Workload& workload, const SimulateLayer& simulate, bool verify, bool shares)
      : workload_(workload), simulate_(simulate), verify_(verify), shares_(shares) {}

  /// In the worker: asks for a point until there is none, and sends a message for each.
  void work(Channel& channel, const std::function<const PlannedPoint*()>& next) const;
  /// In the parent: what such a message says.
  static PointOutcome outcome_of(const std::string& message);

 private:
  const Workload& workload_;
  SimulateLayer simulate_;
  bool verify_, shares_;
};

}  // namespace scnnsim
