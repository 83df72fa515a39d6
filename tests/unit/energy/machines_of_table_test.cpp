// SPDX-License-Identifier: Apache-2.0
// One energy reference table (ERT) is of one machine.
#include "sim/architectures/machines_of_table.h"

#include <gtest/gtest.h>

#include "tests/unit/sweep/test_support.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

EnergyTable ert(const std::string& design = "chip") {
  EnergyTable table = EnergyTable::of_public_values();
  table.name = "ERT";
  table.is_built_in = false;
  table.is_of_one_machine = true;
  table.design = design;
  return table;
}

void add(MachinesOfTable& machines, const EnergyTable& table, const std::string& architecture,
         const MachineConfig& config = {}) {
  machines.add(table, find_architecture(architecture, "test"), config, architecture);
}

TEST(MachinesOfTable, an_ert_serves_machines_of_the_same_energies) {
  MachinesOfTable scnn, dense;
  add(scnn, ert("scnn"), "scnn");
  add(scnn, ert("scnn"), "scnn_oracle");
  MachineConfig larger;
  larger.pe_array.rows = 16;  // of the same PEs
  add(scnn, ert("scnn"), "scnn", larger);
  for (const char* one : {"dcnn", "dcnn_opt", "dcnn_structured"}) add(dense, ert(), one);
}

TEST(MachinesOfTable, another_machine_is_refused) {
  for (const char* other : {"dcnn", "scnn_sparse_a", "scnn_sparse_w"}) {
    MachinesOfTable machines;
    add(machines, ert(), "scnn");
    expect_user_error([&] { add(machines, ert(), other); },
                      {"energy.table", "ERT", "for scnn and for", other});
  }
  for (const char* change : {"weight_fifo.entries=25", "clock.frequency=2", "multiplier_array.operand_bits=8",
                             "activation_ram.iaram_bytes=20480"}) {
    MachineConfig config;
    set_parameter(config, change, "test");
    MachinesOfTable machines;
    add(machines, ert(), "scnn");
    expect_user_error([&] { add(machines, ert(), "scnn", config); }, {"for scnn and for scnn"});
  }
  MachinesOfTable any;
  for (const Architecture& one : architectures()) any.add(EnergyTable::load("16nm"), one, {}, "any");
}

TEST(MachinesOfTable, an_ert_named_after_another_architecture_is_refused) {
  MachinesOfTable machines;
  expect_user_error([&] { add(machines, ert("dcnn"), "scnn"); }, {"components of dcnn", "scnn"});
  EXPECT_NO_THROW(add(machines, ert("dcnn_opt"), "dcnn"));
}

TEST(MachinesOfTable, a_sweep_with_an_ert_is_of_one_machine) {
  const testing::ScratchFolder folder;
  const std::filesystem::path file = folder.path() / "ert.yaml";
  std::string text = "ERT:\n  version: 0.4\n  tables:\n";
  for (const char* component :
       {"multiplier_array: [multiply]", "coordinate_unit: [compute]", "scatter_network: [transfer]",
        "accumulator_adders: [add]", "accumulator_banks: [update]", "weight_fifo: [read, write]",
        "iaram: [read, write]", "oaram: [read, write]", "halo_links: [transfer]", "ppu: [compute]",
        "dram: [read, write]", "operand_buffer: [read]", "pe: [leak]"}) {
    const std::string all(component);
    const std::size_t colon = all.find(':');
    text += "  - name: chip." + all.substr(0, colon) + "\n    actions:\n";
    std::string actions = all.substr(colon + 3, all.size() - colon - 4);
    for (std::size_t begin = 0; begin < actions.size();) {
      const std::size_t end = std::min(actions.find(", ", begin), actions.size());
      text += "    - {name: " + actions.substr(begin, end - begin) + ", energy: 1}\n";
      begin = end + 2;
    }
  }
  write_file(file, text);
  const std::string sweep = sweep_test::small + "set: {energy.table: " + file.string() + "}\n";
  EXPECT_EQ(sweep_test::plan_of(sweep + "axes: [{grid: {pe_array.rows: [4, 8]}}]\n").points.size(), 2u);
  sweep_test::expect_refused(sweep + "axes: [{grid: {weight_fifo.entries: [25, 50]}}]\n",
                             {"ERT", "scnn of point 1", "scnn of point 2"});
  sweep_test::expect_refused(sweep + "axes: [{grid: {architecture: [scnn, dcnn]}}]\n",
                             {"scnn of point 1", "dcnn of point 2"});
}

}  // namespace
}  // namespace scnnsim
