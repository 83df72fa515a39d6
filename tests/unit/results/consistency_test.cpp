// SPDX-License-Identifier: Apache-2.0
// Results whose figures contradict each other are refused by file, layer, field and both values.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sim/architectures/architecture.h"
#include "sim/layer/child_result.h"
#include "sim/layer/group_counters.h"
#include "sim/report/report_run.h"
#include "sim/results/results_files.h"
#include "tests/unit/traces/test_support.h"
#include "traces/generate.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using testing::expect_user_error;

class Consistency : public ::testing::Test {
 protected:
  Consistency() { config_.pe_array.rows = config_.pe_array.columns = 2; }

  /// Results of a small layer, which has a stride and groups, on these machines.
  Json results_of(const std::vector<std::string>& machines, CounterDetail detail = CounterDetail::groups) {
    NetworkLayer layer;
    layer.description.name = "conv";
    LayerShape& shape = layer.description.shape;
    shape.C = 8;
    shape.K = 12;
    shape.H = shape.W = 9;
    shape.R = shape.S = 3;
    shape.stride_h = shape.stride_w = 2;
    shape.groups = 2;
    layer.input_density = 0.4;
    GenerateOptions generate;
    generate.granularity = Granularity::element;
    generate.weight_density = 0.4;
    LayerTensors tensors = generate_layer(layer, generate);
    SharedLayer shared(layer.description, std::move(tensors));
    SimulationOptions options;
    options.detail = detail;
    RunResults results;
    results.network = "net";
    results.trace_checksum = "xxh3-128:0";
    results.architectures = machines;
    results.config = config_;
    results.energy_table = EnergyTable::load("45nm");
    for (const std::string& name : machines) {
      const Architecture& machine = find_architecture(name, "test");
      results.layers.push_back(
          finish_result(machine, config_, results.energy_table,
                        run_in_child(*machine.prepare(config_, shared, options), "conv")));
      results.layers.back().network = "net";
    }
    return Json::parse(results_json(results));
  }

  fs::path write(const Json& results) const {
    write_file(scratch_ / "results.json", results.dump());
    return scratch_ / "results.json";
  }
  void accept(const Json& results) const { EXPECT_NO_THROW(read_report_run(write(results))); }
  /// By tables and by reports.
  void refuse(const Json& results, const std::vector<std::string>& parts) const {
    expect_user_error([&] { read_results(write(results)); }, parts);
    expect_user_error([&] { read_report_run(write(results)); }, parts);
  }
  void refuse_report(const Json& results, const std::vector<std::string>& parts) const {
    EXPECT_NO_THROW(read_results(write(results)));
    expect_user_error([&] { read_report_run(write(results)); }, parts);
  }

  MachineConfig config_;
  const testing::ScratchFolder scratch_;
};

TEST_F(Consistency, results_of_all_machines_in_any_detail_are_read) {
  for (const CounterDetail detail :
       {CounterDetail::layers, CounterDetail::kinds, CounterDetail::blocks, CounterDetail::groups})
    accept(results_of(architecture_names(), detail));
  config_.dram.model = DramModel::banked;
  config_.pe_array.rows = 1;
  accept(results_of(architecture_names()));
}

TEST_F(Consistency, figures_that_contradict_each_other_are_refused) {
  const Json good = results_of({"scnn", "dcnn"});
  const auto changed = [&](const char* field, const Json& value) {
    Json results = good;
    results["layers"][0][field] = value;
    return results;
  };
  const Json& layer = good["layers"][0];
  const auto cycles = layer["cycles"].get<std::uint64_t>(),
             issue = layer["cycles_issue"].get<std::uint64_t>();
  refuse(changed("cycles", 0),
         {"results.json: layers[0]: layer conv on scnn: cycles: got 0", "dense_macs = "});
  refuse(changed("cycles", cycles + 1),
         {"layer conv on scnn: cycles_issue + ... + cycles_idle: got ", fmt::format("{}", 4 * cycles),
          fmt::format("expected cycles x pes = {}", 4 * cycles + 4)});
  refuse(changed("cycles_issue", issue + 7), {fmt::format("got {}", 4 * cycles + 7)});
  refuse(changed("pes", 5), {"cycles_issue + ... + cycles_idle", fmt::format("{}", 5 * cycles)});
  refuse(changed("multiplies", 16 * issue + 1),
         {"multiplies x pes: got ", fmt::format("at most cycles_issue x multipliers = {}", issue * 64)});
  refuse(changed("useful_multiplies", layer["multiplies"].get<std::uint64_t>() + 1), {"useful_multiplies"});
  refuse(changed("gated_multiplies", layer["multiplies"].get<std::uint64_t>() + 1), {"gated_multiplies"});
  refuse(changed("effectual_multiplies", layer["dense_macs"].get<std::uint64_t>() + 1),
         {"effectual_multiplies", "dense_macs"});
  refuse(changed("multiplier_utilization", 1.7),
         {"multiplier_utilization: got 1.7", "multiplies / (cycles_issue x multipliers / pes) = "});
  refuse(changed("energy_pj", 1), {"energy_pj: got 1", "sum of COMPONENT_pj"});
  refuse(changed("memory_references", 5), {"memory_references: got 5"});
  refuse(changed("seconds", 3.5), {"seconds: got 3.5"});
  refuse(changed("weight_density", 1.5), {"weight_density", "1.5"});
}

TEST_F(Consistency, counters_that_contradict_the_figures_are_refused) {
  for (const char* machine : {"scnn", "dcnn"}) {
    const Json good = results_of({machine});
    const Json& counters = good["layers"][0]["counters"];
    const bool is_dense = std::string(machine) == "dcnn";
    const std::string pe = counters.contains("pe_1_0") ? "pe_1_0" : "dense_pe_1_0";
    ASSERT_TRUE(counters.contains(pe)) << machine;
    Json results = good;
    results["layers"][0]["counters"].erase(pe);
    refuse_report(results,
                  {"layer conv on", machine, "counters of pe_1_0: cycles_issue + ... + cycles_idle: got 0"});
    results = good;
    Json& idle = results["layers"][0]["counters"][pe]["cycles_idle"];
    idle = idle.get<std::uint64_t>() + 3;
    refuse_report(results, {"counters of pe_1_0", "expected cycles = "});
    results = good;
    Json& issue = results["layers"][0]["counters"][pe]["cycles_issue"];
    Json& weights = results["layers"][0]["counters"][pe]["cycles_weights"];
    weights = weights.get<std::uint64_t>() + issue.get<std::uint64_t>();
    issue = 0;
    refuse_report(results, {"cycles_issue: got ", "over the layer's counters = "});
    if (is_dense) continue;
    results = good;
    results["layers"][0]["counters"].erase("pe_1_0.weight_fifo");
    refuse_report(results, {"weight_fifo_writes: got ", "weight_fifo.writes"});
  }
}

TEST_F(Consistency, another_machine_or_other_groups_are_refused) {
  const Json good = results_of({"scnn"});
  Json results = good;
  results["configuration"]["multiplier_array"]["f"] = 8;
  refuse_report(results, {"multipliers: got 64", "multiplier_array.f x multiplier_array.i = 128"});
  results = good;
  results["configuration"]["pe_array"]["rows"] = 4;
  refuse_report(results, {"pes: got 4", "pe_array.rows x pe_array.columns = 8"});
  results = good;
  Json& groups = results["layers"][0]["counters"][group_counters_key];
  groups["cycles"][0] = 1e9;
  refuse_report(results, {"output_channel_groups: sum of cycles", "at most cycles = "});
  groups = good["layers"][0]["counters"][group_counters_key];
  groups["barrier_pe_cycles"][1] = 1e9;
  refuse_report(results, {"barrier_pe_cycles of group 1", "at most its cycles x pes"});
  groups = good["layers"][0]["counters"][group_counters_key];
  groups["channels"].push_back(3);
  refuse_report(results, {"as many as"});
  results = good;
  results["layers"][0]["counters"][channel_counters_key]["input_density"][2] = 1.25;
  refuse_report(results, {"input_channels: input_density of channel 2: got 1.25", "a share"});
}

}  // namespace
}  // namespace scnnsim
