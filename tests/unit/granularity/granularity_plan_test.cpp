// SPDX-License-Identifier: Apache-2.0
#include "sim/granularity/granularity_plan.h"

#include <gtest/gtest.h>

#include <set>

#include "sim/granularity/granularity_table.h"
#include "sim/sweep/plan/sweep_plan.h"
#include "tests/unit/traces/test_support.h"
#include "traces/generate.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;
using testing::ScratchFolder;

StudyOptions options_for(std::vector<Granularity> granularities, std::vector<double> densities) {
  StudyOptions options;
  options.trace = "t";
  options.granularities = std::move(granularities);
  options.densities = std::move(densities);
  options.losses = {0.01};
  return options;
}

TEST(GranularityPlan, EveryGroupBeginsWithElementsOnScnn) {
  const StudyPlan plan =
      plan_study(options_for({Granularity::filter, Granularity::n_of_m(2, 4)}, {0.2}), nullptr);
  ASSERT_EQ(plan.groups.size(), 2u);  // 0.5 for 2:4, and 0.2
  for (const StudyGroup& group : plan.groups) {
    EXPECT_EQ(group.rows.front().granularity, Granularity::element);
    EXPECT_EQ(group.rows.front().machine.name(), "scnn");
    EXPECT_EQ(group.rows.front().points.front().density, group.density);
  }
  EXPECT_EQ(plan.groups[0].density, 0.5);
  EXPECT_EQ(plan.groups[0].rows.back().machine.name(), "dcnn_nm");
  EXPECT_EQ(plan.groups[1].rows.back().machine.name(), "dcnn_structured");
  EXPECT_EQ(plan.groups[1].rows.size(), 4u);
}

TEST(GranularityPlan, MachinesCanBeChosenForAllGranularities) {
  StudyOptions options = options_for({Granularity::element, Granularity::vector}, {0.2});
  options.architectures = {"dcnn", "scnn"};
  const StudyPlan plan = plan_study(options, nullptr);
  std::vector<std::string> names;
  for (const StudyRow& row : plan.groups[0].rows)
    names.push_back(to_string(row.granularity) + " " + row.machine.name());
  EXPECT_EQ(names, (std::vector<std::string>{"element scnn", "element dcnn", "element scnn, merged",
                                             "vector dcnn", "vector scnn", "vector scnn, merged"}));
}

TEST(GranularityPlan, EqualAccuracyHasAPointPerSeed) {
  const AccuracyFile file = AccuracyFile::parse(
      "seed,granularity,density,accuracy\n1,none,1,0.9\n2,none,1,0.9\n1,element,0.1,0.88\n2,element,0.1,0."
      "86\n"
      "1,vector,0.4,0.88\n2,vector,0.4,0.895\n1,1:4,0.25,0.5\n2,1:4,0.25,0.5\n",
      "a.csv");
  const StudyPlan plan = plan_study(options_for({Granularity::vector, Granularity::n_of_m(1, 4)}, {}), &file);
  const StudyGroup& equal = plan.groups.back();
  EXPECT_EQ(equal.loss, 0.01);
  ASSERT_EQ(equal.rows.size(), 3u);
  EXPECT_EQ(equal.rows[0].points[0].density, 0.3162);  // half way to 0.1, four digits
  EXPECT_EQ(equal.rows[0].points[1].density, 0.5623);
  EXPECT_EQ(equal.rows[1].points[1].density, 0.4);
  EXPECT_TRUE(equal.rows[1].is_bound);
  ASSERT_EQ(plan.notes.size(), 1u);
  EXPECT_NE(plan.notes[0].find("1:4 loses more than 1 points"), std::string::npos) << plan.notes[0];
}

/// A trace of one dense layer.
void write_dense_trace(const std::filesystem::path& folder) {
  Network network;
  network.name = "tiny";
  NetworkLayer layer;
  layer.description.name = "conv";
  layer.description.after = {"relu"};
  layer.description.shape.C = 8, layer.description.shape.K = 8;
  layer.description.shape.R = layer.description.shape.S = 3;
  layer.description.shape.H = layer.description.shape.W = 4;
  layer.weight_density = 1;
  layer.input_density = 0.5;
  network.layers = {layer};
  generate_trace(network, {}, folder);
}

TEST(GranularityPlan, ItsSweepHasAPointForEachOfItsOwn) {
  ScratchFolder folder;
  write_dense_trace(folder.path());
  StudyOptions options =
      options_for({Granularity::vector, Granularity::n_of_m(2, 4), Granularity::block(2, 2)}, {0.25, 0.5});
  options.trace = folder.path().string();
  options.config.dram.bandwidth = 10;
  const StudyPlan study = plan_study(options, nullptr);
  const SweepPlan plan = make_plan(read_sweep({sweep_of(options, study), "granularity", false}));
  std::set<std::string> planned, wanted;
  for (const PlannedPoint& point : plan.points) {
    planned.insert(study_key(point.point.axes));
    EXPECT_EQ(point.job.config.dram.bandwidth, 10);
  }
  for (const StudyGroup& group : study.groups)
    for (const StudyRow& row : group.rows)
      for (const StudyPoint& point : row.points) wanted.insert(point.key());
  EXPECT_EQ(planned, wanted);
  EXPECT_EQ(plan.duplicates, 0u);
}

TEST(GranularityPlan, APrunedSourceHasTheDensityAskedFor) {
  ScratchFolder folder;
  write_dense_trace(folder.path());
  const std::string text =
      "trace: \"" + folder.path().string() + "\"\ngranularity: kernel\nweight_density: 0.25\n";
  const SweepPlan plan = make_plan(read_sweep({text, "sweep", false}));
  LayerDraws draws;
  const LoadedLayer layer = plan.points[0].job.source->load(0, 16, draws);
  EXPECT_EQ(layer.description.granularity, Granularity::kernel);
  EXPECT_EQ(density(layer.tensors.weights), 0.25);
  // 0.001 of 8 filters leaves none: the layer stays dense.
  const std::string few =
      "trace: \"" + folder.path().string() + "\"\ngranularity: filter\nweight_density: 0.001\n";
  const SweepPlan dense = make_plan(read_sweep({few, "sweep", false}));
  EXPECT_EQ(density(dense.points[0].job.source->load(0, 16, draws).tensors.weights), 1.0);
  expect_user_error(
      [&] {
        make_plan(read_sweep(
            {"trace: \"" + folder.path().string() + "\"\ngranularity: \"2:4\"\nweight_density: 0.3\n",
             "sweep", false}));
      },
      {"sweep: weight_density", "0.3", "0.5"});
}

TEST(GranularityPlan, KeysOfThePointsAreNotSet) {
  StudyOptions options = options_for({Granularity::vector}, {0.5});
  options.config.accumulator.merge = MergeMode::grain;
  expect_user_error([&] { sweep_of(options, plan_study(options, nullptr)); }, {"accumulator.merge", "both"});
}

TEST(GranularityTable, SpreadIsMeanAndDeviation) {
  const Spread spread = Spread::of({1, 2, 3});
  EXPECT_EQ(spread.mean, 2);
  EXPECT_EQ(spread.deviation, 1);
  EXPECT_EQ(Spread::of({5}).deviation, 0);
  EXPECT_EQ(Spread::of({0.05, 0.05, 0.05}).deviation, 0);  // 3 x 0.05 / 3 is another number
}

/// Two rows with one value for all figures each; figure 0 of the second may differ.
MeasuredGroup group_of(double first, double second) {
  MeasuredGroup group{{std::nullopt, 0.5, {}}, {}};
  for (const double value : {first, second}) {
    MeasuredRow row{{Granularity::element, {"scnn", false}, {}}, {0.5, 0}, {0.5, 0}, {}, {}};
    for (std::size_t i = 0; i < study_figure_count; ++i) {
      row.values[i] = {value, 0};
      row.ratios[i] = {value / first, 0};
    }
    group.rows.push_back(row);
  }
  group.rows[1].row.granularity = Granularity::vector;
  return group;
}

TEST(GranularityTable, MarksTheLowestOfEachColumn) {
  const Table table = study_table({group_of(2000, 1500)});
  EXPECT_EQ(table.rows[0].cells[5], "2.00 kB  ");
  EXPECT_EQ(table.rows[1].cells[5], "0.75 *");
  EXPECT_EQ(study_table({group_of(1, 1)}).rows[1].cells[9], "1.00 *");
  const Table numbers = study_numbers({group_of(2000, 1500)});
  EXPECT_EQ(numbers.rows[1].cells[8], 1500.0);
}

TEST(GranularityTable, TheSentenceNamesTheLowest) {
  const std::string sentence = study_sentence({group_of(2, 1), group_of(3, 1)});
  EXPECT_NE(sentence.find("vector on scnn takes the fewest cycles"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("not equal accuracy"), std::string::npos) << sentence;
  const std::string split = study_sentence({group_of(2, 1), group_of(1, 3)});
  EXPECT_NE(split.find("element on scnn (1 of 2) or vector on scnn (1 of 2)"), std::string::npos) << split;
}

}  // namespace
}  // namespace scnnsim
