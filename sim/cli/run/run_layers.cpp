// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/run/run_layers.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "models/pe/engine_choice.h"
#include "sim/jobs/job_progress.h"
#include "sim/jobs/job_runner.h"
#include "sim/jobs/trace_source.h"
#include "sim/run/run_errors.h"
#include "sim/tables/table_cells.h"

namespace scnnsim {
namespace {

/// A job per architecture and layer.
std::vector<Job> jobs_of(const RunRequest& request) {
  const auto trace = std::make_shared<const Trace>(request.trace);
  const auto energy_table = std::make_shared<const EnergyTable>(request.energy_table);
  std::vector<std::shared_ptr<const TensorSource>> sources;
  for (const TraceLayer& layer : request.layers) sources.push_back(TraceSource::of_layer(trace, layer));
  std::vector<Job> jobs;
  for (const std::string& name : request.architectures)
    for (const auto& source : sources) {
      Job& job = jobs.emplace_back();
      job.source = source;
      job.architecture = &find_architecture(name, "run");
      job.config = request.config;
      job.energy_table = energy_table;
      job.options = request.options;
      job.network = trace->network;
      job.cost = job_cost(*source, job.config, name);
    }
  return jobs;
}

class LayerObserver : public JobObserver {
 public:
  LayerObserver(const std::vector<Job>& jobs, bool names_architectures, JobProgress& progress)
      : jobs_(jobs), names_architectures_(names_architectures), progress_(progress), outcomes_(jobs.size()) {}

  void started(std::size_t job) override { progress_.started(job, shown_name(job)); }
  void progressed(std::size_t job, double share) override { progress_.progressed(job, share); }
  void finished(std::size_t job, JobOutcome outcome) override {
    if (outcome.status == JobStatus::failed && outcome.is_users_mistake) {
      check_before(job);
      outcome.require_done();
    }
    progress_.finished(job, jobs_[job].cost, shown_name(job) + ": " + shown(outcome));
    outcomes_[job] = std::move(outcome);
  }
  void tick() override { progress_.tick(); }
  void lowered(std::size_t processes, const std::string& reason) override {
    progress_.note(fewer_at_once(processes, reason));
  }

  LayerRuns take() {
    LayerRuns runs;
    for (std::size_t job = 0; job < jobs_.size(); ++job) {
      JobOutcome& outcome = outcomes_[job];
      if (outcome.status == JobStatus::done)
        runs.done.push_back({std::move(outcome.layers.front()), outcome.seconds});
      else
        runs.unsimulated.push_back(
            {jobs_[job].source->layer_name(0), std::string(jobs_[job].architecture->name),
             outcome.status == JobStatus::refused ? Unsimulated::invalid : Unsimulated::failed,
             outcome.reason});
    }
    if (runs.done.empty()) outcomes_.front().require_done();
    return runs;
  }

 private:
  /// Workers come upon mistakes in any order. The first one in the order of the jobs is told: throws what is
  /// wrong with an earlier job, if anything is.
  void check_before(std::size_t job) const {
    for (std::size_t earlier = 0; earlier < job; ++earlier)
      if (outcomes_[earlier].status == JobStatus::failed) check_inputs(jobs_[earlier]);
  }
  static void check_inputs(const Job& job) {
    LayerDraws draws;
    StoredLayer stored(job.source->load(0, job.config.multiplier_array.operand_bits, draws));
    try {
      prepare_layer(job, stored.layer);
    } catch (const UnsuitableEngine& error) {
      throw UserError(named_message(job.name(0), error.what()));
    } catch (const UserError&) {  // the machine cannot take the layer: that ends no run
    }
  }
  static std::string shown(const JobOutcome& outcome) {
    if (outcome.status != JobStatus::done) return "not simulated";
    const LayerResult& layer = outcome.layers.front();
    return fmt::format("{} cycles, verified {}, {:.1f} s", with_thousands(layer.cycles),
                       to_string(layer.verified), outcome.seconds);
  }
  /// "conv1", or "conv1 on dcnn".
  std::string shown_name(std::size_t job) const {
    const std::string& layer = jobs_[job].source->layer_name(0);
    return names_architectures_ ? fmt::format("{} on {}", layer, jobs_[job].architecture->name) : layer;
  }

  const std::vector<Job>& jobs_;
  const bool names_architectures_;
  JobProgress& progress_;
  std::vector<JobOutcome> outcomes_;
};

}  // namespace

LayerRuns run_layers(const RunRequest& request, std::FILE* stream) {
  const std::vector<Job> jobs = jobs_of(request);
  std::vector<const Job*> pointers;
  double cost = 0;
  for (const Job& job : jobs) {
    pointers.push_back(&job);
    cost += job.cost;
  }
  JobProgress progress(stream, jobs.size(), cost, JobProgress::Lines::per_job);
  LayerObserver runs(jobs, request.architectures.size() > 1, progress);
  RunnerOptions options;
  options.processes = request.jobs;
  run_jobs(pointers, options, runs);
  return runs.take();
}

}  // namespace scnnsim
