// SPDX-License-Identifier: Apache-2.0
#include "sim/run/run_trace.h"

#include "sim/run/layer_worker.h"
#include "sim/run/worker_process.h"

namespace scnnsim {

std::vector<LayerRun> run_trace(const RunRequest& request, RunObserver& observer) {
  std::vector<LayerWorker> workers;
  for (const std::string& architecture : request.architectures)
    for (const TraceLayer& layer : request.layers) workers.emplace_back(request, layer, architecture);

  std::vector<WorkerTask> tasks;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    LayerWorker& worker = workers[i];
    WorkerTask& task = tasks.emplace_back();
    task.name = worker.name();
    task.body = [&worker](Channel& channel) { worker.work(channel); };
    task.on_message = [&worker, &observer, i](const std::string& message) {
      worker.receive(message, [&](double share) { observer.progressed(i, share); });
    };
    task.on_start = [&worker, &observer, i] { observer.started(i, worker.layer()); };
    task.on_finish = [&worker, &observer, i] { observer.finished(i, worker.run()); };
  }
  run_workers(tasks, request.jobs, [&observer] { observer.tick(); });

  std::vector<LayerRun> runs;
  runs.reserve(workers.size());
  for (const LayerWorker& worker : workers) runs.push_back(worker.run());
  return runs;
}

}  // namespace scnnsim
