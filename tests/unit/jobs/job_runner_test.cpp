// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job_runner.h"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/run/interrupt.h"
#include "sim/run/run_errors.h"
#include "tests/unit/jobs/job_runner_fixture.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using testing::JobRunnerTest;
using testing::TinySource;

TEST_F(JobRunnerTest, every_layer_of_every_job_is_simulated_and_named) {
  const auto source = std::make_shared<TinySource>("shared", 3);
  for (const char* label : {"a", "b", "c"}) add(label, source).network = "net";
  add("d");
  run();
  for (const char* label : {"a", "b", "c"}) {
    expect_done(label);
    ASSERT_EQ(outcomes_[label].layers.size(), 3u);
    EXPECT_EQ(outcomes_[label].layers[1].layer, "conv2");
    EXPECT_EQ(outcomes_[label].layers[1].network, "net");
    EXPECT_EQ(outcomes_[label].layers[1].cycles, 7u);
    EXPECT_FALSE(outcomes_[label].layers[1].energy_pj.empty());
  }
  EXPECT_EQ(outcomes_["d"].layers.size(), 1u);
}

TEST_F(JobRunnerTest, a_source_is_loaded_once_for_all_of_its_jobs) {
  const auto source = std::make_shared<TinySource>("shared", 2, log_.string());
  for (const char* label : {"a", "b", "c"}) add(label, source);
  run();
  EXPECT_EQ(times("load conv1"), 1u) << logged();
  EXPECT_EQ(times("load conv2"), 1u) << logged();
}

TEST_F(JobRunnerTest, simulations_with_the_same_key_run_once) {
  const auto source = std::make_shared<TinySource>("shared", 1);
  for (const char* label : {"a", "b", "c", "d"}) add(label, source);
  keys_ = {{"a", "same"}, {"b", "same"}, {"c", "another"}, {"d", "same"}};
  deeds_["a"] = [] { usleep(100'000); };  // while "b" comes along
  run();
  for (const char* label : {"a", "b", "c", "d"}) expect_done(label);
  EXPECT_EQ(times("run a") + times("run b") + times("run d"), 1u) << logged();
  EXPECT_EQ(times("run c"), 1u);
}

TEST_F(JobRunnerTest, what_waits_for_a_simulation_that_crashes_runs_itself) {
  const auto source = std::make_shared<TinySource>("shared", 1);
  add("a", source);
  add("b", source);
  keys_ = {{"a", "same"}, {"b", "same"}};
  deeds_["a"] = [] {
    usleep(100'000);
    die_by(SIGSEGV);
  };
  run();
  EXPECT_EQ(outcomes_["a"].status, JobStatus::failed);
  expect_done("b");
}

TEST_F(JobRunnerTest, a_crash_fails_its_job_alone_and_names_it) {
  const auto source = std::make_shared<TinySource>("shared", 1);
  for (const char* label : {"a", "b", "c"}) add(label, source);
  deeds_["b"] = [] { die_by(SIGSEGV); };
  add("d");  // has a process of its own, in which it is simulated
  deeds_["d"] = [] { die_by(SIGABRT); };
  run();
  EXPECT_EQ(outcomes_["b"].reason.rfind("b: its process was killed by signal 11", 0), 0u)
      << outcomes_["b"].reason;
  EXPECT_EQ(outcomes_["d"].reason.rfind("d: its process was killed by signal 6", 0), 0u)
      << outcomes_["d"].reason;
  expect_done("a");
  expect_done("c");
}

TEST_F(JobRunnerTest, the_death_of_a_batch_fails_the_job_that_did_it_alone) {
  const auto source = std::make_shared<TinySource>("shared", 1);
  for (const char* label : {"a", "b", "c", "d"}) add(label, source);
  options_.attempts = 2;
  preparing_["c"] = [] { die_by(SIGKILL); };
  deeds_["b"] = [] { usleep(300'000); };  // is under way as "c" kills the process
  run();
  EXPECT_EQ(outcomes_["c"].status, JobStatus::failed);
  EXPECT_EQ(outcomes_["c"].reason.rfind("c: its process was killed by signal 9", 0), 0u)
      << outcomes_["c"].reason;
  for (const char* label : {"a", "b", "d"}) expect_done(label);
}

/// It used to be replaced by the next one for ever.
TEST_F(JobRunnerTest, a_process_that_dies_before_it_starts_a_job_fails_it) {
  static bool dies_at_birth = false;
  pthread_atfork(nullptr, nullptr, [] {
    if (dies_at_birth) _exit(3);
  });
  dies_at_birth = true;
  const auto source = std::make_shared<TinySource>("shared", 1);
  for (const char* label : {"a", "b"}) add(label, source);
  add("c");
  run();
  dies_at_birth = false;
  for (const char* label : {"a", "b", "c"}) {
    EXPECT_EQ(outcomes_[label].status, JobStatus::failed) << label;
    EXPECT_EQ(outcomes_[label].reason,
              std::string(label) + ": its process ended without a result, exit status 3");
  }
}

/// Nobody waits for a simulation for which there was no process.
TEST_F(JobRunnerTest, a_simulation_that_cannot_be_started_waits_for_the_end_of_another_one) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP()
      << "UBSan opens a pipe to see whether memory can be read, and takes objects for none without one";
#endif
  const auto source = std::make_shared<TinySource>("shared", 1);
  for (const char* label : {"b", "a"}) add(label, source);
  options_.attempts = 2;
  keys_ = {{"a", "same"}};
  const std::filesystem::path mark = folder_.path() / "mark";
  deeds_["b"] = [mark] {  // under way as there is no process for "a"
    while (!std::filesystem::exists(mark)) usleep(1'000);
  };
  preparing_["a"] = [mark] {
    std::ofstream(mark) << "prepared";
    static rlimit before{};
    static const bool was_read = getrlimit(RLIMIT_NOFILE, &before) == 0;
    static int attempt = 0;
    const int next_file = dup(STDIN_FILENO);
    close(next_file);
    rlimit limit = before;
    if (was_read && attempt++ == 0) limit.rlim_cur = static_cast<rlim_t>(next_file);  // no further file
    setrlimit(RLIMIT_NOFILE, &limit);
  };
  run();
  EXPECT_EQ(logged().find("again"), std::string::npos) << logged();
  for (const char* label : {"a", "b"}) expect_done(label);
}

TEST_F(JobRunnerTest, failures_are_tried_again_and_refusals_are_not) {
  add("fails");
  add("refuses");
  add("recovers");
  options_.attempts = 3;
  deeds_["fails"] = [] { throw SimulationError("stuck"); };
  deeds_["refuses"] = [] { throw UserError("does not fit"); };
  const std::string mark = (folder_.path() / "mark").string();
  deeds_["recovers"] = [mark] {
    if (std::filesystem::exists(mark)) return;
    std::ofstream(mark) << "once";
    throw SimulationError("once");
  };
  run();
  EXPECT_EQ(times("run fails"), 3u);
  EXPECT_EQ(times("again fails: fails: stuck"), 2u) << logged();
  EXPECT_EQ(outcomes_["fails"].status, JobStatus::failed);
  EXPECT_FALSE(outcomes_["fails"].is_users_mistake);
  EXPECT_EQ(times("run refuses"), 1u);
  EXPECT_EQ(outcomes_["refuses"].status, JobStatus::refused);
  EXPECT_TRUE(outcomes_["refuses"].is_users_mistake);
  EXPECT_THROW(outcomes_["refuses"].require_done(), UserError);
  expect_done("recovers");
}

TEST_F(JobRunnerTest, a_layer_that_cannot_be_loaded_fails_its_job) {
  class BadSource : public TinySource {
   public:
    BadSource() : TinySource("bad", 1) {}
    LoadedLayer load(std::size_t, unsigned, LayerDraws&) const override { throw UserError("no such file"); }
  };
  add("bad", std::make_shared<BadSource>());
  add("good");
  run();
  EXPECT_EQ(outcomes_["bad"].status, JobStatus::failed);
  EXPECT_EQ(outcomes_["bad"].reason, "no such file");
  EXPECT_TRUE(outcomes_["bad"].is_users_mistake);
  expect_done("good");
}

TEST_F(JobRunnerTest, a_job_that_takes_too_long_fails_and_the_others_go_on) {
  const auto source = std::make_shared<TinySource>("shared", 1);
  for (const char* label : {"a", "b", "c"}) add(label, source);
  options_.processes = 1;
  options_.batch.timeout = 1;
  deeds_["b"] = [this] {
    clock_.advance(1.25);
    sleep(600);
  };
  run();
  EXPECT_EQ(outcomes_["b"].reason, "took longer than 1 s (--timeout)");
  EXPECT_EQ(outcomes_["b"].seconds, 1.25);
  expect_done("a");
  expect_done("c");
}

TEST_F(JobRunnerTest, a_process_that_hangs_as_it_prepares_a_job_fails_all_that_are_late) {
  const auto source = std::make_shared<TinySource>("shared", 1);
  for (const char* label : {"a", "b", "c", "d", "e"}) add(label, source);
  options_.batch.timeout = 1;
  deeds_["b"] = [] { sleep(600); };
  preparing_["d"] = [] { sleep(600); };
  on_start_ = [this](std::size_t job) {  // "d" starts after "a" and "c", which ran beside "b"
    if (jobs_[job]->label == "d") clock_.advance(10);
  };
  run();
  for (const char* label : {"b", "d"}) {
    EXPECT_EQ(outcomes_[label].reason, "took longer than 1 s (--timeout)");
  }
  for (const char* label : {"a", "c", "e"}) expect_done(label);
}

TEST_F(JobRunnerTest, what_a_job_writes_to_stderr_comes_with_its_outcome) {
  const auto source = std::make_shared<TinySource>("shared", 2);
  for (const char* label : {"a", "b"}) {
    add(label, source);
    deeds_[label] = [label] { [[maybe_unused]] const auto written = write(STDERR_FILENO, label, 1); };
  }
  options_.batch.catches_stderr = true;
  run();
  EXPECT_EQ(outcomes_["a"].stderr_text, "aa");
  EXPECT_EQ(outcomes_["b"].stderr_text, "bb");
}

TEST_F(JobRunnerTest, wrong_outputs_fail_a_job_where_that_is_asked_for) {
  add("a");
  options_.batch.prepare = [](const Job& job, SharedLayer&) {
    class Wrong : public PreparedSimulation {
     public:
      using PreparedSimulation::PreparedSimulation;
      explicit Wrong(const Job& one) : PreparedSimulation(one.options) {}
      LayerResult run(const std::function<void(double)>&) const override {
        LayerResult result;
        result.verified = Verified::no;
        result.first_mismatch = "output 1";
        return result;
      }
      bool uses_kernel() const override { return false; }
    };
    return std::make_unique<Wrong>(job);
  };
  run();
  EXPECT_EQ(outcomes_["a"].status, JobStatus::done);
  outcomes_.clear();
  options_.batch.wrong_outputs_fail = true;
  run();
  EXPECT_EQ(outcomes_["a"].status, JobStatus::failed);
  EXPECT_EQ(outcomes_["a"].reason, "a: wrong outputs: output 1");
}

TEST_F(JobRunnerTest, families_that_cost_most_come_first_and_jobs_of_a_source_follow_each_other) {
  const auto one = std::make_shared<TinySource>("cheap", 1), two = std::make_shared<TinySource>("dear", 1),
             three = std::make_shared<TinySource>("dear", 1);
  add("cheap", one).cost = 5;
  add("first", two).cost = 3;
  add("second", three).cost = 3;
  add("third", two).cost = 3;
  options_.processes = 1;
  std::string order;
  on_start_ = [&](std::size_t job) { order += jobs_[job]->label + " "; };
  run();
  EXPECT_EQ(order, "first third second cheap ");
}

TEST_F(JobRunnerTest, an_interrupt_ends_all_processes) {
  const InterruptScope interrupts;
  const auto source = std::make_shared<TinySource>("shared", 1);
  for (const char* label : {"a", "b"}) {
    add(label, source);
    deeds_[label] = [] { sleep(600); };
  }
  add("alone");
  deeds_["alone"] = [] { sleep(600); };
  options_.processes = 3;
  std::size_t running = 0;
  on_start_ = [&](std::size_t) {
    if (++running == 3) raise(SIGTERM);
  };
  EXPECT_THROW(run(), Interrupted);
}

TEST_F(JobRunnerTest, an_exception_of_the_observer_ends_all_processes) {
  add("a");
  add("b");
  deeds_["a"] = deeds_["b"] = [] { sleep(600); };
  on_start_ = [](std::size_t) { throw std::runtime_error("no"); };
  EXPECT_THROW(run(), std::runtime_error);
}

}  // namespace
}  // namespace scnnsim
