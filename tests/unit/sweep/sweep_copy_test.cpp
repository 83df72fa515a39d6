// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/sweep_plan.h"

#include <gtest/gtest.h>

#include "tests/unit/sweep/test_support.h"
#include "traces/support/files.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

using sweep_test::expect_says;
using sweep_test::ScratchFolder;

/// Writes sweep files, and reads the copies that are kept of them.
class SweepCopy : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_.path() / "sweeps");
    write_file(folder_.path() / "net.yaml", std::string(*embedded_file("networks/alexnet.yaml")));
  }
  /// Of a file in the folder `sweeps`.
  std::string copy_of(const std::string& text) {
    const std::filesystem::path file = folder_.path() / "sweeps" / "sweep.yaml";
    write_file(file, text);
    const SweepFile sweep = load_sweep(file.string());
    const SweepPlan plan = make_plan(sweep), again = make_plan(read_sweep({sweep.text, "/copy.yaml", false}));
    EXPECT_EQ(plan.checksum, again.checksum) << sweep.text;
    EXPECT_EQ(plan.points.size(), again.points.size());
    EXPECT_EQ(read_sweep({sweep.text, "/elsewhere/copy.yaml", false}).text, sweep.text) << "a copy's copy";
    return sweep.text;
  }
  ScratchFolder folder_;
};

const std::string rest = "layers: [conv3]\ngranularity: element\nweight_density: [0.5, 1e-1]\n";

TEST_F(SweepCopy, keeps_the_text_and_says_what_paths_are_relative_to) {
  const std::string text = "# Why?\nnetwork: ../net.yaml\n" + rest;
  const std::string copy = copy_of(text);
  expect_says(copy,
              {"# Why?\n# What paths below are relative to:\nrelative_to: \"", "\"\nnetwork: ../net.yaml\n"});
  EXPECT_EQ(copy_of("# Why?\nnetwork: alexnet\n" + rest), "# Why?\nnetwork: alexnet\n" + rest);
}

TEST_F(SweepCopy, runs_whatever_the_style_of_the_file) {
  const std::string text = "network: ../net.yaml\n" + rest;
  copy_of(text + "...\n");
  copy_of("---\n" + text + "...\n# end\n");
  copy_of("  network: ../net.yaml\n  layers: [conv3]\n  granularity: element\n");
  copy_of("\n# comment\n\"network\": ../net.yaml\n" + rest);
  copy_of("network: ../net.yaml\r\nlayers: [conv3]\r\ngranularity: element");
  copy_of("\xef\xbb\xbfnetwork: ../net.yaml\n" + rest);
  for (const std::string flow :
       {"{network: \"../net.yaml\", layers: [conv3], granularity: element, set: {mapping.kc: 4}}",
        "--- {layers: [conv3], network: ../net.yaml,\n granularity: element,\n axes: [{grid: {mapping.kc: "
        "{from: 1, to: 4, factor: 2}}}, {list: [{seed: 1}, {seed: 2}]}], constraints: [\"mapping.kc != "
        "2\"]}\n"})
    copy_of(flow);
}

TEST_F(SweepCopy, knows_where_the_file_lies_when_its_folder_is_relative) {
  const std::string copy = copy_of("relative_to: ..\nnetwork: ./net.yaml\n" + rest);
  EXPECT_EQ(copy.find("relative_to: .."), std::string::npos) << copy;
  copy_of("relative_to: \"" + folder_.path().string() + "\"\nnetwork: ./net.yaml\n" + rest);
}

}  // namespace
}  // namespace scnnsim
