// SPDX-License-Identifier: Apache-2.0
#include "traces/support/leftovers.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <functional>
#include <string>
#include <thread>

#include "tests/unit/support/file_test.h"
#include "traces/support/files.h"
#include "traces/support/output_folder.h"

namespace scnnsim {
namespace {

class LeftoversTest : public testing::FileTest {
 protected:
  /// Does the work in a process that is then killed.
  void killed_during(const std::function<void()>& work) const {
    const pid_t child = fork();
    if (child == 0) {
      work();
      ::raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
  }
};

TEST_F(LeftoversTest, FoldersOfKilledProcessesGoWithTheNextOneOfTheSamePlace) {
  killed_during([&] {
    auto* folder = new OutputFolder(scratch_ / "out", false);
    write_text(folder->path() / "trace.yaml", "half");
  });
  ASSERT_EQ(names().size(), 1u);
  { const OutputFolder other(scratch_ / "out2", false); }
  EXPECT_EQ(names().size(), 1u) << "of another place";
  OutputFolder folder(scratch_ / "out", false);
  EXPECT_TRUE(folder.leftovers().empty());
  write_text(folder.path() / "trace.yaml", "whole");
  folder.commit();
  EXPECT_EQ(names(), (std::vector<std::string>{"out"}));
}

TEST_F(LeftoversTest, FilesOfKilledProcessesGo) {
  killed_during([&] {
    auto* writer = new FileWriter(scratch_ / "layers.csv");
    writer->write(std::string(1 << 20, 'x'));
  });
  ASSERT_EQ(names().size(), 1u);
  EXPECT_TRUE(remove_leftovers(scratch_ / "points.csv").empty());
  EXPECT_EQ(names().size(), 1u);
  EXPECT_TRUE(remove_leftovers(scratch_ / "layers.csv").empty());
  EXPECT_TRUE(names().empty());
}

TEST_F(LeftoversTest, WhatALivingProcessHasIsLeftAlone) {
  FileWriter writer(scratch_ / "layers.csv");
  writer.write("new");
  OutputFolder folder(scratch_ / "out", false);
  const std::vector<std::string> before = names();
  EXPECT_TRUE(remove_leftovers(scratch_ / "layers.csv").empty());
  EXPECT_TRUE(remove_leftovers(scratch_ / "out").empty());
  EXPECT_EQ(names(), before);
  writer.commit();
  EXPECT_EQ(read_text(scratch_ / "layers.csv"), "new");
}

TEST_F(LeftoversTest, OtherNamesAreLeftAlone) {
  const std::vector<std::string> others{
      ".out.partial-1-a", ".out.partial-",     ".out.partial-1-2-3", ".out.kept-1-0",  ".out.old",
      "out.partial-x",    "out.partial-1.csv", "out.partial",        "xout.partial-1", "out2.partial-1"};
  for (const std::string& name : others) write_text(scratch_ / name, "x");
  EXPECT_TRUE(remove_leftovers(scratch_ / "out").empty());
  EXPECT_EQ(names().size(), others.size());
}

TEST_F(LeftoversTest, LinksAreNamedAndNotFollowed) {
  fs::create_directory(scratch_ / "precious");
  write_text(scratch_ / "precious" / "letter.txt", "x");
  fs::create_directory_symlink(scratch_ / "precious", scratch_ / ".out.partial-1-0");
  EXPECT_EQ(remove_leftovers(scratch_ / "out"), (std::vector<fs::path>{scratch_ / ".out.partial-1-0"}));
  fs::remove(scratch_ / ".out.partial-1-0");
  fs::create_directory(scratch_ / ".out.partial-1-0");
  fs::create_directory_symlink(scratch_ / "precious", scratch_ / ".out.partial-1-0" / "link");
  EXPECT_TRUE(remove_leftovers(scratch_ / "out").empty());
  EXPECT_TRUE(fs::exists(scratch_ / "precious" / "letter.txt"));
}

TEST_F(LeftoversTest, TheOnlyCopyOfWhatWasReplacedIsNamed) {
  fs::create_directory(scratch_ / ".out.old-1-0");
  write_text(scratch_ / ".out.old-1-0" / "trace.yaml", "old");
  const OutputFolder folder(scratch_ / "out", false);
  EXPECT_EQ(folder.leftovers(), (std::vector<fs::path>{fs::canonical(scratch_.path()) / ".out.old-1-0"}));
  fs::create_directory(scratch_ / "out");
  EXPECT_TRUE(remove_leftovers(scratch_ / "out").empty());
  EXPECT_FALSE(fs::exists(scratch_ / ".out.old-1-0"));
}

TEST_F(LeftoversTest, WhatARunKeptOutlivesTheNextOnes) {
  fs::path kept;
  {
    OutputFolder folder(scratch_ / "out", true);
    write_text(folder.path() / "results.json", "new");
    write_text(scratch_ / "out", "a file");
    expect_user_error([&] { folder.commit(); }, {"is kept in"});
    kept = folder.path();
  }
  fs::remove(scratch_ / "out");
  OutputFolder(scratch_ / "out", true).commit();
  EXPECT_EQ(read_text(kept / "results.json"), "new");
}

TEST_F(LeftoversTest, WritersAndRemoversAtOnceLoseNothing) {
  std::atomic<bool> done = false;
  std::thread remover([&] {
    while (!done) {
      remove_leftovers(scratch_ / "file");
      remove_leftovers(scratch_ / "out");
    }
  });
  std::string problem;
  for (int round = 0; round < 200 && problem.empty(); ++round) try {
      write_file(scratch_ / "file", std::to_string(round));
      if (read_text(scratch_ / "file") != std::to_string(round)) problem = "another text";
      OutputFolder folder(scratch_ / "out", true);
      write_text(folder.path() / "results.json", std::to_string(round));
      folder.commit();
      if (read_text(scratch_ / "out" / "results.json") != std::to_string(round)) problem = "another folder";
    } catch (const std::exception& error) {
      problem = error.what();
    }
  done = true;
  remover.join();
  EXPECT_EQ(problem, "");
  EXPECT_EQ(names(), (std::vector<std::string>{"file", "out"}));
}

TEST_F(LeftoversTest, LongestNamesCanBeWritten) {
  const std::string longest(255, 'n');
  write_file(scratch_ / longest, "x");
  EXPECT_EQ(read_text(scratch_ / longest), "x");
  fs::remove(scratch_ / longest);
  const std::string folder_name(255, 'f');
  killed_during([&] { new OutputFolder(scratch_ / folder_name, false); });
  OutputFolder folder(scratch_ / folder_name, false);
  folder.commit();
  EXPECT_EQ(names(), (std::vector<std::string>{folder_name}));
}

TEST_F(LeftoversTest, FilesReportWhyTheyCannotBeWritten) {
  expect_user_error([&] { write_file(scratch_ / "none" / "file", "x"); }, {"file", "No such file"});
  fs::create_directory(scratch_ / "folder");
  expect_user_error([&] { write_file(scratch_ / "folder", "x"); }, {"folder", "Is a directory"});
  EXPECT_EQ(names(), (std::vector<std::string>{"folder"}));
}

}  // namespace
}  // namespace scnnsim
