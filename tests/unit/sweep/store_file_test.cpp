// SPDX-License-Identifier: Apache-2.0
// Stores of sweeps: which are refused, checked and merged.
#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "sim/sweep/report/sweep_export.h"
#include "sim/sweep/store/store_checksums.h"
#include "sim/sweep/store/store_database.h"
#include "sim/sweep/store/sweep_folder.h"
#include "sim/sweep/store/sweep_store.h"
#include "tests/unit/sweep/sweep_run_fixture.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

class SweepStoreFile : public SweepRun {};

TEST_F(SweepStoreFile, a_second_writer_is_refused) {
  const StoreWriter first(folder_.path());
  EXPECT_THROW(run_in_worker("second", [this](Channel&) { StoreWriter{folder_.path()}; }), UserError);
}

TEST_F(SweepStoreFile, a_store_of_another_version_is_refused) {
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

TEST_F(SweepStoreFile, texts_of_axes_are_read_with_and_without_escapes) {
  run(plan_of(four_points));
  change_store(R"(UPDATE points SET axes = '{ "b.c" : "\"\\\u00e9", "a":"" }' WHERE number = 2)");
  EXPECT_EQ(points()[1].axes, (AxisValues{{"b.c", "\"\\é"}, {"a", ""}}));
  EXPECT_EQ(points()[0].axes, (AxisValues{{"mapping.kc", "1"}}));
}

TEST_F(SweepStoreFile, json_that_is_something_else_is_refused_with_its_place) {
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

TEST_F(SweepStoreFile, names_of_axes_that_are_no_texts_are_refused) {
  run(plan_of(four_points));
  for (const char* text : {"[1]", "[[\"a\"]]", "{\"a\": {}}"}) {
    change_store("UPDATE notes SET value = '" + std::string(text) + "' WHERE name = 'axes'");
    testing::expect_user_error([this] { SweepStore::open_read(folder_.path()).axis_names(); },
                               {"sweep.sqlite: axes: expected a list of the axes' names"});
  }
}

TEST_F(SweepStoreFile, what_sqlite_refuses_names_the_file_and_says_what_to_do) {
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

TEST_F(SweepStoreFile, what_is_no_store_is_refused) {
  std::ofstream(folder_.path() / store_file_name) << "not a database at all, but long enough for a header";
  EXPECT_THROW(points(), UserError);
  EXPECT_THROW(StoreWriter{folder_.path()}, UserError);
}

TEST_F(SweepStoreFile, merging_shards_gives_the_store_of_the_whole) {
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

TEST_F(SweepStoreFile, stores_are_checked_before_they_are_merged) {
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

TEST_F(SweepStoreFile, a_file_that_cannot_be_written_says_why) {
  using testing::expect_user_error;
  expect_user_error([&] { write_file(folder_.path() / "no" / "file", "x"); },
                    {"cannot be written: No such file or directory"});
  std::filesystem::create_directories(folder_.path() / "folder" / "inner");
  expect_user_error([&] { write_file(folder_.path() / "folder", "x"); },
                    {"cannot be written: Is a directory"});
}

TEST_F(SweepStoreFile, a_store_that_is_a_folder_says_so) {
  std::filesystem::create_directories(folder_.path() / store_file_name);
  testing::expect_user_error([&] { points(); }, {store_file_name, "is a folder, expected the store"});
}

}  // namespace
}  // namespace scnnsim
