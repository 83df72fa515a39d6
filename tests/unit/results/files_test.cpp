// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "sim/results/results_files.h"
#include "sim/text/json.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/files.h"

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
  RunResults banked = example();
  banked.config.dram.model = DramModel::banked;
  const auto keys_of = [](const RunResults& results) {
    std::size_t keys = 0;
    const auto json = nlohmann::ordered_json::parse(results_json(results));
    for (const auto& group : json.at("configuration")) keys += group.size();
    return keys;
  };
  EXPECT_EQ(keys_of(banked), describe(MachineConfig{}).size());
  EXPECT_EQ(keys_of(example()), 34u) << "keys of a memory that did not run";
  const auto json = nlohmann::ordered_json::parse(results_json(example()));
  EXPECT_EQ(json.at("totals").at(0).at("cycles"), 20);
  EXPECT_EQ(json.at("energy_table").at("pj_per_action").size(), energy_action_count + 1)
      << "pe_cycle besides";
  EXPECT_EQ(json.at("trace").at("checksum"), "xxh3-128:0");
}

TEST_F(ResultsFiles, the_same_results_are_the_same_bytes) {
  EXPECT_EQ(results_json(example()), results_json(example()));
}

TEST_F(ResultsFiles, pieces_are_the_text_of_one_json_value) {
  RunResults results = example();
  results.layers[0].layer = "a\n\u202e\"{[";
  results.layers[0].counters =
      nlohmann::ordered_json{{"pe_0_0", {{"stalls", 3}}}, {"pe_0_1", nlohmann::ordered_json::object()}};
  const auto expect_one_value = [&results] {
    const std::string text = results_json(results);
    EXPECT_EQ(json_text(nlohmann::ordered_json::parse(text), 1) + "\n", text);
  };
  expect_one_value();
  results.unsimulated = {{"conv3", "scnn", Unsimulated::invalid, "too\nlarge"},
                         {"conv4", "scnn", Unsimulated::failed, "x"}};
  expect_one_value();
  results.layers.clear();
  expect_one_value();
}

TEST_F(ResultsFiles, layers_without_counters_have_no_such_key) {
  EXPECT_EQ(results_json(example()).find("counters"), std::string::npos);
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

TEST_F(ResultsFiles, deep_nesting_is_harmless_wherever_it_stands) {
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  objects += "1" + std::string(100'000, '}');
  expect_user_error([&] { read(deep); }, {"no results of scnnsim"});
  expect_user_error([&] { read("{\"scnnsim_results\": " + deep + "}"); }, {"got a list, expected 1"});
  expect_user_error([&] { read("{\"scnnsim_results\": " + objects + "}"); }, {"got an object, expected 1"});
  expect_user_error([&] { read("{\"scnnsim_results\": 1, \"layers\": [" + deep + "]}"); },
                    {"layers[0]: expected a layer"});
  expect_user_error([&] { read(std::string(200'000, '[')); }, {"not JSON"});
  const std::string good = results_json(example());
  std::string more = good;
  more.insert(1, "\"other\": " + deep + ", \"more\": " + objects + ",");
  EXPECT_NO_THROW(read(more));
  more = good;
  more.insert(more.find("\"cycles\": 10", more.find("\"layers\"")),
              "\"other\": " + deep + ", \"more\": " + objects + ",");
  EXPECT_NO_THROW(read(more));
  more = good;
  more.replace(more.find("10", more.find("\"cycles\": 10", more.find("\"layers\""))), 2, objects);
  expect_user_error([&] { read(more); }, {"layers[0]: cycles: got an object, expected an integer"});
}

TEST_F(ResultsFiles, a_mistake_in_json_is_told_in_our_words) {
  expect_user_error([&] { read("{\"a\": nan}"); },
                    {"results.json: not JSON: parse error at line 1, column 8"});
  try {
    read("{\"a\" 1}");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(std::string(error.what()).find("json.exception"), std::string::npos);
  }
}

TEST_F(ResultsFiles, counters_are_written_but_not_read_for_tables) {
  RunResults results = example();
  results.layers[0].counters = nlohmann::ordered_json{{"pe_0_0", {{"stalls", 3}}}};
  results.layers[0].counter_descriptions =
      nlohmann::ordered_json{{"pe", {{"stalls", {{"unit", "cycles"}, {"description", "d"}}}}}};
  results.layers[1].counter_descriptions = results.layers[0].counter_descriptions;
  const std::string text = results_json(results);
  const auto json = nlohmann::ordered_json::parse(text);
  EXPECT_EQ(json.at("layers").at(0).at("counters").at("pe_0_0").at("stalls"), 3);
  EXPECT_EQ(json.at("statistics").size(), 1u);
  EXPECT_EQ(json.at("statistics").at("pe").at("stalls").at("unit"), "cycles");
  write_file(folder_ / "results.json", text);
  EXPECT_TRUE(read_results(folder_).layers.at(0).counters->is_null());
}

TEST_F(ResultsFiles, the_energy_table_is_told_by_name_and_checksum) {
  const auto json = nlohmann::ordered_json::parse(results_json(example()));
  EXPECT_EQ(json.at("energy_table").at("name"), "45nm");
  EXPECT_EQ(json.at("energy_table").at("checksum"), EnergyTable::load("45nm").checksum());
}

}  // namespace
}  // namespace scnnsim
