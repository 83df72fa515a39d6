// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/sweep/run/sweep_run.h"
#include "sim/sweep/store/store_checksums.h"
#include "sim/sweep/store/store_database.h"
#include "sim/sweep/store/sweep_folder.h"
#include "sim/sweep/store/sweep_store.h"
#include "tests/support/shared_clock.h"
#include "tests/unit/sweep/test_support.h"
#include "traces/support/files.h"

namespace scnnsim {

using sweep_test::expect_says;
using sweep_test::plan_of;
using sweep_test::ScratchFolder;

inline const std::string four_points = sweep_test::small + "axes: [{grid: {mapping.kc: [1, 2, 3, 4]}}]\n";

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

}  // namespace scnnsim
