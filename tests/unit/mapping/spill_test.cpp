// SPDX-License-Identifier: Apache-2.0
// SCNN sec. 6.4: nine of the paper's 72 layers, all of VGG-16, exceed the activation RAMs.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "sim/mapping/tiling.h"

namespace scnnsim {
namespace {

struct PublishedLayer {
  std::string network, name;
  std::int64_t P = 0, Q = 0;
  std::uint64_t C = 0, K = 0;
  double input_density = 0, output_density = 0;
};

std::vector<PublishedLayer> published_layers() {
  std::ifstream file(SCNNSIM_SOURCE_DIR "/configs/published/scnn_layer_densities.csv");
  std::vector<PublishedLayer> layers;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> cells;
    std::stringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    layers.push_back({cells.at(0), cells.at(1), std::stol(cells.at(4)), std::stol(cells.at(5)),
                      std::stoull(cells.at(6)), std::stoull(cells.at(7)), std::stod(cells.at(10)),
                      std::stod(cells.at(11))});
  }
  return layers;
}

TEST(Spill, ExactlyTheNineLayersOfThePaperAreExpectedToExceedTheRams) {
  const MachineConfig config;
  const auto layers = published_layers();
  ASSERT_EQ(layers.size(), 73u);  // AlexNet conv2 is listed as its two groups
  std::set<std::string> spilling;
  for (const PublishedLayer& layer : layers) {
    const double input = expected_occupancy(config, layer.P, layer.Q, layer.C, layer.input_density);
    const double output = expected_occupancy(config, layer.P, layer.Q, layer.K, layer.output_density);
    if (input > static_cast<double>(OperandForms{}.iaram_words(config)) ||
        output > static_cast<double>(OperandForms{}.oaram_words(config)))
      spilling.insert(layer.name);
  }
  EXPECT_EQ(spilling,
            (std::set<std::string>{"VGG_conv1_1", "VGG_conv1_2", "VGG_conv2_1", "VGG_conv2_2", "VGG_conv3_1",
                                   "VGG_conv3_2", "VGG_conv3_3", "VGG_conv4_1", "VGG_conv4_2"}));
}

TEST(Spill, RamHolds4096Words) {
  EXPECT_EQ(OperandForms{}.iaram_words({}), 4096u);  // 10 KB of 20 bits
  EXPECT_EQ(OperandForms{}.oaram_words({}), 4096u);
}

}  // namespace
}  // namespace scnnsim
