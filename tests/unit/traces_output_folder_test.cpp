// SPDX-License-Identifier: Apache-2.0
#include "traces/output_folder.h"

#include <gtest/gtest.h>

#include "tests/unit/traces_test_support.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;
using testing::expect_user_error;
using testing::read_text;
using testing::ScratchFolder;
using testing::write_text;

class OutputFolderTest : public ::testing::Test {
 protected:
  fs::path make(const std::string& name, const std::string& file) {
    fs::create_directory(scratch_ / name);
    if (!file.empty()) write_text(scratch_ / name / file, "old");
    return scratch_ / name;
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(scratch_.path()), fs::directory_iterator{}));
  }
  ScratchFolder scratch_;
};

TEST_F(OutputFolderTest, AppearsOnlyWhenCommitted) {
  OutputFolder folder(scratch_ / "out", false);
  write_text(folder.path() / "trace.yaml", "new");
  EXPECT_FALSE(fs::exists(scratch_ / "out"));
  folder.commit();
  EXPECT_EQ(read_text(scratch_ / "out" / "trace.yaml"), "new");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputFolderTest, LeavesNothingBehindWithoutCommit) {
  { const OutputFolder folder(scratch_ / "out", false); }
  EXPECT_EQ(entries(), 0u);
}

TEST_F(OutputFolderTest, FillsAnEmptyFolder) {
  OutputFolder folder(make("out", "").string() + "/", false);
  write_text(folder.path() / "x", "new");
  folder.commit();
  EXPECT_EQ(read_text(scratch_ / "out" / "x"), "new");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputFolderTest, ReplacesItsOwnKindOnlyWithForce) {
  const fs::path out = make("out", "results.json");
  expect_user_error([&] { OutputFolder(out, false); }, {"out", "not empty", "--force"});
  OutputFolder folder(out, true);
  write_text(folder.path() / "trace.yaml", "new");
  EXPECT_TRUE(fs::exists(out / "results.json"));
  folder.commit();
  EXPECT_FALSE(fs::exists(out / "results.json"));
  EXPECT_TRUE(fs::exists(out / "trace.yaml"));
  EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputFolderTest, NeverReplacesAnythingElse) {
  expect_user_error([&] { OutputFolder(make("home", "letter.txt"), true); },
                    {"home", "neither trace.yaml nor results.json"});
  write_text(scratch_ / "file", "x");
  expect_user_error([&] { OutputFolder(scratch_ / "file", true); }, {"file", "not a folder"});
  expect_user_error([&] { OutputFolder(".", true); }, {"the current folder"});
  expect_user_error([&] { OutputFolder("/", true); }, {"output folder"});
  expect_user_error([&] { OutputFolder("", true); }, {"empty"});
  EXPECT_TRUE(fs::exists(scratch_ / "home" / "letter.txt"));
}

TEST_F(OutputFolderTest, ReportsAMissingParent) {
  expect_user_error([&] { OutputFolder(scratch_ / "none" / "out", false); },
                    {"parent folder", "none", "does not exist"});
}

TEST_F(OutputFolderTest, FollowsALinkToTheFolderItReplaces) {
  const fs::path real = make("real", "trace.yaml");
  fs::create_directory_symlink(real, scratch_ / "link");
  OutputFolder folder(scratch_ / "link", true);
  write_text(folder.path() / "trace.yaml", "new");
  folder.commit();
  EXPECT_TRUE(fs::is_symlink(scratch_ / "link"));
  EXPECT_EQ(read_text(real / "trace.yaml"), "new");
}

}  // namespace
}  // namespace scnnsim
