// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "sim/architectures/architecture.h"
#include "sim/run/run_trace.h"
#include "sim/run/worker_process.h"

namespace scnnsim {

/// One layer on one architecture: what runs in a worker, and what the parent makes of its messages.
class LayerWorker {
 public:
  LayerWorker(const RunRequest& request, const TraceLayer& layer, const Architecture& architecture);

  /// In the worker: loads the tensors, simulates, and sends progress and the result.
  void work(Channel& channel) const;
  /// In the parent: takes a message. Progress goes to `on_progress`.
  void receive(const std::string& message, const std::function<void(double)>& on_progress);
  /// In the parent, instead of the two above: derives the result from that of another architecture.
  void derive_from(const LayerRun& base);
  /// In the parent, once the worker has finished.
  const LayerRun& run() const { return run_; }

  const std::string& layer() const { return layer_.description.name; }
  const Architecture& architecture() const { return architecture_; }
  std::string name() const { return "layer " + layer(); }

 private:
  LayerResult simulate(Channel& channel) const;

  const RunRequest& request_;
  const TraceLayer& layer_;
  const Architecture& architecture_;
  LayerRun run_;
};

}  // namespace scnnsim
