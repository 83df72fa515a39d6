// SPDX-License-Identifier: Apache-2.0
#include "models/energy/reference_table.h"

#include <gtest/gtest.h>

#include <string>

#include "models/energy/action_names.h"
#include "models/energy/energy_model.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

std::string ert_row(const std::string& action, const std::string& pj, const std::string& arguments = "null") {
  return "    - {name: " + action + ", arguments: " + arguments + ", energy: " + pj + "}\n";
}

/// A table with every action at 1, 2, 3 ... pJ in the order of EnergyAction, the PE's leakage at 0.5, a
/// command of the banked memory, as components of "chip.pe[0..63]". `replaced` stands in place of the rows of
/// `component`, if it is named.
std::string ert_text(const std::string& component = "", const std::string& replaced = "",
                     const std::string& extra = "") {
  std::string text = "ERT:\n  version: 0.4\n  tables:\n";
  for (const std::string& one : known_components()) {
    if (one == component && replaced.empty()) continue;
    text += "  - name: chip.pe[0..63]." + one + "[0]\n    actions:\n";
    if (one == component) {
      text += replaced;
      continue;
    }
    for (std::size_t i = 0; i < energy_action_count; ++i)
      if (const ActionName name = exported_name(static_cast<EnergyAction>(i)); name.component == one)
        text += ert_row(std::string(name.action), std::to_string(i + 1));
    if (one == "pe") text += ert_row("leak", "5.0e-1");
    if (one == dram_banks_name) text += ert_row("activate", "9");
  }
  return text + extra;
}

EnergyTable read_ert(const std::string& text) {
  return EnergyTable::read(YamlNode::parse(text, "ert.yaml"));
}

TEST(ReferenceTable, every_action_is_read_and_nothing_is_scaled) {
  const EnergyTable table = read_ert(ert_text());
  MachineConfig config;
  config.multiplier_array.operand_bits = 8;
  config.activation_ram.iaram_bytes *= 4;
  config.clock.frequency = 2;
  const EnergyModel model(table, config);
  for (std::size_t i = 0; i < energy_action_count; ++i)
    EXPECT_EQ(model.pj(static_cast<EnergyAction>(i)), static_cast<double>(i + 1));
  EXPECT_EQ(model.pe_cycle_pj(), 0.5);
  EXPECT_EQ(table.name, "ERT");
}

TEST(ReferenceTable, names_of_accelergys_classes_are_known) {
  const EnergyTable table = read_ert(ert_text(
      "multiplier_array", ert_row("mult_random", "7") + ert_row("mult_reused", "3") +
                              ert_row("mult_gated", "1") + ert_row("idle", "0") + ert_row("leak", "0")));
  EXPECT_EQ(table[EnergyAction::multiply].pj, 7);
  EXPECT_EQ(read_ert(ert_text("weight_fifo",
                              ert_row("push", "8") + ert_row("pop", "9")))[EnergyAction::weight_fifo_read]
                .pj,
            9);
}

TEST(ReferenceTable, rows_with_other_arguments_count_by_the_largest) {
  const EnergyTable table = read_ert(ert_text(
      "iaram", ert_row("read", "4", "{data_delta: 0, address_delta: 0}") +
                   ert_row("read", "8", "{data_delta: 1, address_delta: 1}") +
                   ert_row("read", "6", "{data_delta: 0, address_delta: 1}") + ert_row("write", "5")));
  EXPECT_EQ(table[EnergyAction::iaram_read].pj, 8);
}

TEST(ReferenceTable, unknown_names_are_refused_with_suggestion) {
  expect_user_error([] { read_ert(ert_text("", "", "  - name: chip.iramm\n    actions: []\n")); },
                    {"ert.yaml:", "component", "iramm", "did you mean \"iaram\""});
  expect_user_error([] { read_ert(ert_text("iaram", ert_row("raed", "1") + ert_row("write", "1"))); },
                    {"ert.yaml:", "action of iaram", "raed", "did you mean \"read\""});
  expect_user_error([] { read_ert(ert_text("dram_banks", ert_row("activat", "1"))); },
                    {"ert.yaml:", "action of dram_banks", "activat", "did you mean \"activate\""});
}

TEST(ReferenceTable, what_is_missing_is_named_all_at_once) {
  expect_user_error([] { read_ert(ert_text("iaram")); }, {"no energy for iaram.read, iaram.write;"});
  expect_user_error([] { read_ert(ert_text("pe")); }, {"no energy for pe.leak;"});
  for (std::size_t i = 0; i < energy_action_count; ++i) {
    const ActionName name = exported_name(static_cast<EnergyAction>(i));
    expect_user_error([&] { read_ert(ert_text(std::string(name.component))); },
                      {std::string(name.component) + "." + std::string(name.action)});
  }
}

TEST(ReferenceTable, what_is_given_twice_is_refused) {
  expect_user_error([] { read_ert(ert_text("", "", "  - name: other.iaram\n    actions: []\n")); },
                    {"component iaram is given twice", "ert.yaml:"});
  expect_user_error(
      [] {
        read_ert(ert_text("iaram", ert_row("write", "1") + ert_row("fill", "1") + ert_row("read", "1")));
      },
      {"iaram.write is given twice", "write", "fill"});
}

/// Also where the energies are the same, and of actions that count for nothing.
TEST(ReferenceTable, rows_of_the_same_arguments_are_refused_with_both_lines) {
  const auto read_iaram = [](const std::string& one, const std::string& other,
                             const std::string& action = "read") {
    return read_ert(ert_text("iaram", ert_row("read", "1", "{c: 1}") + ert_row("write", "1") +
                                          ert_row(action, "0", one) + ert_row(action, "0", other)));
  };
  EXPECT_NO_THROW(read_iaram("{a: 0}", "{a: 1}"));
  EXPECT_NO_THROW(read_iaram("null", "{a: 1}"));
  for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
           {"null", "null"}, {"null", "{}"}, {"{a: 0, b: 1}", "{b: 1, a: 0}"}})
    for (const char* action : {"read", "leak"})
      expect_user_error([&, one = one, other = other] { read_iaram(one, other, action); },
                        {"ert.yaml:", std::string("iaram.") + action + " with these arguments is given twice",
                         "also in ert.yaml:"});
}

TEST(ReferenceTable, other_versions_are_refused) {
  const std::string text = ert_text(), version = "version: 0.4";
  const auto with_version = [&](const std::string& by) {
    return std::string(text).replace(text.find(version), version.size(), by);
  };
  EXPECT_NO_THROW(read_ert(with_version("version: '0.3'")));
  expect_user_error([&] { read_ert(with_version("version: 0.2")); },
                    {"ert.yaml:2", "ERT.version", "got 0.2", "expected 0.3 or 0.4"});
  expect_user_error([&] { read_ert(with_version("version: [0.4]")); }, {"ERT.version"});
  expect_user_error([&] { read_ert(with_version("# none")); }, {"ERT", "version"});
}

TEST(ReferenceTable, the_design_is_the_first_part_of_all_names) {
  EXPECT_EQ(read_ert(ert_text()).design, "chip");
  std::string mixed = ert_text();
  mixed.replace(mixed.find("chip.pe[0..63].ppu"), 4, "core");
  EXPECT_EQ(read_ert(mixed).design, "") << "names differ";
}

TEST(ReferenceTable, static_energy_of_a_part_of_a_pe_is_refused) {
  expect_user_error(
      [] {
        read_ert(ert_text("iaram", ert_row("read", "1") + ert_row("write", "1") + ert_row("leak", "0.25")));
      },
      {"ert.yaml:", "0.25", "leak of iaram", "expected 0"});
}

TEST(ReferenceTable, bad_energies_are_refused) {
  expect_user_error([] { read_ert(ert_text("ppu", ert_row("compute", "-1"))); }, {"energy", "-1"});
  expect_user_error([] { read_ert(ert_text("ppu", ert_row("compute", "much"))); }, {"energy", "much"});
  expect_user_error([] { read_ert("ERT:\n  version: 0.4\n"); }, {"tables"});
}

}  // namespace
}  // namespace scnnsim
