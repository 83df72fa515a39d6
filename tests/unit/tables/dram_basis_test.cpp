// SPDX-License-Identifier: Apache-2.0
// Captions say where DRAM energy is by commands, and where a table has both kinds.
#include "sim/tables/dram_basis.h"

#include <gtest/gtest.h>

#include "sim/sweep/report/sweep_tables.h"
#include "sim/sweep/store/store_writer.h"
#include "sim/sweep/store/sweep_store.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

LayerResult layer_on(const std::string& architecture, bool by_command) {
  LayerResult layer;
  layer.network = "net";
  layer.layer = "conv1";
  layer.architecture = architecture;
  layer.cycles = 100;
  layer.energy_pj = {{by_command ? "dram_activate" : "dram_weights", 2.0}};
  layer.energy_table = "T";
  layer.energy_45nm_pj = layer.energy_16nm_pj = Picojoules{2};
  return layer;
}

std::string caption_of(const std::vector<LabelledLayers>& runs, const std::vector<std::string>& columns,
                       TableKind kind = TableKind::cycles) {
  LayerTableOptions options;
  options.columns = columns;
  return make_layer_table(kind, runs, options).caption;
}

TEST(DramBasis, a_caption_says_that_dram_is_by_commands) {
  const std::vector<LabelledLayers> banked{{"a", {layer_on("scnn", true)}}},
      pipe{{"a", {layer_on("scnn", false)}}};
  EXPECT_EQ(caption_of(banked, {"energy"}),
            "Figures per layer; energies by table T; DRAM energy by commands");
  EXPECT_EQ(caption_of(banked, {"energy_16nm_pj"}), "Figures per layer; DRAM energy by commands");
  EXPECT_EQ(caption_of(banked, {"cycles"}), "Cycles and utilisation per layer");
  EXPECT_EQ(caption_of(pipe, {"energy"}), "Figures per layer; energies by table T");
}

TEST(DramBasis, a_caption_tells_the_rows_of_both_kinds_apart) {
  const LayerResult command = layer_on("scnn", true), bit = layer_on("scnn", false),
                    dense = layer_on("dcnn", false);
  const auto said = [](const std::string& rows) { return "DRAM energy by commands for " + rows; };
  EXPECT_EQ(caption_of({{"a", {command, dense}}}, {"energy_45nm_pj"}),
            "Figures per layer; " + said("scnn, by bits for dcnn: not comparable"));
  EXPECT_NE(
      caption_of({{"a", {command}}, {"b", {bit}}}, {"energy"}).find(said("a, by bits for b: not comparable")),
      std::string::npos);
  EXPECT_NE(caption_of({{"a", {command, dense}}, {"b", {bit}}}, {"energy"})
                .find(said("scnn of a, by bits for dcnn of a, scnn of b: not comparable")),
            std::string::npos);
  LayerTableOptions options;
  options.is_narrow = true;
  options.baseline = "dcnn";
  EXPECT_NE(make_layer_table(TableKind::speedup, {{"a", {command, dense}}}, options)
                .caption.find(said("scnn, by bits for dcnn: not comparable")),
            std::string::npos);
}

/// Points as a store gives them: energies without their components.
TEST(DramBasis, points_of_both_kinds_are_numbered) {
  const testing::ScratchFolder folder;
  StoredPlan plan;
  plan.axis_names = {"dram.model"};
  for (std::uint64_t i = 1; i <= 8; ++i) {
    SweepPoint& point = plan.points.emplace_back();
    point.number = i;
    point.key = std::to_string(i);
    point.axes = {{"dram.model", i == 2 ? "pipe" : "banked"}};
    point.network = "net";
    point.architecture = "scnn";
  }
  plan.points_in_all = plan.points.size();
  {
    StoreWriter writer(folder.path());
    writer.set_plan(plan);
    for (const SweepPoint& point : plan.points)
      writer.record(point.key, {PointStatus::done, "", {layer_on("scnn", point.number != 2)}, 1}, 1);
  }
  const SweepStore store = SweepStore::open_read(folder.path());
  for (const EnergyDetail detail : {EnergyDetail::total, EnergyDetail::components}) {
    std::vector<SweepPoint> points = store.points(detail);
    EXPECT_EQ(sweep_table(points, {"dram.model"}, {}).caption,
              "8 points of a sweep; energies by table T; DRAM energy by commands for points 1, 3, 4, 5 and 3 "
              "more, by bits for point 2: not comparable");
    points.erase(points.begin() + 1);
    EXPECT_EQ(sweep_table(points, {"dram.model"}, {}).caption,
              "7 points of a sweep; energies by table T; DRAM energy by commands");
    EXPECT_EQ(points.front().total->total_energy_pj(), 2.0);
  }
}

TEST(MemoryCaption, a_table_of_banks_says_that_there_are_none) {
  LayerResult layer = layer_on("scnn", false);
  const std::string said = "no layer ran on a banked memory";
  EXPECT_NE(caption_of({{"a", {layer}}}, {}, TableKind::dram).find(said), std::string::npos);
  layer.dram_row_hits = 3;
  EXPECT_EQ(caption_of({{"a", {layer}}}, {}, TableKind::dram).find(said), std::string::npos);
}

TEST(MemoryCaption, the_oracles_rate_is_explained) {
  const std::string said = "scnn_oracle waits for no DRAM";
  for (const TableKind kind : {TableKind::dram, TableKind::performance}) {
    EXPECT_NE(caption_of({{"a", {layer_on("scnn_oracle", false)}}}, {}, kind).find(said), std::string::npos);
    EXPECT_EQ(caption_of({{"a", {layer_on("scnn", false)}}}, {}, kind).find(said), std::string::npos);
  }
}

}  // namespace
}  // namespace scnnsim
