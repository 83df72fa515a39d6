// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "models/energy/energy_table.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

constexpr const char* static_row = "static: {mw_per_mm2: 2, status: sourced, source: here}\n";

/// A table with every action at 1 pJ for 16 bits, except `without`, and `extra` rows at the end.
std::string table_text(const std::string& without, const std::string& extra = "",
                       const std::string& static_power = static_row) {
  std::string text = "name: test\ntechnology: none\n" + static_power + "actions:\n";
  for (const std::string_view name : EnumNames<EnergyAction>::names)
    if (name != without)
      text += "  - {action: " + std::string(name) + ", pj: 1, bits: 16, status: sourced, source: here}\n";
  return text + extra;
}

EnergyTable read(const std::string& text) {
  return EnergyTable::read(YamlNode::parse(text, "test.yaml"));
}

TEST(EnergyTable, a_whole_table_is_read) {
  const EnergyTable table = read(table_text(""));
  EXPECT_EQ(table.name, "test");
  EXPECT_EQ(table[EnergyAction::dram_write].pj, 1.0);
  EXPECT_EQ(table[EnergyAction::dram_write].bits, 16u);
  EXPECT_EQ(table[EnergyAction::dram_write].bytes, 0.0);
  EXPECT_EQ(table.static_power.mw_per_mm2, 2.0);
}

TEST(EnergyTable, static_power_is_required_and_has_a_source) {
  const auto with = [](const std::string& row) { return table_text("", "", row); };
  expect_user_error([&] { read(with("")); }, {"test.yaml", "static"});
  expect_user_error([&] { read(with("static: {mw_per_mm2: -1, status: sourced, source: x}\n")); },
                    {"test.yaml:3", "mw_per_mm2", "-1"});
  expect_user_error([&] { read(with("static: {mw_per_mm2: 1, status: sourced}\n")); }, {"source"});
  expect_user_error([&] { read(with("static: {mw_per_mm2: 1, status: calibrated, source: x}\n")); },
                    {"derivation"});
}

/// Of tables written for versions in which static energy was counted by the cycle.
TEST(EnergyTable, energy_by_the_cycle_is_refused_with_what_to_write) {
  expect_user_error(
      [&] {
        read(table_text("", "  - {action: pe_cycle, pj: 1, bits: 1, status: sourced, source: here}\n"));
      },
      {"test.yaml:21", "pe_cycle", "static", "mw_per_mm2"});
}

TEST(EnergyTable, a_missing_action_is_named) {
  for (const std::string_view name : EnumNames<EnergyAction>::names)
    expect_user_error([&] { read(table_text(std::string(name))); },
                      {"no energy for action " + std::string(name)});
}

TEST(EnergyTable, an_unknown_action_is_named_with_suggestion) {
  expect_user_error(
      [&] {
        read(table_text("", "  - {action: multipy, pj: 1, bits: 16, status: sourced, source: here}\n"));
      },
      {"test.yaml:21", "multipy", "did you mean \"multiply\""});
}

TEST(EnergyTable, an_action_given_twice_is_refused) {
  expect_user_error(
      [&] {
        read(table_text("", "  - {action: multiply, pj: 1, bits: 16, status: sourced, source: here}\n"));
      },
      {"multiply is given twice"});
}

TEST(EnergyTable, bad_values_are_refused) {
  const auto row = [](const std::string& rest) {
    return table_text("ppu_entry", "  - {action: ppu_entry, " + rest + "}\n");
  };
  EXPECT_NO_THROW(read(row("pj: 1, bits: 8, status: sourced, source: x")));
  expect_user_error([&] { read(row("pj: -1, bits: 8, status: sourced, source: x")); }, {"pj"});
  expect_user_error([&] { read(row("pj: 1, bits: 0, status: sourced, source: x")); }, {"bits"});
  expect_user_error([&] { read(row("pj: 1, bits: 8, status: guessed, source: x")); },
                    {"sourced, derived or calibrated"});
  expect_user_error([&] { read(row("pj: 1, bits: 8, status: sourced")); }, {"source"});
  for (const char* status : {"derived", "calibrated"})
    expect_user_error([&] { read(row("pj: 1, bits: 8, status: " + std::string(status) + ", source: x")); },
                      {"derivation"});
  expect_user_error([&] { read(row("pj: 1, bits: 8, status: sourced, source: x, colour: red")); },
                    {"colour"});
}

TEST(EnergyTable, the_shipped_tables_give_every_source) {
  for (const char* name : {"45nm", "16nm"}) {
    const EnergyTable table = EnergyTable::load(name);
    EXPECT_EQ(table.name, name);
    for (const EnergyValue& value : table.values) {
      EXPECT_GE(value.pj, 0);
      EXPECT_FALSE(value.source.empty());
      EXPECT_EQ(value.status == EnergyStatus::sourced, value.derivation.empty());
    }
    EXPECT_FALSE(table.static_power.source.empty());
  }
}

TEST(EnergyTable, a_name_is_a_built_in_table_and_a_path_is_a_file) {
  const testing::ScratchFolder folder;
  testing::write_text(folder / "45nm.yaml", table_text(""));
  const EnergyTable own = EnergyTable::load((folder / "45nm.yaml").string());
  EXPECT_EQ(own.name, "test");
  EXPECT_FALSE(own.is_built_in);
  EXPECT_EQ(own.text, table_text(""));
  const EnergyTable built_in = EnergyTable::load("45nm");
  EXPECT_TRUE(built_in.is_built_in);
  EXPECT_EQ(built_in.checksum().substr(0, 9), "xxh3-128:");
  EXPECT_EQ(built_in.checksum().size(), 9u + 32);
  EXPECT_NE(built_in.checksum(), own.checksum());
}

TEST(EnergyTable, an_unknown_name_lists_the_known_ones) {
  expect_user_error([&] { EnergyTable::load("45mn"); },
                    {"unknown energy table \"45mn\" (did you mean \"45nm\"?)"});
}

}  // namespace
}  // namespace scnnsim
