// SPDX-License-Identifier: Apache-2.0
#include "sim/activity/activity_part.h"

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/recorded_layer.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

TEST(ActivityPart, KeepsTheOrderOfEachStreamOverManyBlocks) {
  const auto part = new_activity_part();
  part->begin(3);
  for (std::uint32_t n = 0; n < 100'000; ++n) part->append(n % 7 == 0 ? 0 : 2, {n, n + 1, n % 5, n, n});
  ActivityFacts facts;
  facts.cycles = 100'001;
  part->finish(facts);
  const auto read = part->open();
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->cycles, 100'001u);
  EXPECT_TRUE(records_of(*part, 1).empty());
  const auto rare = records_of(*part, 0), frequent = records_of(*part, 2);
  EXPECT_EQ(rare.size() + frequent.size(), 100'000u);
  for (std::size_t n = 0; n < rare.size(); ++n) ASSERT_EQ(rare[n].cycle, 7 * n);
  EXPECT_EQ(frequent.back().step, 99'999u);
  EXPECT_EQ(frequent.back().value, 100'000u);
}

TEST(ActivityPart, IsFilledByAChildAndReadByItsParent) {
  const auto part = new_activity_part();
  const pid_t child = ::fork();
  if (child == 0) {
    part->begin(1);
    part->append(0, {4, 5, 6});
    part->finish({});
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  ASSERT_TRUE(part->open().has_value());
  EXPECT_EQ(records_of(*part, 0).at(0).what, 6u);
}

TEST(ActivityPart, OfAWriterThatDidNotFinishIsNoRecord) {
  const auto part = new_activity_part();
  EXPECT_FALSE(part->open().has_value());
  part->begin(1);
  for (std::uint32_t n = 0; n < 100'000; ++n) part->append(0, {n, n + 1});
  EXPECT_FALSE(part->open().has_value());
}

TEST(ActivityPart, OfASecondWriterHoldsNothingOfTheFirst) {
  const auto part = new_activity_part();
  part->begin(1);
  for (std::uint32_t n = 0; n < 100'000; ++n) part->append(0, {n, n + 1});
  part->finish({});
  part->begin(1);
  part->append(0, {1, 2});
  part->finish({});
  ASSERT_TRUE(part->open().has_value());
  EXPECT_EQ(records_of(*part, 0).size(), 1u);
}

TEST(ActivityPart, HasNoNameInItsFolder) {
  const std::filesystem::path folder = std::filesystem::path(::testing::TempDir()) / "no-name";
  std::filesystem::create_directory(folder);
  const ActivityPart part(folder / "file");
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST(ActivityPart, SaysWhereItCannotBeMade) {
  try {
    const ActivityPart part("/nowhere/at/all.json");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "/nowhere/at/all.json: cannot be written: No such file or directory");
  }
}

}  // namespace
}  // namespace scnnsim
