// SPDX-License-Identifier: Apache-2.0
#include "sim/run/run_trace.h"

#include <algorithm>

#include "sim/run/layer_worker.h"
#include "sim/run/worker_process.h"

namespace scnnsim {
namespace {

constexpr std::size_t none = ~std::size_t{0};

/// The layers of a request on its architectures, as tasks numbered from 0.
class TraceRun {
 public:
  TraceRun(const RunRequest& request, RunObserver& observer) : request_(request), observer_(observer) {
    for (const std::string& name : request.architectures)
      for (const TraceLayer& layer : request.layers)
        workers_.emplace_back(request, layer, find_architecture(name, "run"));
  }

  std::vector<LayerRun> run() {
    std::vector<WorkerTask> tasks;
    for (std::size_t i = 0; i < workers_.size(); ++i)
      if (base_of(i) == none) tasks.push_back(simulation(i));
    run_workers(tasks, request_.jobs, [this] { observer_.tick(); });
    std::vector<LayerRun> runs;
    runs.reserve(workers_.size());
    for (const LayerWorker& worker : workers_) runs.push_back(worker.run());
    return runs;
  }

 private:
  /// The task from whose result that of task `i` follows, or none.
  std::size_t base_of(std::size_t i) const {
    const auto& names = request_.architectures;
    const std::string_view base = workers_[i].architecture().derived_from;
    const auto found = std::find(names.begin(), names.end(), base);
    if (found == names.end()) return none;
    const std::size_t layers = request_.layers.size();
    return static_cast<std::size_t>(found - names.begin()) * layers + i % layers;
  }

  WorkerTask simulation(std::size_t i) {
    LayerWorker& worker = workers_[i];
    WorkerTask task;
    task.name = worker.name();
    task.body = [&worker](Channel& channel) { worker.work(channel); };
    task.on_message = [this, &worker, i](const std::string& message) {
      worker.receive(message, [&](double share) { observer_.progressed(i, share); });
    };
    task.on_start = [this, i] { observer_.started(i, shown_name(i)); };
    task.on_finish = [this, i] { finish(i); };
    return task;
  }

  /// Reports task `i` and does what follows from it.
  void finish(std::size_t i) {
    observer_.finished(i, workers_[i].run());
    for (std::size_t other = 0; other < workers_.size(); ++other) {
      if (base_of(other) != i) continue;
      workers_[other].derive_from(workers_[i].run());
      observer_.started(other, shown_name(other));
      finish(other);
    }
  }

  std::string shown_name(std::size_t i) const {
    const LayerWorker& worker = workers_[i];
    if (request_.architectures.size() == 1) return worker.layer();
    return worker.layer() + " on " + std::string(worker.architecture().name);
  }

  const RunRequest& request_;
  RunObserver& observer_;
  std::vector<LayerWorker> workers_;
};

}  // namespace

std::vector<LayerRun> run_trace(const RunRequest& request, RunObserver& observer) {
  return TraceRun(request, observer).run();
}

}  // namespace scnnsim
