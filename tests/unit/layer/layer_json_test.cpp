// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "sim/layer/child_result.h"
#include "sim/layer/layer_json.h"
#include "sim/layer/result_columns.h"
#include "sim/results/results_files.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// 2 PEs of 4 multipliers; 10 cycles: PE-cycles 20.
LayerResult example() {
  LayerResult layer;
  layer.network = "net";
  layer.layer = "conv/1";
  layer.cycles = 10;
  layer.dense_macs = 100;
  layer.multiplies = 36;
  layer.useful_multiplies = 30;
  layer.placeholders = 1;
  layer.pe_cycles = {3, 2, 1, 0, 1, 1, 12};  // idle, barrier, postprocess, input, weights, crossbar, issue
  layer.pes = 2;
  layer.multipliers = 8;
  layer.temporal_tiles = 1;
  layer.kc = 8;
  layer.weight_density = 0.3;
  layer.iaram_reads = 5;
  layer.weight_fifo_reads = 7;
  layer.accumulator_updates = 30;
  layer.energy_pj = {{"dram", 1.5}, {"ppu", 0.25}};
  layer.verified = Verified::yes;
  layer.input_spilled = true;
  layer.effectual_multiplies = 24;
  layer.cycle_fs = 2'000'000;  // 0.5 GHz: 20 ns
  layer.dram_input_bytes = 40;
  layer.counters = nlohmann::ordered_json{{"pe", {1, 2, 3}}};
  return layer;
}

TEST(ResultsLayer, metrics_by_hand) {
  const LayerResult layer = example();
  EXPECT_DOUBLE_EQ(layer.multiplier_utilization(), 36.0 / (12 * 4));
  EXPECT_DOUBLE_EQ(layer.effective_utilization(), 36.0 / (10 * 8));
  EXPECT_DOUBLE_EQ(layer.barrier_fraction(), 5.0 / 20);
  EXPECT_EQ(layer.memory_references(), 42u);
  EXPECT_DOUBLE_EQ(layer.total_energy_pj(), 1.75);
}

TEST(ResultsLayer, rates_by_hand) {
  const LayerResult layer = example();  // 10 cycles of 2 ns, 1.75 pJ, 40 B from DRAM, 24 effectual products
  EXPECT_DOUBLE_EQ(layer.seconds().value(), 20e-9);
  EXPECT_DOUBLE_EQ(layer.frames_per_second().value(), 5e7);
  EXPECT_DOUBLE_EQ(layer.average_power_w().value(), 1.75e-12 / 20e-9);
  EXPECT_DOUBLE_EQ(layer.energy_delay_js().value(), 1.75e-12 * 20e-9);
  EXPECT_DOUBLE_EQ(layer.dram_gb_per_s().value(), 2.0);
  EXPECT_DOUBLE_EQ(layer.effectual_gops().value(), 48 / 20.0);
  EXPECT_DOUBLE_EQ(layer.effectual_utilization().value(), 24.0 / (10 * 8));
}

TEST(ResultsLayer, results_of_versions_without_a_column_are_read_and_the_column_is_unknown) {
  auto json = layer_to_json(example());
  for (const char* name : {"effectual_multiplies", "cycle_fs"}) json.erase(name);
  const LayerResult layer = layer_from_json(json, "test");
  EXPECT_EQ(layer.cycles, 10u);
  EXPECT_FALSE(layer.effectual_multiplies.has_value());
  for (const auto& figure :
       {layer.seconds(), layer.frames_per_second(), layer.average_power_w(), layer.energy_delay_js(),
        layer.dram_gb_per_s(), layer.effectual_gops(), layer.effectual_utilization()})
    EXPECT_FALSE(figure.has_value());
  EXPECT_TRUE(layer_to_json(layer).at("seconds").is_null());
  EXPECT_FALSE(total_of({layer, example()}).effectual_multiplies.has_value()) << "known of one layer alone";
}

TEST(ResultsLayer, the_formula_of_a_counted_column_is_its_counters) {
  EXPECT_EQ(result_column(Column::useful_multiplies).formula,
            "multiplier_array.multiplies - multiplier_array.dropped; dense machines: dense_pe.multiplies");
  EXPECT_EQ(result_column(Column::placeholders).formula, "multiplier_array.placeholders");
  EXPECT_EQ(result_column(Column::gated_multiplies).formula, "dense machines: dense_pe.gated");
  EXPECT_EQ(result_column(Column::kc).formula, "");
}

TEST(ResultsLayer, metrics_of_a_layer_in_which_nothing_happens_are_zero) {
  const LayerResult layer;
  EXPECT_EQ(layer.multiplier_utilization(), 0.0);
  EXPECT_EQ(layer.effective_utilization(), 0.0);
  EXPECT_EQ(layer.barrier_fraction(), 0.0);
}

TEST(ResultsLayer, csv_begins_with_the_columns_that_others_rely_on) {
  const std::string promised =
      "network,layer,architecture,cycles,dense_macs,multiplies,useful_multiplies,placeholders,multiplier_"
      "utilization,"
      "effective_utilization,barrier_fraction,cycles_issue,cycles_crossbar,cycles_weights,cycles_input,"
      "cycles_postprocess,"
      "cycles_barrier,cycles_idle,temporal_tiles,kc,weight_density,input_density,output_density,iaram_reads,"
      "oaram_writes,"
      "weight_fifo_writes,weight_fifo_reads,accumulator_updates,output_references,memory_references,halo_"
      "words,"
      "dram_weight_bytes,dram_input_bytes,dram_output_bytes,energy_pj,verified";
  EXPECT_EQ(layers_csv({}).substr(0, promised.size()), promised);
  EXPECT_EQ(
      layers_csv({example()}).substr(layers_csv({}).size()),
      "net,conv/"
      "1,scnn,10,100,36,30,1,0.75,0.45,0.25,12,1,1,0,1,2,3,1,8,0.3,0,,5,0,0,7,30,30,42,0,0,40,0,1.75,yes,"
      "0,0,true,false,2,8,0,0,0,24,0.3,2000000,2e-08,50000000,8.75e-05,3.5e-20,2,2.4\n");
}

TEST(ResultsLayer, columns_are_found_by_name_and_say_what_they_mean) {
  EXPECT_EQ(result_column(Column::network).name, "network");
  EXPECT_EQ(result_column(Column::cycles_idle).name, "cycles_idle");
  EXPECT_EQ(result_column(Column::memory_references).name, "memory_references");
  EXPECT_EQ(result_column(Column::dense_weight_bytes).name, "dense_weight_bytes");
  EXPECT_EQ(&result_column(Column::energy_table), &result_columns().back());
  std::set<std::string_view> names;
  for (const ResultColumn& column : result_columns()) {
    EXPECT_TRUE(names.insert(column.name).second) << column.name << " stands twice";
    EXPECT_FALSE(column.title.empty()) << column.name;
    EXPECT_GT(column.meaning.size(), 5u) << column.name;
    EXPECT_EQ(bool(column.add), column.total == ColumnTotal::sum) << column.name;
    EXPECT_EQ(bool(column.set), column.total != ColumnTotal::derived) << column.name;
    if (column.total == ColumnTotal::derived) {
      EXPECT_FALSE(column.formula.empty()) << column.name;
    }
  }
}

TEST(ResultsLayer, every_owner_has_the_column_of_its_name) {
  LayerResult layer;
  for (std::size_t owner = 0; owner < cycle_owner_count; ++owner) layer.pe_cycles[owner] = 10 + owner;
  const nlohmann::ordered_json json = layer_to_json(layer);
  for (std::size_t owner = 0; owner < cycle_owner_count; ++owner)
    EXPECT_EQ(json.at("cycles_" + std::string(to_string(static_cast<CycleOwner>(owner)))), 10 + owner);
}

TEST(ResultsLayer, a_layer_survives_json) {
  LayerResult layer = example();
  layer.verified = Verified::no;
  layer.first_mismatch = "output (0, 1, 2): expected 3, got 4";
  const auto json = layer_to_json(layer);
  const LayerResult again = layer_from_json(nlohmann::ordered_json::parse(json.dump()), "test");
  EXPECT_EQ(layer_to_json(again), json);
  EXPECT_EQ(again.pe_cycles, layer.pe_cycles);
  EXPECT_EQ(again.energy_pj, layer.energy_pj);
  EXPECT_EQ(again.first_mismatch, layer.first_mismatch);
  EXPECT_EQ(again.verified, Verified::no);
}

TEST(ResultsLayer, a_layer_survives_a_message_with_its_counters_in_order) {
  LayerResult layer = example();
  layer.counters = nlohmann::ordered_json{{"pe_0_1", {{"z", 1}, {"a", 2}}}, {"pe_0_0", {{"z", 3}}}};
  layer.counter_descriptions = nlohmann::ordered_json{{"pe", {{"z", {{"unit", "cycles"}}}}}};
  layer.largest_lead = 7;
  LayerResult again = result_of_message(result_to_message(layer), "test");
  again = result_of_message(result_to_message(again), "passed on unread");
  EXPECT_EQ(layer_to_json(again).dump(), layer_to_json(layer).dump());
  EXPECT_EQ(again.counter_descriptions->dump(), layer.counter_descriptions->dump());
  EXPECT_EQ(again.largest_lead, 7u);
  layer.counters = nlohmann::ordered_json();
  EXPECT_TRUE(result_of_message(result_to_message(layer), "test").counters->is_null());
}

TEST(ResultsLayer, packed_counters_are_the_same_packed_again) {
  const nlohmann::ordered_json json{{"b", {{"z", 1}}}, {"a", 2}};
  const std::string packed = SharedJson(json).packed();
  const SharedJson again = SharedJson::of_packed(packed);
  EXPECT_EQ(again.packed(), packed) << "unread";
  EXPECT_EQ(again->dump(), json.dump());
  EXPECT_EQ(again.packed(), packed) << "read";
  EXPECT_EQ(SharedJson::of_packed(SharedJson(nlohmann::ordered_json::object()).packed())->dump(), "{}");
  EXPECT_THROW(*SharedJson::of_packed(packed.substr(1)), UserError);
}

TEST(ResultsLayer, json_without_a_column_or_of_the_wrong_type_is_refused) {
  auto json = layer_to_json(example());
  json.erase("cycles_issue");
  EXPECT_THROW(layer_from_json(json, "test"), UserError);
  json = layer_to_json(example());
  json["cycles"] = "many";
  EXPECT_THROW(layer_from_json(json, "test"), UserError);
  json = layer_to_json(example());
  json["verified"] = "perhaps";
  EXPECT_THROW(layer_from_json(json, "test"), UserError);
}

void expect_refused(const std::string& key, const nlohmann::ordered_json& value,
                    const std::vector<std::string>& parts) {
  auto json = layer_to_json(example());
  json[key] = value;
  testing::expect_user_error([&] { layer_from_json(json, "file"); }, parts);
}

TEST(ResultsLayer, numbers_that_no_simulation_gives_are_refused) {
  const std::string integer = "expected an integer in 0 ... 1000000000000000000";
  expect_refused("cycles", -1, {"file: cycles: got -1, " + integer});
  expect_refused("cycles", 1.5, {"file: cycles: got 1.5, " + integer});
  expect_refused("cycles", 1e30, {"file: cycles: got 1e+30, " + integer});
  expect_refused("cycles", 18446744073709551615u, {"file: cycles: got 18446744073709551615, " + integer});
  expect_refused("cycles_issue", "12", {"file: cycles_issue: got \"12\", " + integer});
  expect_refused("pes", nlohmann::ordered_json::array(), {"file: pes: got a list, " + integer});
  expect_refused("weight_density", 1.5, {"file: weight_density: got 1.5, expected a number in 0 ... 1"});
  expect_refused("input_density", -0.1, {"input_density"});
  expect_refused("input_spilled", 1, {"file: input_spilled: got 1, expected true or false"});
  expect_refused("layer", 1, {"file: layer: got 1, expected text"});
  expect_refused("verified", "perhaps", {"file: verified: got \"perhaps\", expected yes, no or off"});
  expect_refused("energy_pj_by_component", {{"dram", -1}}, {"energy_pj_by_component: got -1"});
  testing::expect_user_error([] { layer_from_json(1, "file"); }, {"file: expected a layer"});
  testing::expect_user_error([] { layer_from_json(nlohmann::ordered_json::object(), "file"); },
                             {"file: network: is missing"});
}

TEST(ResultsLayer, totals_add_counts_and_derive_ratios_anew) {
  LayerResult second = example();
  second.layer = "conv2";
  second.cycles = 30;
  second.multiplies = 4;
  second.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = 8;
  const LayerResult total = total_of({example(), second});
  EXPECT_EQ(total.cycles, 40u);
  EXPECT_EQ(total.multiplies, 40u);
  EXPECT_DOUBLE_EQ(total.multiplier_utilization(), 40.0 / (20 * 4));
  EXPECT_DOUBLE_EQ(total.effective_utilization(), 40.0 / (40 * 8));
  EXPECT_DOUBLE_EQ(total.total_energy_pj(), 3.5);
  EXPECT_FALSE(total_to_json(total).contains("weight_density"));
  EXPECT_FALSE(total_to_json(total).contains("kc"));
}

TEST(ResultsLayer, columns_of_the_banked_memory_stand_only_where_it_ran) {
  LayerResult banked = example();
  banked.dram_row_hits = 5;
  EXPECT_EQ(layers_csv({example()}).find("dram_row_hits"), std::string::npos);
  EXPECT_NE(layers_csv({example(), banked}).find(",dram_row_hits\n"), std::string::npos);
  EXPECT_FALSE(layer_to_json(example()).contains("dram_row_hits"));
  EXPECT_EQ(layer_to_json(banked).at("dram_row_hits"), 5);
  EXPECT_EQ(layer_from_json(layer_to_json(banked), "test").dram_row_hits, 5u);
  EXPECT_EQ(total_to_json(total_of({banked, banked})).at("dram_row_hits"), 10);
  EXPECT_FALSE(total_to_json(total_of({example()})).contains("dram_row_hits"));
  EXPECT_FALSE(total_of({banked, example()}).dram_row_hits.has_value()) << "known of one layer alone";
}

TEST(ResultsLayer, a_total_is_verified_only_if_every_layer_is) {
  LayerResult right = example(), wrong = example(), unchecked = example();
  wrong.verified = Verified::no;
  unchecked.verified = Verified::off;
  EXPECT_EQ(total_of({right, right}).verified, Verified::yes);
  EXPECT_EQ(total_of({right, unchecked}).verified, Verified::off);
  EXPECT_EQ(total_of({unchecked, wrong, right}).verified, Verified::no);
}

}  // namespace
}  // namespace scnnsim
