// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/run/sweep_run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "sim/run/interrupt.h"
#include "tests/unit/sweep/sweep_run_fixture.h"
#include "traces/support/error.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

TEST_F(SweepRun, a_reason_names_the_layer_once) {
  StoreWriter store(folder_.path());
  const SweepPlan plan = plan_of(sweep_test::small + "set: {accumulator.banks: 1, accumulator.entries: 1}\n");
  store.set_plan(plan.stored());
  run_sweep(plan, store, {});
  const SweepPoint point = points().front();
  EXPECT_EQ(point.status, PointStatus::invalid);
  EXPECT_EQ(point.reason.rfind("layer conv3: one output channel", 0), 0u) << point.reason;
}

TEST_F(SweepRun, a_store_in_which_nothing_is_written_yet_adds_nothing) {
  run(plan_of(four_points));
  write_file(folder_ / "empty.sqlite", "");
  StoreWriter(folder_.path()).merge(folder_ / "empty.sqlite");
  EXPECT_EQ(points().size(), 4u);
}

TEST_F(SweepRun, results_are_stored_with_totals_and_layers) {
  run(plan_of(four_points));
  const std::vector<SweepPoint> all = points();
  ASSERT_EQ(all.size(), 4u);
  for (const SweepPoint& point : all) {
    EXPECT_EQ(point.status, PointStatus::done);
    ASSERT_TRUE(point.total);
    EXPECT_EQ(point.total->cycles, 200 * point.number);
    EXPECT_GT(point.total->energy_pj.at("multiplier_array"), 0);
    EXPECT_EQ(point.total->pes, 64u);
    EXPECT_GT(point.area_mm2, 1);
    EXPECT_EQ(point.axes, (AxisValues{{"mapping.kc", std::to_string(point.number)}}));
  }
  const auto layers = SweepStore::open_read(folder_.path()).layers(all[2].key);
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(layers[1].layer, "conv4");
  EXPECT_EQ(layers[1].cycles, 300u);
  EXPECT_EQ(layers[1].network, all[2].network);
}

TEST_F(SweepRun, a_point_is_never_run_twice) {
  run(plan_of(four_points));
  run(plan_of(four_points));
  EXPECT_EQ(simulated_layers(), 8u);
}

TEST_F(SweepRun, a_changed_sweep_adds_points_and_keeps_others) {
  run(plan_of(four_points));
  run(plan_of(sweep_test::small + "axes: [{grid: {mapping.kc: [7, 2, 3]}}]"));
  EXPECT_EQ(simulated_layers(), 10u);
  EXPECT_EQ(points().size(), 3u);
  EXPECT_EQ(points()[0].total->cycles, 1400u);
  EXPECT_EQ(points()[1].total->cycles, 400u);
  run(plan_of(four_points));
  EXPECT_EQ(simulated_layers(), 10u);
}

TEST_F(SweepRun, a_crash_fails_its_point_with_stderr_after_one_retry) {
  run(plan_of(four_points), [](const Job& job) {
    if (job.config.mapping.kc.number() != 2) return;
    [[maybe_unused]] const auto written = write(STDERR_FILENO, "about to crash\n", 15);
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
  });
  const auto all = points();
  EXPECT_EQ(all[1].status, PointStatus::failed);
  expect_says(all[1].reason, {"signal 11"});
  for (const std::size_t other : {0u, 2u, 3u}) EXPECT_EQ(all[other].status, PointStatus::done);
  expect_says(attempts("stderr || status"), {"about to crash\nfailed"});
  EXPECT_EQ(simulated_layers(), 6u + 2u);
}

TEST_F(SweepRun, the_death_of_a_whole_worker_costs_one_point_only) {
  run(plan_of(four_points), [](const Job& job) {
    if (job.config.mapping.kc.number() == 3) kill(getppid(), SIGKILL);
    if (job.config.mapping.kc.number() == 3) sleep(60);
  });
  const auto all = points();
  EXPECT_EQ(all[2].status, PointStatus::failed);
  expect_says(all[2].reason, {"killed by signal 9"});
  for (const std::size_t other : {0u, 1u, 3u}) EXPECT_EQ(all[other].status, PointStatus::done);
}

TEST_F(SweepRun, a_point_that_takes_too_long_fails_and_the_others_go_on) {
  options_.jobs = 1;
  options_.timeout = 5;
  run(plan_of(four_points), [this](const Job& job) {
    if (job.config.mapping.kc.number() != 2) return;
    clock_.advance(5.25);
    sleep(600);
  });
  const auto all = points();
  EXPECT_EQ(all[1].status, PointStatus::failed);
  expect_says(all[1].reason, {"took longer than 5 s"});
  expect_says(attempts("seconds"), {"5.25|5.25"});
  for (const std::size_t other : {0u, 2u, 3u}) EXPECT_EQ(all[other].status, PointStatus::done);
}

TEST_F(SweepRun, a_point_that_ends_late_fails_even_if_nobody_looked) {
  options_.jobs = 1;
  options_.timeout = 0.25;
  run(plan_of(four_points), [this](const Job& job) {
    if (job.config.mapping.kc.number() == 1) clock_.advance(0.15);  // two layers
  });
  const auto all = points();
  EXPECT_EQ(all[0].status, PointStatus::failed);
  expect_says(all[0].reason, {"took longer than 0.25 s"});
  EXPECT_FALSE(all[0].total);
  for (const std::size_t other : {1u, 2u, 3u}) EXPECT_EQ(all[other].status, PointStatus::done);
}

TEST_F(SweepRun, a_failure_that_does_not_come_back_is_none) {
  const std::string mark = (folder_.path() / "mark").string();
  run(plan_of(four_points), [mark](const Job& job) {
    if (job.config.mapping.kc.number() != 2 || std::filesystem::exists(mark)) return;
    std::ofstream(mark) << "failed once";
    throw SimulationError("once");
  });
  EXPECT_EQ(points()[1].status, PointStatus::done);
  expect_says(attempts("reason"), {"once|"});
}

TEST_F(SweepRun, failed_points_run_again_only_when_asked_to) {
  const SweepPlan plan = plan_of(four_points);
  run(plan, [](const Job&) { throw SimulationError("always"); });
  EXPECT_EQ(simulated_layers(), 8u);
  run(plan);
  EXPECT_EQ(simulated_layers(), 8u);
  options_.retry_failed = true;
  run(plan);
  EXPECT_EQ(simulated_layers(), 16u);
  for (const SweepPoint& point : points()) EXPECT_EQ(point.status, PointStatus::done);
}

TEST_F(SweepRun, what_the_machine_refuses_is_invalid_and_not_tried_again) {
  run(plan_of(four_points), [](const Job& job) {
    if (job.config.mapping.kc.number() == 4) throw UserError("does not fit");
  });
  EXPECT_EQ(points()[3].status, PointStatus::invalid);
  EXPECT_EQ(points()[3].reason, "layer conv3: does not fit");
  EXPECT_EQ(attempts("sum(status = 'done') || sum(status = 'invalid') || count(*)"), "314|");
  run(plan_of(four_points));
  EXPECT_EQ(simulated_layers(), 7u);
}

TEST_F(SweepRun, an_interrupt_leaves_what_is_done) {
  const SweepPlan plan = plan_of(four_points);
  const pid_t parent = getpid();
  {
    const InterruptScope interrupts;
    const auto stop_at_the_last = [parent](const Job& job) {
      if (job.config.mapping.kc.number() < 4) return;
      kill(parent, SIGTERM);
      sleep(60);
    };
    EXPECT_THROW(run(plan, stop_at_the_last), Interrupted);
  }
  // The last one is handed out when two others are through.
  const auto all = points();
  EXPECT_GE(std::count_if(all.begin(), all.end(),
                          [](const SweepPoint& point) { return point.status == PointStatus::done; }),
            2);
  EXPECT_EQ(all[3].status, PointStatus::pending);
  run(plan);
  for (const SweepPoint& point : points()) EXPECT_EQ(point.status, PointStatus::done);
}

}  // namespace
}  // namespace scnnsim
