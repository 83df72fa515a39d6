// SPDX-License-Identifier: Apache-2.0
#include "traces/network.h"

#include <gtest/gtest.h>

#include "tests/unit/support/file_test.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

std::uint64_t macs(const Network& network) {
  std::uint64_t sum = 0;
  for (const NetworkLayer& layer : network.layers) sum += layer.description.shape.dense_macs();
  return sum;
}

TEST(Network, ShippedNetworksHaveTheirKnownMacs) {
  EXPECT_EQ(macs(find_network("alexnet")), 665784864u);
  EXPECT_EQ(macs(find_network("vgg16")), 15346630656u);
  EXPECT_EQ(macs(find_network("googlenet")), 1103972352u);  // inception modules
  EXPECT_EQ(macs(find_network("googlenet_full")), 1581647872u);
  EXPECT_EQ(macs(find_network("resnet50")), 3855925248u);  // without the classifier
  EXPECT_EQ(macs(find_network("resnet50_v1.5")), 4087136256u);
  EXPECT_EQ(macs(find_network("densenet121")), 2833137664u);
  EXPECT_EQ(macs(find_network("alexnet_paper")), 134742528u + 665784864u - 105415200u);
}

TEST(Network, ShippedNetworksAreNamedAsTheirFiles) {
  for (const std::string& name : network_names()) {
    const Network network = find_network(name);
    EXPECT_EQ(network.name, name);
    EXPECT_FALSE(network.source.empty());
  }
}

TEST(Network, ThePapersNetworksHaveAllDensities) {
  for (const char* name : {"alexnet", "alexnet_paper", "googlenet", "vgg16"}) {
    const Network network = find_network(name);
    for (const NetworkLayer& layer : network.layers) {
      EXPECT_TRUE(layer.weight_density && layer.input_density && layer.output_density)
          << layer.description.name;
      EXPECT_TRUE(layer.description.rectifies());
    }
  }
}

TEST(Network, OnlyTheFirstLayersOfWholeNetworksComeFromDram) {
  for (const char* name :
       {"alexnet", "alexnet_paper", "vgg16", "googlenet_full", "resnet50", "resnet50_v1.5", "densenet121"}) {
    const Network network = find_network(name);
    for (const NetworkLayer& layer : network.layers)
      EXPECT_EQ(layer.description.input == InputLocation::dram, &layer == &network.layers.front()) << name;
  }
}

TEST(Network, AlexNetConv1HasThePapersNonZeros) {
  const NetworkLayer truth = find_network("alexnet").layers[0],
                     paper = find_network("alexnet_paper").layers[0];
  EXPECT_EQ(truth.description.shape.P(), 55u);
  EXPECT_EQ(paper.description.shape.P(), 57u);
  EXPECT_NEAR(*truth.weight_density * 34848, *paper.weight_density * 41472, 0.1);
}

TEST(Network, ReadsFiles) {
  const ScratchFolder folder;
  write_text(folder / "n.yaml",
             "name: n\nlayers:\n  - {name: fc, C: 5, K: 3, H: 1, W: 1, R: 1, S: 1, weight_density: 0.5}\n");
  const Network network = find_network((folder / "n.yaml").string());
  ASSERT_EQ(network.layers.size(), 1u);
  EXPECT_EQ(network.layers[0].weight_density, 0.5);
  EXPECT_EQ(network.layers[0].input_density, std::nullopt);
  EXPECT_FALSE(network.layers[0].has_output_shift);
}

NetworkLayer layer_with(const std::string& more) {
  return read_network(YamlNode::parse("name: n\nlayers:\n  - {name: l, C: 1, K: 1, H: 1, W: 1, R: 1, S: 1, " +
                                          more + "}\n",
                                      "n.yaml"))
      .layers[0];
}

TEST(Network, LayersMaySayWhereTheirActivationsLie) {
  EXPECT_EQ(layer_with("relu: true").activation_pattern, std::nullopt);
  const NetworkLayer layer = layer_with("activations: {pattern: correlated, shared: 0.1, border: -0.5}");
  EXPECT_EQ(layer.activation_pattern, "correlated");
  EXPECT_EQ(layer.pattern.shared, 0.1);
  EXPECT_EQ(layer.pattern.border, -0.5);
  EXPECT_EQ(layer.pattern.concentration, std::nullopt);
  EXPECT_EQ(layer_with("activations: {spectrum: 1}").pattern.spectrum, 1);
  expect_user_error([] { layer_with("activations: {pattern: corelated}"); },
                    {"n.yaml:3: layers[0].activations.pattern", "did you mean \"correlated\""});
  expect_user_error([] { layer_with("activations: {pattern: uniform, shared: 0.1}"); },
                    {"layers[0].activations.shared", "the pattern uniform has none", "correlated"});
  expect_user_error([] { layer_with("activations: {concentration: 0}"); },
                    {"layers[0].activations.concentration", "got 0", "0.01 ... 1000000"});
  expect_user_error([] { layer_with("activations: {share: 0}"); }, {"\"share\"", "shared"});
}

TEST(Network, RefusesMistakes) {
  expect_user_error([] { find_network("vgg61"); },
                    {"unknown network \"vgg61\"", "did you mean \"vgg16\"", "alexnet_paper"});
  expect_user_error([] { find_network("none.yaml"); }, {"none.yaml", "cannot be opened"});
  expect_user_error([] { find_network(std::string(300, 'x')); }, {"unknown network"});
  expect_user_error([] { find_network(std::string(300, 'x') + ".yaml"); }, {"too long"});
  for (const char* name : {"''", "\"a\\nb\""})
    expect_user_error([&] { read_network(YamlNode::parse(std::string("name: ") + name, "n.yaml")); },
                      {"n.yaml:1: name"});
  const auto read = [](const std::string& more) {
    read_network(YamlNode::parse(
        "name: n\nlayers:\n  - {name: l, C: 1, K: 1, H: 1, W: 1, R: 1, S: 1, " + more + "}\n", "n.yaml"));
  };
  expect_user_error([&] { read("weight_density: 1.5"); },
                    {"n.yaml:3: layers[0].weight_density", "got 1.5", "0 ... 1"});
  expect_user_error([&] { read("density: 1"); }, {"n.yaml:3", "\"density\"", "known keys"});
  expect_user_error([&] { read("weights: w.npy"); }, {"\"weights\""});
}

TEST(EmbeddedFiles, AreFoundByFolderAndPath) {
  EXPECT_TRUE(embedded_file("networks/vgg16.yaml"));
  EXPECT_FALSE(embedded_file("networks/none.yaml"));
  EXPECT_FALSE(embedded_file(""));
  EXPECT_TRUE(embedded_files("network").empty());
  EXPECT_GE(embedded_files("networks").size(), 4u);
}

}  // namespace
}  // namespace scnnsim
