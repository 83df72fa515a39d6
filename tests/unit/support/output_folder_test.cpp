// SPDX-License-Identifier: Apache-2.0
#include "traces/support/output_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/unit/support/file_test.h"

namespace scnnsim {
namespace {

class OutputFolderTest : public testing::FileTest {
 protected:
  fs::path make(const std::string& name, const std::string& file) {
    fs::create_directory(scratch_ / name);
    if (!file.empty()) write_text(scratch_ / name / file, "old");
    return scratch_ / name;
  }
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

TEST_F(OutputFolderTest, NeverReplacesAFolderThatHoldsAnythingElse) {
  const fs::path out = make("out", "trace.yaml");
  write_text(out / "conv1.weights.npy", "old");
  { OutputFolder(out, true); }
  for (const char* foreign : {"letter.txt", ".git", "results.json"}) {
    write_text(out / foreign, "precious");
    expect_user_error([&] { OutputFolder(out, true); }, {"out", foreign, "not replaced, even with --force"});
    fs::remove(out / foreign);
  }
  fs::create_directory(out / "folder.npy");
  expect_user_error([&] { OutputFolder(out, true); }, {"folder.npy"});
  const fs::path results = make("results", "results.json");
  write_text(results / "layers.csv", "old");
  { OutputFolder(results, true); }
  fs::create_symlink(out, results / "run.json");
  expect_user_error([&] { OutputFolder(results, true); }, {"run.json"});
}

TEST_F(OutputFolderTest, ReplacesAFolderOfTracesAlone) {
  const fs::path out = make("out", "");
  for (const char* image : {"cat", "dog"}) {
    fs::create_directory(out / image);
    write_text(out / image / "trace.yaml", "old");
  }
  { OutputFolder(out, true); }
  expect_user_error([&] { OutputFolder(out, false); }, {"not empty"});
  write_text(out / "dog" / "letter.txt", "precious");
  expect_user_error([&] { OutputFolder(out, true); },
                    {"dog", "letter.txt", "not replaced, even with --force"});
  fs::remove(out / "dog" / "letter.txt");
  fs::create_directory_symlink(out / "cat", out / "link");
  expect_user_error([&] { OutputFolder(out, true); }, {"neither trace.yaml"});
  fs::remove(out / "link");
  fs::create_directory(out / "empty");
  expect_user_error([&] { OutputFolder(out, true); }, {"neither trace.yaml"});
}

TEST_F(OutputFolderTest, NeverReplacesAnInput) {
  const fs::path input = make("input", "trace.yaml");
  fs::create_directory_symlink(input, scratch_ / "link");
  for (const fs::path& name : {input, scratch_ / "link", scratch_ / "none/../input/"})
    expect_user_error([&] { OutputFolder(input, true, {name}); }, {"is or holds the input", name.string()});
  expect_user_error([&] { OutputFolder(scratch_ / "link", true, {input}); }, {"is or holds the input"});
  fs::create_directory(input / "inner");
  expect_user_error([&] { OutputFolder(input, true, {input / "inner"}); }, {"is or holds the input"});
  fs::remove(input / "inner");
  { OutputFolder(scratch_ / "input2", true, {input}); }
  { OutputFolder(input / "out", false, {input}); }
  { OutputFolder(input, true, {scratch_ / "other", scratch_.path()}); }
}

TEST_F(OutputFolderTest, KeepsWhatAppearedMeanwhileAndWhatWasWritten) {
  OutputFolder folder(scratch_ / "out", false);
  write_text(folder.path() / "results.json", "slower");
  write_text(make("out", "") / "results.json", "faster");
  expect_user_error([&] { folder.commit(); }, {"out", "--force", "is kept in"});
  EXPECT_EQ(read_text(scratch_ / "out" / "results.json"), "faster");
  EXPECT_EQ(read_text(folder.path() / "results.json"), "slower");
}

TEST_F(OutputFolderTest, WorkOutlivesItsFolderWhenRefused) {
  fs::path kept;
  {
    OutputFolder folder(scratch_ / "out", true);
    write_text(folder.path() / "results.json", "new");
    make("out", "letter.txt");
    std::string message;
    try {
      folder.commit();
    } catch (const UserError& error) {
      message = error.what();
    }
    kept = folder.path();
    EXPECT_NE(message.find("neither trace.yaml nor results.json"), std::string::npos) << message;
    EXPECT_NE(message.find(kept.string()), std::string::npos) << message;
  }
  EXPECT_EQ(read_text(kept / "results.json"), "new");
  EXPECT_EQ(read_text(scratch_ / "out" / "letter.txt"), "old");
}

TEST_F(OutputFolderTest, RefusesAFileThatAppearedMeanwhile) {
  OutputFolder folder(scratch_ / "out", true);
  write_text(scratch_ / "out", "precious");
  expect_user_error([&] { folder.commit(); }, {"not a folder", "is kept in"});
  EXPECT_EQ(read_text(scratch_ / "out"), "precious");
}

TEST_F(OutputFolderTest, TakesThePlaceOfAFolderThatWentMeanwhile) {
  OutputFolder folder(make("out", "results.json"), true);
  write_text(folder.path() / "results.json", "new");
  fs::remove_all(scratch_ / "out");
  folder.commit();
  EXPECT_EQ(read_text(scratch_ / "out" / "results.json"), "new");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputFolderTest, ManyAtOnceLeaveOneWholeFolder) {
  make("out", "results.json");
  constexpr int rounds = 50, writers = 8;
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::thread> threads;
    std::atomic<int> failures = 0;
    for (int writer = 0; writer < writers; ++writer)
      threads.emplace_back([&, writer] {
        try {
          OutputFolder folder(scratch_ / "out", true);
          write_text(folder.path() / "results.json", std::to_string(writer));
          write_text(folder.path() / "layers.csv", std::to_string(writer));
          folder.commit();
        } catch (const UserError&) {
          ++failures;
        }
      });
    for (std::thread& thread : threads) thread.join();
    ASSERT_EQ(failures, 0);
    ASSERT_EQ(entries(), 1u);
    ASSERT_EQ(read_text(scratch_ / "out" / "results.json"), read_text(scratch_ / "out" / "layers.csv"));
  }
}

TEST_F(OutputFolderTest, ManyAtOnceWithoutForceLetOneWin) {
  std::vector<std::thread> threads;
  std::atomic<int> committed = 0;
  for (int writer = 0; writer < 8; ++writer)
    threads.emplace_back([&] {
      try {
        OutputFolder folder(scratch_ / "out", false);
        write_text(folder.path() / "results.json", "x");
        folder.commit();
        ++committed;
      } catch (const UserError&) {
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(committed, 1);
}

TEST_F(OutputFolderTest, ReportsNamesThatCannotBe) {
  fs::create_symlink("loop", scratch_ / "loop");
  expect_user_error([&] { OutputFolder(scratch_ / "loop", false); }, {"loop", "symbolic links"});
  fs::create_symlink("nowhere", scratch_ / "dangling");
  expect_user_error([&] { OutputFolder(scratch_ / "dangling", false); }, {"dangling"});
  expect_user_error([&] { OutputFolder(scratch_ / std::string(300, 'x'), false); }, {"too long"});
}

TEST_F(OutputFolderTest, MakesTheFoldersAboveItWhichStay) {
  { const OutputFolder abandoned(scratch_ / "new" / "parent" / "out", false); }
  EXPECT_TRUE(fs::is_empty(scratch_ / "new" / "parent"));
  OutputFolder folder(scratch_ / "other" / "parent" / "out", false);
  folder.commit();
  EXPECT_TRUE(fs::is_directory(scratch_ / "other" / "parent" / "out"));
}

TEST_F(OutputFolderTest, ReportsAParentThatCannotBeMade) {
  write_text(scratch_ / "file", "x");
  for (const fs::path place : {"file/out", "file/new/out"})
    expect_user_error([&] { OutputFolder(scratch_ / place, false); },
                      {"parent folder", "file", "cannot be made", "Not a directory"});
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
