// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <locale>
#include <set>
#include <string>

#include "models/common/machine_config.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;
using testing::expect_user_error;

class ConfigRead : public ::testing::Test {
 protected:
  fs::path write(const std::string& text) {
    testing::write_text(folder_ / "machine.yaml", text);
    return folder_ / "machine.yaml";
  }

  void read(const std::string& text) { load_config(write(text)); }

 private:
  testing::ScratchFolder folder_;
};

TEST_F(ConfigRead, values_replace_defaults_and_the_rest_stays) {
  const MachineConfig config =
      load_config(write("accumulator:\n  banks: 64\n  merge: grain\ndram:\n  bandwidth: 12.5\n"));
  EXPECT_EQ(config.accumulator.banks, 64u);
  EXPECT_EQ(config.accumulator.merge, MergeMode::grain);
  EXPECT_EQ(config.dram.bandwidth, 12.5);
  EXPECT_EQ(config.accumulator.entries, 32u);
}

TEST_F(ConfigRead, an_unknown_key_is_named_with_file_line_and_suggestion) {
  expect_user_error([&] { read("pe_array:\n  rows: 4\n  colums: 4\n"); },
                    {".yaml:3", "colums", "did you mean \"columns\""});
}

TEST_F(ConfigRead, an_unknown_group_is_named_with_suggestion) {
  expect_user_error([&] { read("acumulator:\n  banks: 4\n"); }, {"did you mean \"accumulator\""});
}

TEST_F(ConfigRead, a_value_out_of_range_is_told_the_range) {
  expect_user_error([&] { read("pe_array:\n  rows: 65\n"); }, {":2", "pe_array.rows", "65", "1 ... 64"});
}

TEST_F(ConfigRead, a_value_of_the_wrong_type_is_refused) {
  expect_user_error([&] { read("pe_array:\n  rows: eight\n"); }, {"an integer in 1 ... 64"});
  expect_user_error([&] { read("pe_array:\n  rows: 2.5\n"); }, {"an integer in 1 ... 64"});
  expect_user_error([&] { read("pe_array:\n  rows: -1\n"); }, {"an integer in 1 ... 64"});
  expect_user_error([&] { read("pe_array:\n  rows: [4]\n"); }, {"pe_array.rows"});
  expect_user_error([&] { read("dram:\n  bandwidth: nan\n"); }, {"dram.bandwidth"});
}

TEST_F(ConfigRead, a_choice_lists_the_choices) {
  expect_user_error([&] { read("scatter:\n  policy: magic\n"); },
                    {"output_queued, input_queued, ideal or serialized"});
}

TEST_F(ConfigRead, a_flat_key_is_told_how_to_nest) {
  expect_user_error([&] { read("pe_array.rows: 4\n"); },
                    {".yaml:1: pe_array.rows", "\"pe_array:\"", "\"rows: ...\""});
}

TEST_F(ConfigRead, an_energy_table_lies_relative_to_the_file_that_names_it) {
  const fs::path file = write("energy:\n  table: own/energy.yaml\n");
  EXPECT_EQ(load_config(file).energy.table, (file.parent_path() / "own/energy.yaml").string());
  EXPECT_EQ(load_named_config(file.string()).energy.table, load_config(file).energy.table);
  EXPECT_EQ(load_config(write("energy:\n  table: /own/energy.yaml\n")).energy.table, "/own/energy.yaml");
  EXPECT_EQ(load_config(write("energy:\n  table: 45nm\n")).energy.table, "45nm");
}

TEST_F(ConfigRead, a_key_given_twice_is_refused) {
  EXPECT_THROW(read("pe_array:\n  rows: 4\n  rows: 5\n"), UserError);
}

TEST_F(ConfigRead, a_missing_file_is_named) {
  EXPECT_THROW(load_config("no/such/file.yaml"), UserError);
  EXPECT_THROW(load_named_config("no_such_name"), UserError);
}

TEST_F(ConfigRead, every_value_survives_writing_and_reading) {
  MachineConfig config;
  config.dram.bandwidth = 0.1 + 0.2;
  config.clock.frequency = 1.0 / 3.0;
  config.simulation.watchdog_cycles = 1'000'000'000'000'000;
  config.accumulator.bank_hash = BankHash::xor_;
  config.energy.table = "a \"quoted\": # name\n";
  config.mapping.kc = KcRule::automatic;
  for (const bool with_comments : {false, true}) {
    const MachineConfig again = load_config(write(to_yaml(config, with_comments)));
    EXPECT_EQ(again.dram.bandwidth, config.dram.bandwidth);
    EXPECT_EQ(again.clock.frequency, config.clock.frequency);
    EXPECT_EQ(again.energy.table, config.energy.table);
    EXPECT_TRUE(again.mapping.kc.is(KcRule::automatic));
    EXPECT_EQ(to_yaml(again, false), to_yaml(config, false));
  }
}

TEST_F(ConfigRead, yaml_does_not_depend_on_the_locale) {
  struct Comma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
  MachineConfig config;
  config.dram.bandwidth = 12345.5;
  const std::string before = to_yaml(config, true);
  const std::locale previous = std::locale::global(std::locale(std::locale(), new Comma));
  const std::string after = to_yaml(config, true);
  std::locale::global(previous);
  EXPECT_EQ(after, before);
}

TEST_F(ConfigRead, the_hardware_file_of_the_paper_states_every_default) {
  const fs::path file = fs::path(SCNNSIM_SOURCE_DIR) / "configs/hardware/scnn.yaml";
  const std::string defaults = to_yaml(MachineConfig{}, true);
  EXPECT_EQ(to_yaml(load_config(file), true), defaults);
  EXPECT_EQ(to_yaml(load_named_config("scnn"), true), defaults);
  const std::string text = read_file(file, 1 << 20);
  ASSERT_GE(text.size(), defaults.size());
  EXPECT_EQ(text.substr(text.size() - defaults.size()), defaults)
      << "write it anew with scnnsim config --format yaml";
}

TEST_F(ConfigRead, describe_has_a_row_for_every_key_of_the_yaml) {
  MachineConfig config;
  config.pe_array.rows = 4;
  std::set<std::string> keys;
  for (const ParameterRow& row : describe(config)) {
    EXPECT_TRUE(keys.insert(row.key).second) << row.key << " twice";
    EXPECT_FALSE(row.value.empty());
    EXPECT_FALSE(row.allowed.empty());
    EXPECT_FALSE(row.meaning.empty());
    EXPECT_EQ(row.value == row.default_value, row.key != "pe_array.rows");
    MachineConfig copy;
    EXPECT_NO_THROW(set_parameter(copy, row.key + "=" + row.value, "test"));
  }
  const std::string yaml = to_yaml(config, false);
  const auto indented = [](const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find("\n  ", at)) != std::string::npos; ++at) ++count;
    return count;
  };
  EXPECT_EQ(keys.size(), indented(yaml));
}

}  // namespace
}  // namespace scnnsim
