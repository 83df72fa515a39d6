// SPDX-License-Identifier: Apache-2.0
// Stores that earlier versions wrote: without columns that were added since.
#include <gtest/gtest.h>

#include <SQLiteCpp/Statement.h>

#include "sim/layer/result_columns.h"
#include "sim/sweep/store/store_database.h"
#include "sim/sweep/store/store_schema.h"
#include "sim/sweep/store/store_writer.h"
#include "sim/sweep/store/sweep_folder.h"
#include "sim/sweep/store/sweep_store.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

PointOutcome outcome(std::uint64_t cycles) {
  PointOutcome done;
  done.status = PointStatus::done;
  LayerResult& layer = done.layers.emplace_back();
  layer.layer = "conv";
  layer.cycles = cycles;
  layer.energy_pj = {{"iaram", 2.0}};
  layer.cycle_fs = 1'000'000;
  return done;
}

class EarlierStore : public ::testing::Test {
 protected:
  /// A store of one point, as version 0.1.0 wrote it.
  EarlierStore() {
    StoredPlan plan{{}, {}, "sweep", "config", 2, "checksum"};
    for (const char* key : {"one", "two"}) {
      plan.points.emplace_back().key = key;
      plan.points.back().number = plan.points.size();
    }
    {
      StoreWriter writer(folder_.path());
      writer.set_plan(plan);
      writer.record("one", outcome(10), 1);
    }
    SQLite::Database database = open_database(folder_ / store_file_name, StoreMode::write);
    bool is_new = false;
    std::string layout = store_layout();
    for (const ResultColumn& column : result_columns()) {
      const std::string name(column.name);
      is_new = is_new || name == "effectual_multiplies";
      if (!is_new) continue;
      for (const char* table : {"results", "layers"}) drop(database, table, name);
      for (std::size_t at = 0; (at = layout.find(name + ", ")) != std::string::npos;)
        layout.erase(at, name.size() + 2);
    }
    for (const char* table : {"points", "results"}) drop(database, table, "checksum");
    drop(database, "results", "layers_checksum");
    write_note(database, "layout", layout);
    database.exec("PRAGMA user_version = 1");
  }

  static void drop(SQLite::Database& database, const std::string& table, const std::string& column) {
    SQLite::Statement found(database, "SELECT 1 FROM pragma_table_info(?) WHERE name = ?");
    found.bind(1, table);
    found.bind(2, column);
    const bool has_it = found.executeStep();
    found.reset();
    if (has_it) database.exec("ALTER TABLE " + table + " DROP COLUMN " + column);
  }

  testing::ScratchFolder folder_;
};

TEST_F(EarlierStore, is_read_and_what_it_does_not_know_is_unknown) {
  const SweepStore store = SweepStore::open_read(folder_.path());
  const std::vector<SweepPoint> points = store.points(EnergyDetail::total);
  ASSERT_EQ(points.size(), 2u);
  ASSERT_TRUE(points[0].total.has_value());
  EXPECT_EQ(points[0].total->cycles, 10u);
  EXPECT_EQ(points[0].total->total_energy_pj(), 2.0);
  EXPECT_FALSE(points[0].total->seconds().has_value());
  const std::vector<LayerResult> layers = store.layers("one");
  ASSERT_EQ(layers.size(), 1u);
  EXPECT_EQ(layers[0].cycles, 10u);
  EXPECT_FALSE(layers[0].effectual_multiplies.has_value());
}

TEST_F(EarlierStore, takes_new_results) {
  {
    StoreWriter writer(folder_.path());
    writer.record("two", outcome(20), 1);
  }
  const std::vector<SweepPoint> points = SweepStore::open_read(folder_.path()).points(EnergyDetail::total);
  EXPECT_FALSE(points[0].total->seconds().has_value());
  EXPECT_DOUBLE_EQ(points[1].total->seconds().value(), 20e-9);
}

TEST_F(EarlierStore, is_merged_after_it_was_completed) {
  const testing::ScratchFolder merged;
  testing::expect_user_error([&] { check_mergeable({folder_ / store_file_name}, merged.path()); },
                             {store_file_name, "fewer columns", "merge then"});
  StoreWriter(folder_.path());
  EXPECT_NO_THROW(check_mergeable({folder_ / store_file_name}, merged.path()));
}

TEST_F(EarlierStore, is_refused_when_it_has_columns_that_are_not_known) {
  {
    SQLite::Database database = open_database(folder_ / store_file_name, StoreMode::write);
    write_note(database, "layout", store_layout() + ", made_later");
  }
  testing::expect_user_error([&] { SweepStore::open_read(folder_.path()); },
                             {"its columns are those of scnnsim"});
}

}  // namespace
}  // namespace scnnsim
