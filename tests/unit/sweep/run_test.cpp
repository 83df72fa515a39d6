// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/run/sweep_run.h"

#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "sim/run/interrupt.h"
#include "sim/sweep/report/sweep_export.h"
#include "sim/sweep/store/store_checksums.h"
#include "sim/sweep/store/store_database.h"
#include "sim/sweep/store/sweep_folder.h"
#include "sim/sweep/store/sweep_store.h"
#include "tests/support/shared_clock.h"
#include "tests/unit/sweep/test_support.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

using sweep_test::expect_says;
using sweep_test::plan_of;
using sweep_test::ScratchFolder;

const std::string four_points = sweep_test::small + "axes: [{grid: {mapping.kc: [1, 2, 3, 4]}}]\n";

/// Writes a line into a log and does a deed, in place of a simulation.
class LoggedDeed : public PreparedSimulation {
 public:
  using Deed = std::function<void(const Job&)>;
  LoggedDeed(const Job& job, std::string layer, std::filesystem::path log, Deed deed)
      : PreparedSimulation(job.options),
        job_(job),
        layer_(std::move(layer)),
        log_(std::move(log)),
        deed_(std::move(deed)) {}

  LayerResult run(const std::function<void(double)>&) const override {
    std::ofstream(log_, std::ios::app) << job_.config.mapping.kc.number() << "\n";
    if (deed_) deed_(job_);
    LayerResult result;
    result.layer = layer_;
    result.cycles = 100 * job_.config.mapping.kc.number();
    result.multiplies = 10;
    result.pes = 64;
    result.multipliers = 1024;
    return result;
  }
  bool uses_kernel() const override { return true; }

 private:
  const Job& job_;
  const std::string layer_;
  const std::filesystem::path log_;
  const Deed deed_;
};

/// Sweeps with another simulation, and keeps count of the layers that it simulates.
class SweepRun : public ::testing::Test {
 protected:
  using Deed = LoggedDeed::Deed;

  SweepRun() {
    options_.jobs = 2;
    options_.clock = clock_.reader();
  }

  void run(const SweepPlan& plan, const Deed& deed = {}) {
    StoreWriter store(folder_.path());
    store.set_plan(plan.stored());
    options_.prepare = [this, deed](const Job& job, SharedLayer& layer) {
      return std::make_unique<LoggedDeed>(job, layer.description().name, folder_.path() / "log", deed);
    };
    run_sweep(plan, store, options_);
  }

  std::size_t simulated_layers() const {
    const std::string log = read_file(folder_.path() / "log", 1 << 20);
    return static_cast<std::size_t>(std::count(log.begin(), log.end(), '\n'));
  }
  std::vector<SweepPoint> points() const { return SweepStore::open_read(folder_.path()).points(); }
  std::string attempts(const std::string& what) const {
    const SQLite::Database database((folder_.path() / store_file_name).string());
    SQLite::Statement row(database, "SELECT " + what + " FROM attempts ORDER BY rowid");
    std::string text;
    while (row.executeStep()) text += row.getColumn(0).getString() + "|";
    return text;
  }

  /// As a writer would, with the checksums of what then is there.
  void change_store(const std::string& sql) const {
    SQLite::Database database((folder_.path() / store_file_name).string(), SQLite::OPEN_READWRITE);
    database.exec(sql);
    add_checksums(database);
  }

  testing::SharedClock clock_;
  ScratchFolder folder_;
  SweepOptions options_;
};

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

TEST_F(SweepRun, a_second_writer_is_refused) {
  const StoreWriter first(folder_.path());
  EXPECT_THROW(run_in_worker("second", [this](Channel&) { StoreWriter{folder_.path()}; }), UserError);
}

TEST_F(SweepRun, a_store_of_another_version_is_refused) {
  { StoreWriter(folder_.path()); }
  change_store("PRAGMA user_version = 99");
  try {
    StoreWriter{folder_.path()};
    FAIL();
  } catch (const UserError& error) {
    expect_says(error.what(), {"store version 99, expected 2"});
  }
  EXPECT_THROW(points(), UserError);
}

TEST_F(SweepRun, texts_of_axes_are_read_with_and_without_escapes) {
  run(plan_of(four_points));
  change_store(R"(UPDATE points SET axes = '{ "b.c" : "\"\\\u00e9", "a":"" }' WHERE number = 2)");
  EXPECT_EQ(points()[1].axes, (AxisValues{{"b.c", "\"\\é"}, {"a", ""}}));
  EXPECT_EQ(points()[0].axes, (AxisValues{{"mapping.kc", "1"}}));
}

TEST_F(SweepRun, json_that_is_something_else_is_refused_with_its_place) {
  run(plan_of(four_points));
  for (const char* text :
       {"", "{", R"({"a"})", R"({"a":4})", R"({"a":"4",})", R"({"a":"4"}x)", R"(["a"])", "4"}) {
    change_store("UPDATE points SET axes = '" + std::string(text) + "' WHERE number = 3");
    testing::expect_user_error(
        [this] { points(); },
        {"sweep.sqlite: point 3: got \"" + std::string(text) + "\"", "expected an object of texts"});
  }
  change_store("UPDATE points SET axes = '{}' WHERE number = 3");
  for (const char* text : {"", R"({"dram":"4"})", R"({"dram":true})", R"({"dram":-1})", "[4]"}) {
    change_store("UPDATE results SET energy = '" + std::string(text) +
                 "' WHERE key = (SELECT key FROM points WHERE number = 3)");
    testing::expect_user_error([this] { points(); },
                               {"sweep.sqlite: point 3: got", "expected an object of numbers"});
  }
}

TEST_F(SweepRun, names_of_axes_that_are_no_texts_are_refused) {
  run(plan_of(four_points));
  for (const char* text : {"[1]", "[[\"a\"]]", "{\"a\": {}}"}) {
    change_store("UPDATE notes SET value = '" + std::string(text) + "' WHERE name = 'axes'");
    testing::expect_user_error([this] { SweepStore::open_read(folder_.path()).axis_names(); },
                               {"sweep.sqlite: axes: expected a list of the axes' names"});
  }
}

TEST_F(SweepRun, what_sqlite_refuses_names_the_file_and_says_what_to_do) {
  run(plan_of(four_points));
  change_store("DROP TABLE attempts");
  testing::expect_user_error([this] { SweepStore::open_read(folder_.path()).rate(); },
                             {"sweep.sqlite: no such table: attempts"});
  const std::filesystem::path file = folder_.path() / store_file_name;
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  testing::expect_user_error([this] { points(); },
                             {"sweep.sqlite: ", "the file is damaged", "restore a copy"});
  testing::expect_user_error([&] { open_database(folder_.path() / "none" / "store", StoreMode::write); },
                             {"none/store: ", "No such file or directory"});
}

TEST_F(SweepRun, what_is_no_store_is_refused) {
  std::ofstream(folder_.path() / store_file_name) << "not a database at all, but long enough for a header";
  EXPECT_THROW(points(), UserError);
  EXPECT_THROW(StoreWriter{folder_.path()}, UserError);
}

TEST_F(SweepRun, merging_shards_gives_the_store_of_the_whole) {
  const SweepPlan plan = plan_of(four_points);
  run(plan);
  ScratchFolder merged;
  {
    StoreWriter writer(merged.path());
    writer.merge(folder_.path() / store_file_name);
    writer.merge(folder_.path() / store_file_name);
  }
  const SweepStore whole = SweepStore::open_read(folder_.path()), copy = SweepStore::open_read(merged.path());
  export_sweep(whole, folder_.path());
  export_sweep(copy, merged.path());
  for (const char* file : {"points.csv", "layers.csv", "sweep.json"})
    EXPECT_EQ(read_file(folder_.path() / file, 1 << 20), read_file(merged.path() / file, 1 << 20)) << file;
  ScratchFolder another;
  StoreWriter other(another.path());
  other.set_plan(plan_of(sweep_test::small).stored());
  EXPECT_THROW(other.merge(folder_.path() / store_file_name), UserError);
}

TEST_F(SweepRun, stores_are_checked_before_they_are_merged) {
  run(plan_of(four_points));
  const std::filesystem::path own = folder_.path() / store_file_name;
  ScratchFolder other, target;
  {
    StoreWriter writer(other.path());
    writer.set_plan(plan_of(sweep_test::small).stored());
  }
  const std::filesystem::path another = other.path() / store_file_name;
  using testing::expect_user_error;
  EXPECT_NO_THROW(check_mergeable({own, own}, target.path()));
  EXPECT_NO_THROW(check_mergeable({another}, other.path() / "new"));
  expect_user_error(
      [&] {
        check_mergeable({own, another}, target.path());
      },
      {another.string(), "not of the sweep in " + own.string()});
  expect_user_error([&] { check_mergeable({another}, folder_.path()); },
                    {"not of the sweep in " + own.string()});
  expect_user_error([&] { check_mergeable({own}, folder_.path()); },
                    {own.string(), "among the stores to merge"});
  const std::filesystem::path torn = target.path() / "torn.sqlite", empty = target.path() / "empty.sqlite";
  const std::string bytes = read_file(own, 1 << 24);
  write_file(torn, bytes.substr(0, bytes.size() / 2));
  write_file(empty, "");
  expect_user_error([&] { check_mergeable({own, torn}, target.path()); }, {torn.string(), "damaged"});
  expect_user_error([&] { check_mergeable({empty}, target.path()); }, {"nothing has been written"});
  EXPECT_NO_THROW(check_mergeable({empty, own}, target.path()));
}

TEST_F(SweepRun, a_file_that_cannot_be_written_says_why) {
  using testing::expect_user_error;
  expect_user_error([&] { write_file(folder_.path() / "no" / "file", "x"); },
                    {"cannot be written: No such file or directory"});
  std::filesystem::create_directories(folder_.path() / "folder" / "inner");
  expect_user_error([&] { write_file(folder_.path() / "folder", "x"); },
                    {"cannot be written: Is a directory"});
}

TEST_F(SweepRun, a_store_that_is_a_folder_says_so) {
  std::filesystem::create_directories(folder_.path() / store_file_name);
  testing::expect_user_error([&] { points(); }, {store_file_name, "is a folder, expected the store"});
}

}  // namespace
}  // namespace scnnsim
