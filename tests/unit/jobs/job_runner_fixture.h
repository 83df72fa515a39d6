// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/jobs/job_runner.h"
#include "tests/support/shared_clock.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/files.h"

namespace scnnsim::testing {

/// Layers of a few values.
class TinySource : public TensorSource {
 public:
  TinySource(std::string family, std::size_t layers, std::string log = "")
      : TensorSource("net", "identity", std::move(family)), log_(std::move(log)) {
    for (std::size_t i = 0; i < layers; ++i) {
      LayerDescription layer;
      layer.name = "conv" + std::to_string(i + 1);
      layer.shape.C = layer.shape.K = 2;
      layer.shape.H = layer.shape.W = 4;
      layers_.push_back(layer);
      add_layer(layer, 1, 1);
    }
  }

  LoadedLayer load(std::size_t layer, unsigned, LayerDraws&) const override {
    if (!log_.empty()) std::ofstream(log_, std::ios::app) << "load " << layers_[layer].name << "\n";
    LoadedLayer loaded{layers_[layer], {}};
    loaded.tensors.weights = Tensor<std::int16_t>({2, 2, 1, 1});
    loaded.tensors.weights.data = {1, 2, 0, 3};
    loaded.tensors.activations = Tensor<std::int16_t>({2, 4, 4});
    loaded.tensors.activations.data.assign(32, 1);
    return loaded;
  }

 private:
  std::vector<LayerDescription> layers_;
  std::string log_;
};

/// Does a deed in the layer's process instead of a simulation.
class Deed : public PreparedSimulation {
 public:
  Deed(const Job& job, const std::string& layer, std::function<void()> deed, std::string key)
      : PreparedSimulation(job.options), layer_(layer), deed_(std::move(deed)), key_(std::move(key)) {}

  LayerResult run(const std::function<void(double)>&) const override {
    if (deed_) deed_();
    LayerResult result;
    result.layer = layer_;
    result.cycles = 7;
    return result;
  }
  bool uses_kernel() const override { return true; }
  std::string key() const override { return key_; }
  std::optional<LayerResult> made_of(const SimulationOptions&, const LayerResult& result) const override {
    return result;
  }

 private:
  std::string layer_;
  std::function<void()> deed_;
  std::string key_;
};

class JobRunnerTest : public ::testing::Test, protected JobObserver {
 protected:
  void SetUp() override {
    options_.processes = 2;
    options_.batch.clock = clock_.reader();
    options_.batch.prepare = [this](const Job& job, SharedLayer& layer) {
      if (preparing_.count(job.label) > 0) preparing_.at(job.label)();
      const auto deed = deeds_.count(job.label) > 0 ? deeds_.at(job.label) : std::function<void()>();
      return std::make_unique<Deed>(
          job, layer.description().name,
          [this, label = job.label, deed] {
            log("run " + label);
            if (deed) deed();
          },
          keys_.count(job.label) > 0 ? keys_.at(job.label) : "");
    };
  }
  /// No child is left.
  void TearDown() override {
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
    EXPECT_EQ(errno, ECHILD);
  }

  Job& add(const std::string& label, std::shared_ptr<const TensorSource> source = nullptr) {
    if (!source) source = std::make_shared<TinySource>(label, 1, log_.string());
    Job& job = *jobs_.emplace_back(std::make_unique<Job>());
    job.source = std::move(source);
    job.architecture = &find_architecture("scnn", "test");
    job.energy_table = table_;
    job.label = label;
    job.cost = 1;
    return job;
  }

  void run() {
    std::vector<const Job*> jobs;
    for (const auto& job : jobs_) jobs.push_back(job.get());
    run_jobs(jobs, options_, *this);
  }

  void started(std::size_t job) override {
    log("start " + jobs_[job]->label);
    if (on_start_) on_start_(job);
  }
  void failed_once(std::size_t job, const JobOutcome& outcome) override {
    log("again " + jobs_[job]->label + ": " + outcome.reason);
  }
  void finished(std::size_t job, JobOutcome outcome) override {
    EXPECT_EQ(outcomes_.count(jobs_[job]->label), 0u) << jobs_[job]->label << " finished twice";
    outcomes_[jobs_[job]->label] = std::move(outcome);
  }

  void lowered(std::size_t processes, const std::string& reason) override {
    lowered_.push_back(processes);
    EXPECT_NE(reason.find("(ulimit -n)"), std::string::npos) << reason;
  }

  void log(const std::string& line) const { std::ofstream(log_, std::ios::app) << line << "\n"; }
  std::string logged() const { return std::filesystem::exists(log_) ? read_file(log_, 1 << 20) : ""; }
  std::size_t times(const std::string& line) const {
    const std::string text = "\n" + logged();
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find("\n" + line + "\n", at)) != std::string::npos; ++at) ++count;
    return count;
  }
  void expect_done(const std::string& label) {
    EXPECT_EQ(outcomes_[label].status, JobStatus::done) << label << ": " << outcomes_[label].reason;
  }
  static void die_by(int number) {
    std::signal(number, SIG_DFL);
    raise(number);
  }

  SharedClock clock_;
  ScratchFolder folder_;
  const std::filesystem::path log_ = folder_.path() / "log";
  std::shared_ptr<const EnergyTable> table_ = std::make_shared<EnergyTable>(EnergyTable::load("16nm"));
  std::vector<std::unique_ptr<Job>> jobs_;
  RunnerOptions options_;
  std::map<std::string, std::function<void()>> deeds_;      ///< by label: in the simulation's process
  std::map<std::string, std::function<void()>> preparing_;  ///< by label: in the batch's process
  std::map<std::string, std::string> keys_;                 ///< by label
  std::map<std::string, JobOutcome> outcomes_;
  std::vector<std::size_t> lowered_;
  std::function<void(std::size_t)> on_start_;
};

}  // namespace scnnsim::testing
