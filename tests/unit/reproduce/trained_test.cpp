// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "sim/reproduce/granularity/equal_loss.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim::trained {
namespace {

using testing::expect_user_error;

const std::string layers_head =
    "seed,granularity,density,layer,channels,filters,weight_density,input_density,output_density,"
    "concentration,"
    "spectrum,shared,border\n";
const std::string layers_text = layers_head +
                                "1,none,1,conv,4,8,1,0.5,0.25,3,0.9,0.1,0.2\n"
                                "1,none,1,last,8,2,1,1,,,,,\n"
                                "1,element,0.25,conv,4,8,0.25,0.5,0.25,3,0.9,0.1,0.2\n"
                                "1,element,0.25,last,8,2,1,1,,,,,\n"
                                "1,filter,0.5,conv,4,4,1,0.5,0.25,3,0.9,0.1,\n"
                                "1,filter,0.5,last,8,2,1,0.5,,,,,\n";
const std::string accuracies_text =
    "seed,granularity,density,top1\n1,none,1,0.9\n1,element,0.25,0.88\n1,filter,0.5,0.86\n";

TrainedNetwork network(const std::string& layers = layers_text) {
  return TrainedNetwork::parse(
      "Net",
      YamlNode::parse("name: net\nsource: here\nlayers:\n"
                      "  - {name: conv, C: 4, K: 8, H: 4, W: 4, R: 3, S: 3, relu: true}\n"
                      "  - {name: last, C: 8, K: 2, H: 1, W: 1, R: 1, S: 1, "
                      "weight_density: 1.0}\n",
                      "net.yaml"),
      AccuracyFile::parse(accuracies_text, "net.csv"), layers, "layers.csv");
}

TEST(TrainedNetwork, HasWhatIsLeftOfEachLayer) {
  const TrainedNetwork net = network();
  EXPECT_EQ(net.granularities(), (std::vector<Granularity>{Granularity::element, Granularity::filter}));
  EXPECT_EQ(net.densities(Granularity::filter), (std::vector<double>{0.5, 1}));
  const NetworkLayer& conv = net.layers({"1", Granularity::filter, 0.5}).front();
  EXPECT_EQ(conv.description.shape.K, 4u);
  EXPECT_EQ(conv.output_density, 0.25);
  EXPECT_EQ(conv.pattern.concentration, 3);
  EXPECT_EQ(conv.pattern.border, std::nullopt);
  EXPECT_FALSE(net.stays_dense("conv"));
  EXPECT_TRUE(net.stays_dense("last"));
  EXPECT_DOUBLE_EQ(net.weights_left({"1", Granularity::filter, 0.5}), (4 * 36 + 16) / (8 * 36 + 16.0));
  EXPECT_EQ(net.layers({"1", Granularity::filter, 1}).front().description.shape.K, 8u);  // the dense network
}

TEST(TrainedNetwork, MistakesNameLineAndField) {
  expect_user_error([] { network("seed,granularity\n1,none\n"); }, {"layers.csv:1", "density"});
  expect_user_error([] { network(layers_head + "1,none,1,other,4,8,1,0.5,0.25,3,0.9,0.1,0.2\n"); },
                    {"layers.csv:2: layer", "got other", "expected conv"});
  expect_user_error([] { network(layers_head + "1,none,1,conv,4,9,1,0.5,0.25,3,0.9,0.1,0.2\n"); },
                    {"layers.csv:2: filters", "got 9"});
  expect_user_error(
      [] {
        network().layers({"1", Granularity::vector, 0.5});
      },
      {"layers.csv", "vector at density 0.5"});
}

TEST(TrainedRuns, CostsBetweenTrainedDensitiesAreLinear) {
  EXPECT_EQ(neighbours({0.1, 0.2, 1}, 0.15), (std::vector<double>{0.1, 0.2}));
  EXPECT_EQ(neighbours({0.1, 0.2, 1}, 0.2), (std::vector<double>{0.2}));
  EXPECT_EQ(neighbours({0.1, 0.2, 1}, 0.05), (std::vector<double>{0.1}));
  EXPECT_DOUBLE_EQ(interpolated({{0.1, 10}, {0.2, 30}}, 0.125), 15);
  EXPECT_DOUBLE_EQ(interpolated({{0.1, 10}, {0.2, 30}}, 0.05), 10);
  EXPECT_DOUBLE_EQ(interpolated({{0.1, 10}, {0.2, 30}}, 0.5), 30);
}

/// Cycles are 100 x density on scnn, twice as many where products are merged.
Points points_of(const TrainedNetwork& net) {
  Scope scope;
  PointPlan plan;
  TrainedRuns(scope, {net}).add_points(plan);
  Points points;
  for (const PointTask& task : plan.tasks())
    for (const Machine& machine : task.machines) {
      LayerResult result;
      const std::string& series = task.workload.series;  // "element at 0.25, run 1"
      const double density = std::stod(series.substr(series.find(" at ") + 4));
      result.cycles = static_cast<std::uint64_t>(100 * density * (machine.label == "scnn" ? 1 : 2));
      result.network = net.name();
      result.layer = task.workload.layer.description.name;
      points.put({series, net.name(), result.layer, 1, machine.label}, result);
    }
  return points;
}

TEST(EqualLoss, EachGranularityIsRunAtTheDensityThatItNeeds) {
  const TrainedNetwork net = network();
  const Points points = points_of(net);
  const std::vector<EqualLoss> groups =
      equal_losses(TrainedRuns(Scope(), {net}), {SeedView(points, 1)}, {"Net"});
  ASSERT_EQ(groups.size(), 4u);  // two losses of the network, two of the mean
  const auto cycles = static_cast<std::size_t>(StudyFigure::cycles);
  const MeasuredRow& element = groups[0].group.rows.front();
  EXPECT_DOUBLE_EQ(element.density.mean, 0.5);  // a point of two lost, in the logarithm half way to 0.25
  EXPECT_NEAR(element.values[cycles].mean, 2 * (25 + (0.5 - 0.25) / 0.75 * 75), 1e-9);  // of two layers
  const MeasuredRow* filter = groups[0].find(Granularity::filter, {"scnn", true});
  ASSERT_NE(filter, nullptr);
  EXPECT_NEAR(filter->density.mean, std::pow(0.5, 0.25), 1e-12);
  EXPECT_NEAR(filter->ratios[cycles].mean, 2 * filter->density.mean / element.density.mean, 0.02);
  EXPECT_TRUE(groups[2].is_mean());
  EXPECT_NEAR(groups[2].find(Granularity::filter, {"scnn", true})->values[cycles].mean,
              filter->ratios[cycles].mean, 1e-12);
  EXPECT_NE(answer_text(groups).find("element on scnn takes the fewest cycles (1.00 and 1.00)"),
            std::string::npos)
      << answer_text(groups);
}

}  // namespace
}  // namespace scnnsim::trained
