// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "sim/results/results_files.h"
#include "tests/unit/traces_test_support.h"
#include "traces/files.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;
using testing::expect_user_error;

class ResultsFiles : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directory(folder_); }

  RunResults example() const {
    RunResults results;
    results.network = "net";
    results.trace_checksum = "xxh3-128:0";
    results.architectures = {"scnn"};
    results.energy_table = EnergyTable::load("45nm");
    LayerResult layer;
    layer.network = "net";
    layer.layer = "conv1";
    layer.cycles = 10;
    results.layers = {layer, layer};
    results.layers[1].layer = "conv2";
    return results;
  }

  void read(const std::string& text) const {
    write_file(folder_ / "results.json", text);
    read_results(folder_);
  }

  const testing::ScratchFolder scratch_;
  const fs::path folder_ = scratch_ / "my results";
};

TEST_F(ResultsFiles, results_are_read_back_from_the_folder_or_the_file) {
  write_file(folder_ / "results.json", results_json(example()));
  for (const fs::path& place : {folder_, folder_ / "results.json"}) {
    const LabelledLayers results = read_results(place);
    EXPECT_EQ(results.label, "my results");
    EXPECT_EQ(layers_csv(results.layers), layers_csv(example().layers));
  }
}

TEST_F(ResultsFiles, results_hold_every_key_the_totals_and_the_energies_in_force) {
  const auto json = nlohmann::ordered_json::parse(results_json(example()));
  std::size_t keys = 0;
  for (const auto& group : json.at("configuration")) keys += group.size();
  EXPECT_EQ(keys, describe(MachineConfig{}).size());
  EXPECT_EQ(json.at("totals").at(0).at("cycles"), 20);
  EXPECT_EQ(json.at("energy_table").at("pj_per_action").size(), energy_action_count);
  EXPECT_EQ(json.at("trace").at("checksum"), "xxh3-128:0");
}

TEST_F(ResultsFiles, the_same_results_are_the_same_bytes) {
  EXPECT_EQ(results_json(example()), results_json(example()));
}

TEST_F(ResultsFiles, a_file_that_is_no_results_file_is_refused) {
  expect_user_error([&] { read("{"); }, {"results.json: not JSON"});
  expect_user_error([&] { read("{}"); }, {"no results of scnnsim"});
  expect_user_error([&] { read("[]"); }, {"no results of scnnsim"});
  expect_user_error([&] { read("{\"scnnsim_results\": 2, \"layers\": []}"); }, {"got 2, expected 1"});
  expect_user_error([&] { read("{\"scnnsim_results\": 1, \"layers\": []}"); }, {"at least one layer"});
  expect_user_error([&] { read("{\"scnnsim_results\": 1, \"layers\": [{}]}"); }, {"layers[0]"});
  EXPECT_THROW(read_results(folder_ / "missing"), UserError);
}

}  // namespace
}  // namespace scnnsim
