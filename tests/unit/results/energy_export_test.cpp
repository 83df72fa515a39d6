// SPDX-License-Identifier: Apache-2.0
#include "sim/results/energy_export.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "sim/architectures/machines_of_table.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/files.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {
namespace {

/// A layer of which every count differs, on a machine that runs it or not by its n:m.
LayerResult counted_layer(std::uint64_t dense_macs) {
  LayerResult result;
  result.cycles = 1'234;
  result.pes = 64;
  result.dense_macs = dense_macs;
  result.multiplies = 100'003;
  result.placeholders = 1'007;
  result.gated_multiplies = 77'777;
  result.accumulator_updates = 80'021;
  result.halo_words = 701;
  result.ppu_entries = 3'011;
  result.weight_fifo_reads = 50'021;
  result.weight_fifo_writes = 40'031;
  result.iaram_reads = 30'047;
  result.oaram_writes = 20'051;
  result.dram_weight_bytes = 5'003;
  result.dram_input_bytes = 10'007;  // no whole number of words of 20 bits
  result.dram_output_bytes = 15'013;
  result.weight_density = 0.31;
  return result;
}

/// {component.action, arguments} and its number in a YAML file of Accelergy.
using Numbers = std::map<std::pair<std::string, std::string>, double>;

void add_numbers(Numbers& numbers, const YamlNode& components, const std::string& prefix, const char* list,
                 const std::string& number) {
  for (const YamlNode& node : components.as_sequence()) {
    const YamlMap component = node.as_map({"name", list});
    for (const YamlNode& item : component.at(list).as_sequence()) {
      const YamlMap action = item.as_map({"name", "arguments", number});
      const YamlNode* arguments = action.find("arguments");
      const bool has_arguments = arguments != nullptr && arguments->is_map();
      const std::string name =
          prefix + component.required<std::string>("name") + "." + action.required<std::string>("name");
      const auto [place, is_new] =
          numbers.emplace(std::pair{name, has_arguments ? arguments->as_yaml() : std::string()},
                          action.required<double>(number));
      EXPECT_TRUE(is_new) << name;
    }
  }
}

Numbers counts_in(const std::string& text) {
  Numbers numbers;
  const YamlMap top = YamlNode::parse(text, "counts").as_map({"action_counts"}).at("action_counts").as_map();
  for (const YamlNode& node : top.at("subtree").as_sequence()) {
    const YamlMap tree = node.as_map({"name", "local"});
    add_numbers(numbers, tree.at("local"), tree.required<std::string>("name") + ".", "action_counts",
                "counts");
  }
  return numbers;
}

Numbers energies_in(const std::string& text) {
  Numbers numbers;
  const YamlMap top = YamlNode::parse(text, "ert").as_map({"ERT", "scnnsim"}).at("ERT").as_map();
  add_numbers(numbers, top.at("tables"), "", "actions", "energy");
  return numbers;
}

/// As Accelergy does it: each count times the energy of the same component, action and arguments.
double energy_of(const Numbers& counts, const Numbers& energies) {
  double energy = 0;
  for (const auto& [name, count] : counts) energy += count * energies.at(name);
  return energy;
}

/// What results of an architecture cost, and what their export costs in Accelergy.
void expect_export_of(const Architecture& architecture, const std::vector<LayerResult>& layers,
                      const EnergyTable& table, const MachineConfig& config) {
  double expected = 0;
  for (const LayerResult& one : layers)
    for (const auto& component : architecture.energy(one, table, config)) expected += component.second;
  const auto actions = exported_actions(architecture, layers, table, config);
  const double energy = energy_of(counts_in(action_counts_yaml(architecture, actions)),
                                  energies_in(reference_table_yaml(architecture, actions, table, config)));
  EXPECT_NEAR(energy, expected, 1e-12 * expected) << architecture.name << " with " << table.name;
}

TEST(EnergyExport, counts_times_energies_are_the_energies_of_the_run) {
  MachineConfig config;
  config.clock.frequency = 1.5;
  const std::vector<LayerResult> layers{counted_layer(100'003), counted_layer(300'001)};
  for (const char* name : {"16nm", "45nm"}) {
    const EnergyTable table = EnergyTable::load(name);
    for (const Architecture& architecture : architectures())
      expect_export_of(architecture, layers, table, config);
  }
}

/// A layer that moved data to and from a banked memory.
LayerResult banked_layer(std::uint64_t moved) {
  LayerResult result = counted_layer(100'003);
  result.dram_activates = 13;
  result.dram_refreshes = 3;
  result.dram_moved_bytes = moved;
  result.dram_written_bytes = 15'040;
  return result;
}

TEST(EnergyExport, commands_of_a_banked_memory_are_exported_and_not_read_back) {
  MachineConfig config;
  config.clock.frequency = 1.5;
  config.dram.model = DramModel::banked;
  const EnergyTable table = EnergyTable::load("16nm");
  const std::vector<LayerResult> layers{banked_layer(30'080), banked_layer(32'000)};
  for (const Architecture& architecture : architectures()) {
    expect_export_of(architecture, layers, table, config);
    const auto actions = exported_actions(architecture, layers, table, config);
    const Numbers counts = counts_in(action_counts_yaml(architecture, actions));
    const std::string prefix = std::string(architecture.name) + ".";
    EXPECT_EQ(counts.at({prefix + "dram_banks.activate", ""}), 26);
    EXPECT_EQ(counts.at({prefix + "dram_banks.read", ""}), 8 * (15'040 + 16'960));
    EXPECT_EQ(counts.at({prefix + "dram_banks.write", ""}), 8 * 2 * 15'040);
    EXPECT_EQ(counts.at({prefix + "dram_banks.refresh", ""}), 6);
    EXPECT_EQ(counts.count({prefix + "dram.read", ""}), 0u) << "bits would be counted twice";
    std::string text = reference_table_yaml(architecture, actions, table, config);
    const std::string known = "energy: 665280";  // of a refresh
    ASSERT_NE(text.find(known), std::string::npos) << text;
    const EnergyTable read = EnergyTable::read(
        YamlNode::parse(text.replace(text.find(known), known.size(), "energy: 1"), "ert.yaml"));
    EXPECT_EQ(architecture.energy(layers.front(), read, config),
              architecture.energy(layers.front(), table, config))
        << architecture.name;
  }
}

/// The table of one machine, exported and read again, gives the same bits.
TEST(EnergyExport, an_exported_table_is_read_back_to_the_same_energies) {
  MachineConfig config;
  config.clock.frequency = 3;
  const EnergyTable table = EnergyTable::load("16nm");
  for (const Architecture& architecture : architectures()) {
    const std::vector<LayerResult> layers{counted_layer(300'001)};
    const std::string text = reference_table_yaml(
        architecture, exported_actions(architecture, layers, table, config), table, config);
    const EnergyTable read = EnergyTable::read(YamlNode::parse(text, "ert.yaml"));
    EXPECT_EQ(architecture.energy(layers.front(), read, config),
              architecture.energy(layers.front(), table, config))
        << architecture.name;
  }
}

TEST(EnergyExport, an_exported_table_tells_its_fit_and_its_clock) {
  MachineConfig config;
  config.clock.frequency = 3;
  const Architecture& scnn = find_architecture("scnn", "test");
  const auto exported = [&](const char* name) {
    const EnergyTable table = EnergyTable::load(name);
    const testing::ScratchFolder folder;
    write_file(
        folder.path() / "mine.yaml",
        reference_table_yaml(scnn, exported_actions(scnn, {counted_layer(1)}, table, config), table, config));
    return EnergyTable::load((folder.path() / "mine.yaml").string());
  };
  const EnergyTable fitted = exported("16nm");
  EXPECT_EQ(fitted.label(),
            "ERT mine.yaml (own table, energies as given, of one machine, fitted to SCNN's energy ratios)");
  EXPECT_EQ(exported("45nm").label(), "ERT mine.yaml (own table, energies as given, of one machine)");
  EXPECT_EQ(fitted.clock_ghz, 3);
  MachinesOfTable().add(fitted, scnn, config, "scnn");
  testing::expect_user_error([&] { MachinesOfTable().add(fitted, scnn, MachineConfig{}, "scnn"); },
                             {"energy.table", "mine.yaml", "clock_ghz = 3", "clock.frequency = 1 GHz"});
}

/// Words of weights have an index in the layers that run by their n:m, and none in the others.
TEST(EnergyExport, widths_are_arguments_where_layers_differ) {
  const MachineConfig config;
  const EnergyTable table = EnergyTable::load("16nm");
  const Architecture& architecture = find_architecture("dcnn_nm", "test");
  const auto counts = [&](const std::vector<LayerResult>& layers) {
    return action_counts_yaml(architecture, exported_actions(architecture, layers, table, config));
  };
  const std::string both = counts({counted_layer(100'003), counted_layer(300'001)});
  EXPECT_NE(both.find("{bits: 16}"), std::string::npos) << both;
  EXPECT_NE(both.find("{bits: 20}"), std::string::npos) << both;
  EXPECT_EQ(counts({counted_layer(100'003)}).find("arguments"), std::string::npos);
}

TEST(EnergyExport, actions_that_were_not_taken_have_no_counts) {
  LayerResult idle;
  idle.pes = 64;
  idle.cycles = 10;
  const Architecture& architecture = find_architecture("scnn", "test");
  const auto actions = exported_actions(architecture, {idle}, EnergyTable::load("16nm"), MachineConfig{});
  const Numbers counts = counts_in(action_counts_yaml(architecture, actions));
  EXPECT_EQ(counts, (Numbers{{{"scnn.pe.leak", ""}, 640}}));
  const std::string ert =
      reference_table_yaml(architecture, actions, EnergyTable::load("16nm"), MachineConfig{});
  EXPECT_EQ(energies_in(ert).size(), energy_action_count + 1);
}

}  // namespace
}  // namespace scnnsim
