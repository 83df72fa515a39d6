// SPDX-License-Identifier: Apache-2.0
// Names, keys and values of others through SQL and what is exported from it.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/sweep/report/sweep_export.h"
#include "sim/sweep/store/store_checksums.h"
#include "sim/sweep/store/store_database.h"
#include "sim/sweep/store/store_writer.h"
#include "sim/sweep/store/sweep_store.h"
#include "sim/text/json.h"
#include "sim/text/visible.h"
#include "tests/support/hostile_texts.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

StoredPlan plan_with_names(const std::vector<std::string>& names) {
  StoredPlan plan{{}, {}, "sweep", "config", names.size(), "checksum"};
  for (const std::string& name : names) {
    SweepPoint& point = plan.points.emplace_back();
    point.number = plan.points.size();
    point.key = name + std::to_string(point.number);
    point.axes = {{name, name}, {"other", name}};
    point.network = name;
    point.architecture = name;
    plan.axis_names.push_back(name);
  }
  plan.axis_names.emplace_back("other");
  return plan;
}

PointOutcome outcome_of(const std::string& name, bool done) {
  PointOutcome outcome;
  outcome.status = done ? PointStatus::done : PointStatus::failed;
  outcome.reason = done ? "" : name;
  outcome.stderr_text = name;
  if (!done) return outcome;
  outcome.layers.emplace_back().layer = name;
  outcome.layers.back().energy_pj = {{name, 1}};
  return outcome;
}

void write_store(const std::filesystem::path& folder, const StoredPlan& plan) {
  StoreWriter writer(folder);
  writer.set_plan(plan);
  for (const SweepPoint& point : plan.points)
    writer.record(point.key, outcome_of(point.network, point.number % 2 == 0), 1);
}

TEST(HostileStore, every_text_comes_back_as_it_was) {
  const testing::ScratchFolder folder;
  const StoredPlan plan = plan_with_names(testing::hostile_utf8_texts());
  write_store(folder.path(), plan);
  const SweepStore store = SweepStore::open_read(folder.path());
  EXPECT_EQ(store.axis_names(), plan.axis_names);
  const std::vector<SweepPoint> points = store.points();
  ASSERT_EQ(points.size(), plan.points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string& name = plan.points[i].network;
    EXPECT_EQ(points[i].key, plan.points[i].key);
    EXPECT_EQ(points[i].axes, plan.points[i].axes);
    EXPECT_EQ(points[i].network, name);
    EXPECT_EQ(points[i].architecture, name);
    if (points[i].status == PointStatus::done) {
      const std::vector<LayerResult> layers = store.layers(points[i].key);
      ASSERT_EQ(layers.size(), 1u);
      EXPECT_EQ(layers[0].layer, name);
      EXPECT_EQ(layers[0].energy_pj.count(name), 1u);
    } else {
      EXPECT_EQ(points[i].reason, name);
    }
  }
}

TEST(HostileStore, exports_hold_a_line_per_record_and_json_every_text) {
  const testing::ScratchFolder folder;
  const StoredPlan plan = plan_with_names(testing::hostile_utf8_texts());
  write_store(folder.path(), plan);
  export_sweep(SweepStore::open_read(folder.path()), folder.path());
  for (const char* file : {"points.csv", "layers.csv", "sweep.json"}) {
    const std::string text = testing::read_text(folder / file);
    EXPECT_EQ(text, visible_lines(text)) << file;
  }
  const std::string rows = testing::read_text(folder / "points.csv");
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), static_cast<long>(plan.points.size()) + 1);
  const auto json = parse_json(testing::read_text(folder / "sweep.json"), "sweep.json");
  for (std::size_t i = 0; i < plan.points.size(); ++i) {
    const std::string& name = plan.points[i].network;
    const auto& point = json.at("points").at(i);
    EXPECT_EQ(point.at("network"), name);
    EXPECT_EQ(point.at("axes").value(name, ""), name);
  }
}

TEST(HostileStore, names_of_axes_that_are_none_are_named) {
  const testing::ScratchFolder folder;
  write_store(folder.path(), plan_with_names({"a"}));
  {
    SQLite::Database database = open_database(folder / store_file_name, StoreMode::write);
    database.exec("UPDATE notes SET value = '[1]' WHERE name = 'axes'");
    seal_notes(database);
  }
  testing::expect_user_error([&] { SweepStore::open_read(folder.path()).axis_names(); },
                             {"sweep.sqlite: axes: ", "expected a list of the axes' names"});
}

}  // namespace
}  // namespace scnnsim
