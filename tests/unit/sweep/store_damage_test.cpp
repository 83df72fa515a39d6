// SPDX-License-Identifier: Apache-2.0
// What a disk may do to a store: no figure changes unnoticed.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "sim/sweep/report/sweep_export.h"
#include "sim/sweep/store/store_checksums.h"
#include "sim/sweep/store/store_database.h"
#include "sim/sweep/store/store_writer.h"
#include "sim/sweep/store/sweep_store.h"
#include "tests/unit/support/file_test.h"

namespace scnnsim {
namespace {

StoredPlan plan_of(std::size_t points) {
  StoredPlan plan{{}, {"fifo"}, "sweep", "config", points, "checksum"};
  for (std::size_t number = 1; number <= points; ++number) {
    SweepPoint& point = plan.points.emplace_back();
    point.number = number;
    point.key = "key" + std::to_string(number);
    point.axes = {{"fifo", std::to_string(number)}};
    point.network = "net";
    point.architecture = "scnn";
    point.area_mm2 = 1.5 * static_cast<double>(number);
  }
  return plan;
}

PointOutcome outcome_of(std::size_t number) {
  PointOutcome outcome;
  outcome.status = number % 5 == 0 ? PointStatus::failed : PointStatus::done;
  if (outcome.status == PointStatus::failed) outcome.reason = "crashed";
  for (std::size_t i = 0; outcome.status == PointStatus::done && i < 3; ++i) {
    LayerResult& layer = outcome.layers.emplace_back();
    layer.layer = "conv" + std::to_string(i);
    layer.cycles = 1000 * number + i;
    layer.energy_pj = {{"dram", 0.25 * static_cast<double>(number)}, {"pe", 7}};
  }
  return outcome;
}

class StoreDamage : public ::testing::Test {
 protected:
  StoreDamage() {
    const StoredPlan plan = plan_of(7);
    StoreWriter writer(whole_.path());
    writer.set_plan(plan);
    for (const SweepPoint& point : plan.points)
      if (point.number < 7) writer.record(point.key, outcome_of(point.number), 1);
  }
  std::filesystem::path file() const { return whole_ / store_file_name; }
  std::filesystem::path damaged() const { return other_ / store_file_name; }

  /// Exports a store; the files by name.
  static std::map<std::string, std::string> exported(const std::filesystem::path& folder) {
    export_sweep(SweepStore::open_read(folder), folder);
    std::map<std::string, std::string> files;
    for (const char* name : {"points.csv", "layers.csv", "sweep.json"})
      files[name] = read_text(folder / name);
    return files;
  }
  void change(const std::string& sql) const {
    write_text(damaged(), read_text(file()));
    open_database(damaged(), StoreMode::write).exec(sql);
  }

  ScratchFolder whole_, other_;
};

TEST_F(StoreDamage, AFlippedBitIsToldOrChangesNothing) {
  const auto expected = exported(whole_.path());
  const std::string bytes = read_text(file());
  std::mt19937 random(17);
  int told = 0;
  for (int round = 0; round < 400; ++round) {
    std::string flipped = bytes;
    const std::size_t bit = random() % (8 * bytes.size());
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    write_text(damaged(), flipped);
    try {
      EXPECT_EQ(exported(other_.path()), expected) << "bit " << bit;
    } catch (const UserError&) {
      ++told;
    }
  }
  EXPECT_GT(told, 20);  // most of the small file is empty pages
}

TEST_F(StoreDamage, ChangedAndLostRowsAreTold) {
  for (const char* sql :
       {"UPDATE layers SET cycles = cycles + 1 WHERE position = 1 AND result = 2",
        "DELETE FROM layers WHERE result = 3", "DELETE FROM layers WHERE position = 2",
        "UPDATE results SET cycles = 5 WHERE id = 1", "UPDATE results SET status = 'done' WHERE id = 5",
        "UPDATE results SET key = 'key9' WHERE id = 5", "UPDATE results SET checksum = NULL",
        "UPDATE points SET area_mm2 = 2 WHERE number = 2",
        "UPDATE points SET axes = '{\"fifo\":\"9\"}' WHERE number = 7",
        "UPDATE notes SET value = 'x' WHERE name = 'config'", "DELETE FROM notes WHERE name = 'checksum'"}) {
    change(sql);
    expect_user_error([&] { exported(other_.path()); }, {store_file_name, "checksum", "damaged"});
    expect_user_error([&] { SweepStore::open_read(damaged()).check(); }, {store_file_name, "damaged"});
  }
}

TEST_F(StoreDamage, ReadersOfOneResultNoticeToo) {
  change("UPDATE layers SET cycles = cycles + 1 WHERE position = 1 AND result = 2");
  const SweepStore store = SweepStore::open_read(damaged());
  EXPECT_EQ(store.layers("key1").size(), 3u);
  expect_user_error([&] { store.layers("key2"); }, {"layers of the result key2"});
}

TEST_F(StoreDamage, AWriterAndAMergeNoticeToo) {
  change("UPDATE results SET status = 'invalid' WHERE id = 2");
  expect_user_error([&] { StoreWriter(other_.path()).statuses(); }, {"table results, row 2"});
  const ScratchFolder merged;
  expect_user_error([&] { check_mergeable({damaged(), file()}, merged.path()); }, {"table results, row 2"});
  change("UPDATE layers SET cycles = cycles + 1 WHERE position = 1 AND result = 2");
  expect_user_error([&] { check_mergeable({damaged()}, merged.path()); }, {"layers of the result key2"});
}

TEST_F(StoreDamage, AWholeStoreIsFoundWhole) {
  EXPECT_TRUE(SweepStore::open_read(file()).check());
}

TEST_F(StoreDamage, AColumnThatIsAddedLaterChangesNoChecksum) {
  change("ALTER TABLE results ADD COLUMN later INTEGER");
  SQLite::Database database = open_database(damaged(), StoreMode::read);
  const auto sum = [&](const std::string& columns) {
    SQLite::Statement row(database, "SELECT " + columns + " FROM results r WHERE id = 1");
    row.executeStep();
    return cells_of(row, 0, row.getColumnCount());
  };
  EXPECT_EQ(sum("key, later, cycles"), sum("r.key, r.cycles"));
  EXPECT_NE(sum("key, cycles"), sum("key, cycles + 1 AS cycles"));
}

TEST_F(StoreDamage, StoresOfOlderProgramsGetChecksumsFromTheirWriter) {
  const auto expected = exported(whole_.path());
  change(
      "ALTER TABLE points DROP COLUMN checksum; ALTER TABLE results DROP COLUMN checksum; ALTER TABLE "
      "results DROP "
      "COLUMN layers_checksum; DELETE FROM notes WHERE name = 'checksum'; PRAGMA user_version = 1");
  EXPECT_EQ(exported(other_.path()), expected);
  EXPECT_EQ(SweepStore::open_read(damaged()).layers("key2").size(), 3u);
  EXPECT_FALSE(SweepStore::open_read(damaged()).check());
  const ScratchFolder merged;
  check_mergeable({damaged()}, merged.path());
  StoreWriter(merged.path()).merge(damaged());
  EXPECT_TRUE(SweepStore::open_read(merged.path()).check());
  EXPECT_EQ(exported(merged.path()), expected);
  { StoreWriter(other_.path()); }
  EXPECT_TRUE(SweepStore::open_read(damaged()).check());
  EXPECT_EQ(exported(other_.path()), expected);
}

}  // namespace
}  // namespace scnnsim
