// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/jobs/job.h"
#include "sim/jobs/layer_store.h"
#include "sim/jobs/order_pipe.h"
#include "sim/run/stderr_capture.h"
#include "sim/run/worker_pool.h"

namespace scnnsim {

/// Makes a layer of a job ready to be simulated.
using PrepareLayer = std::function<std::unique_ptr<PreparedSimulation>(const Job& job, SharedLayer& layer)>;
/// As the job's architecture does.
std::unique_ptr<PreparedSimulation> prepare_layer(const Job& job, SharedLayer& layer);

struct BatchOptions {
  std::optional<double> timeout;  ///< seconds that a job may take
  bool wrong_outputs_fail = false;
  bool catches_stderr = false;
  PrepareLayer prepare = prepare_layer;
};

/// "took longer than 10 s (--timeout)".
std::string late_reason(double timeout);

/// What a worker process does: jobs whose sources have draws in common, some at a time. What simulations
/// share is made here, once; each simulation that needs the SystemC kernel, which runs once per process, gets
/// a process of its own, so that what happens to it fails its job only.
class JobBatch {
 public:
  /// Everything must outlive this object.
  JobBatch(const std::vector<const Job*>& jobs, const BatchOptions& options, const OrderPipe& orders,
           Channel& runner)
      : jobs_(jobs), options_(options), orders_(orders), runner_(runner) {}

  /// Does what it is ordered to until there is no more, and tells the runner what came of it.
  void work();

 private:
  using Clock = std::chrono::steady_clock;

  /// A job under way.
  struct Task {
    Task(const BatchOrder& order, const Job& ordered)
        : number(order.job), job(ordered), is_last(order.is_last) {}

    const std::size_t number;
    const Job& job;
    const bool is_last;  ///< of the batch
    const Clock::time_point start = Clock::now();
    std::vector<LayerResult> layers;  ///< those that are done
    std::optional<StderrCapture> errors;

    // Of the layer that is next:
    std::shared_ptr<StoredLayer> stored;
    std::unique_ptr<PreparedSimulation> simulation;
    std::string key;                     ///< the simulation's
    bool waits = false;                  ///< for another simulation with this key
    std::optional<std::uint64_t> child;  ///< the process that simulates

    double seconds() const { return std::chrono::duration<double>(Clock::now() - start).count(); }
    std::string name() const { return job.name(layers.size()); }
  };

  void begin(const BatchOrder& order);
  void advance(Task& task);
  bool simulate_next(Task& task);
  bool prepare_next(Task& task);
  void start_child(Task& task);
  void add(Task& task, LayerResult simulated);
  void end_simulation(Task& task, const LayerResult* result);
  void wake(const std::shared_ptr<StoredLayer>& stored, const std::string& key);
  void fail(Task& task, const std::exception& error);
  void end(Task& task, JobOutcome outcome);
  void end_late_ones();

  const std::vector<const Job*>& jobs_;
  const BatchOptions& options_;
  const OrderPipe& orders_;
  Channel& runner_;
  LayerStore store_;
  std::list<Task> tasks_;
  WorkerPool pool_;  ///< destroyed before what its callbacks use
};

}  // namespace scnnsim
