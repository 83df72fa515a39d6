// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/run_points.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "sim/jobs/generated_source.h"
#include "sim/jobs/job_progress.h"
#include "sim/jobs/job_runner.h"

namespace scnnsim {
namespace {

/// Everything of a layer that tensors are generated from.
std::string text_of(const NetworkLayer& layer) {
  const LayerDescription& d = layer.description;
  const LayerShape& s = d.shape;
  const auto density = [](const std::optional<double>& one) {
    return one ? fmt::format("{}", *one) : "none";
  };
  return fmt::format(
      "layer: {}\nshape: {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}\nrelu: {} input: {} shift: {} {}\n"
      "densities: {} {} {}\n",
      d.name, s.C, s.K, s.H, s.W, s.R, s.S, s.stride_h, s.stride_w, s.pad_top, s.pad_left, s.pad_bottom,
      s.pad_right, s.dilation_h, s.dilation_w, s.groups, d.rectifies(), to_string(d.input),
      layer.has_output_shift, d.output_shift, density(layer.weight_density), density(layer.input_density),
      density(layer.output_density));
}

std::shared_ptr<const TensorSource> source_of(const PaperWorkload& workload, bool brings_outputs) {
  return std::make_shared<GeneratedSource>(Network{workload.network, "", {workload.layer}}, workload.generate,
                                           text_of(workload.layer), brings_outputs);
}

class PointJobs {
 public:
  PointJobs(const EnergyTable& table, const SimulationOptions& options)
      : table_(std::make_shared<const EnergyTable>(table)), options_(options) {}

  std::vector<PointJob> of(const PointPlan& plan) const {
    std::vector<PointJob> jobs;
    for (const PointTask& task : plan.tasks()) {
      const auto source = source_of(task.workload, verified_machines(task) > 1);
      for (const Machine& machine : task.machines) jobs.push_back(job_of(task, machine, source));
    }
    return jobs;
  }

 private:
  PointJob job_of(const PointTask& task, const Machine& machine,
                  const std::shared_ptr<const TensorSource>& source) const {
    const PaperWorkload& workload = task.workload;
    PointJob point{{workload.series, workload.network, workload.layer.description.name,
                    workload.generate.seed, machine.label, task.beside},
                   {}};
    Job& job = point.job;
    job.source = source;
    job.architecture = &find_architecture(machine.architecture, machine.label);
    job.config = machine.config;
    job.energy_table = table_;
    job.options = options_;
    job.options.values = !machine.timing_only;
    job.options.verify = options_.verify && job.options.values;
    job.options.detail = CounterDetail::layers;
    job.network = workload.network;
    job.label = point.key.text();
    job.cost = job_cost(*source, job.config, machine.architecture);
    return point;
  }

  std::ptrdiff_t verified_machines(const PointTask& task) const {
    if (!options_.verify) return 0;
    return std::count_if(task.machines.begin(), task.machines.end(),
                         [](const Machine& machine) { return !machine.timing_only; });
  }

  std::shared_ptr<const EnergyTable> table_;
  const SimulationOptions& options_;
};

class PointRun : public JobObserver {
 public:
  PointRun(const std::vector<const PointJob*>& jobs, PointStore* store, Points& points, JobProgress& progress)
      : jobs_(jobs), store_(store), points_(points), progress_(progress) {}

  void started(std::size_t job) override { progress_.started(job, jobs_[job]->key.text()); }
  void progressed(std::size_t job, double share) override { progress_.progressed(job, share); }
  void finished(std::size_t job, JobOutcome outcome) override {
    outcome.require_done();
    if (store_ != nullptr) store_->record(*jobs_[job], outcome);
    points_.put(jobs_[job]->key, std::move(outcome.layers.front()));
    progress_.finished(job, jobs_[job]->job.cost, "");
  }
  void tick() override { progress_.tick(); }

 private:
  const std::vector<const PointJob*>& jobs_;
  PointStore* store_;
  Points& points_;
  JobProgress& progress_;
};

}  // namespace

Points run_points(const PointPlan& plan, const EnergyTable& table, const PointOptions& options) {
  const std::vector<PointJob> all = PointJobs(table, options.simulation).of(plan);
  Points points;
  std::vector<const PointJob*> left;
  if (options.store != nullptr)
    left = options.store->take_known(all, points);
  else
    for (const PointJob& job : all) left.push_back(&job);
  std::vector<const Job*> jobs;
  double cost = 0;
  for (const PointJob* point : left) {
    jobs.push_back(&point->job);
    cost += point->job.cost;
  }
  JobProgress progress(options.progress, jobs.size(), cost, JobProgress::Lines::per_tenth);
  PointRun run(left, options.store, points, progress);
  RunnerOptions runner;
  runner.processes = options.jobs;
  runner.batch.wrong_outputs_fail = true;
  run_jobs(jobs, runner, run);
  return points;
}

}  // namespace scnnsim
