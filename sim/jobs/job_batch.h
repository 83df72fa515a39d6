// SPDX-License-Identifier: Apache-2.0
#pragma once

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

/// Seconds since some moment that all processes of a run share.
using JobClock = std::function<double()>;
/// The system's clock, which nobody sets back.
double steady_seconds();

struct BatchOptions {
  std::optional<double> timeout;  ///< seconds that a job may take
  bool wrong_outputs_fail = false;
  bool catches_stderr = false;
  PrepareLayer prepare = prepare_layer;
  JobClock clock = steady_seconds;
};

/// "took longer than 10 s (--timeout)".
std::string late_reason(double timeout);

/// Work of a worker process: jobs of one family, several at a time. The batch makes once what their
/// simulations share. The SystemC kernel runs once per process, so each simulation that needs it gets a child
/// process, whose crash fails its own job only.
class JobBatch {
 public:
  /// Everything must outlive this object.
  JobBatch(const std::vector<const Job*>& jobs, const BatchOptions& options, const OrderPipe& orders,
           Channel& runner)
      : jobs_(jobs), options_(options), orders_(orders), runner_(runner) {}

  /// Carries out orders until the last one, and sends the outcomes to the runner.
  void work();

 private:
  /// A job under way.
  struct Task {
    Task(const BatchOrder& order, const Job& ordered, double now)
        : number(order.job), job(ordered), is_last(order.is_last), start(now) {}

    const std::size_t number;
    const Job& job;
    const bool is_last;               ///< of the batch
    const double start;               ///< by the clock of the options
    std::vector<LayerResult> layers;  ///< those that are done
    std::optional<StderrCapture> errors;

    // Of the layer that is next:
    std::shared_ptr<StoredLayer> stored;
    std::unique_ptr<PreparedSimulation> simulation;
    std::string key;                     ///< the simulation's
    bool waits = false;                  ///< for another simulation with this key
    bool lacks_process = false;          ///< waits for the end of another task's process
    std::optional<std::uint64_t> child;  ///< the process that simulates

    std::string name() const { return job.name(layers.size()); }
  };

  void begin(const BatchOrder& order);
  void advance(Task& task);
  bool simulate_next(Task& task);
  bool prepare_next(Task& task);
  void start_child(Task& task);
  void add(Task& task, const LayerResult& simulated);
  void end_simulation(Task& task, const LayerResult* result);
  void wake(const std::shared_ptr<StoredLayer>& stored, const std::string& key);
  void retry_starts();
  void fail(Task& task, const std::exception& error);
  void end(Task& task, JobOutcome outcome);
  void end_late_ones();
  double seconds_of(const Task& task) const { return options_.clock() - task.start; }

  const std::vector<const Job*>& jobs_;
  const BatchOptions& options_;
  const OrderPipe& orders_;
  Channel& runner_;
  LayerStore store_;
  std::list<Task> tasks_;
  WorkerPool pool_;  ///< destroyed before what its callbacks use
};

}  // namespace scnnsim
