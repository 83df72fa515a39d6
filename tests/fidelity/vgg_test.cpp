// SPDX-License-Identifier: Apache-2.0
// What the default machine makes of generated layers at the published densities, beside published figures.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "sim/layer/simulate_layer.h"
#include "sim/mapping/layer_mapper.h"
#include "traces/generate.h"
#include "traces/network.h"

namespace scnnsim {
namespace {

TEST(Fidelity, VggConv3_2IsBelowThePublishedUtilisation) {
  Network network = find_network("vgg16");
  GenerateOptions options;
  options.granularity = Granularity::element;
  for (NetworkLayer& layer : network.layers) {
    if (layer.description.name != "conv3_2") continue;
    const LayerTensors tensors = generate_layer(layer, options);
    const LayerResult result = simulate_layer(MachineConfig{}, layer.description, tensors);
    EXPECT_EQ(result.kc, 8u);
    constexpr double published = 0.874, deviation = -0.017;  // channels as uneven as in trained networks
    EXPECT_NEAR(result.multiplier_utilization(), published + deviation, 0.002);
    EXPECT_EQ(result.verified, Verified::yes) << result.first_mismatch;
    EXPECT_TRUE(result.input_spilled);  // SCNN sec. 6.4: one of the nine
    return;
  }
  FAIL() << "vgg16 has no conv3_2";
}

/// Outputs of the layer's published density, wherever they lie.
Tensor<std::int16_t> published_outputs(const NetworkLayer& layer) {
  const LayerShape& shape = layer.description.shape;
  Tensor<std::int16_t> outputs({shape.K, shape.P(), shape.Q()});
  std::mt19937 random(1);
  std::bernoulli_distribution is_zero(1 - layer.output_density.value());
  for (std::int16_t& value : outputs.data) value = is_zero(random) ? 0 : 1;
  return outputs;
}

std::size_t most_words(const LayerProgram& program) {
  std::size_t most = 0;
  for (const Pass& pass : program.passes)
    for (const PeTile& tile : pass.tiles) {
      std::size_t words = 0;
      for (const CompressedBlock& block : tile.activations) words += block.size();
      most = std::max(most, words);
    }
  return most;
}

/// SCNN sec. 6.4: nine layers, all of VGG-16, exceed the activation RAMs. `retile` cuts those of them whose
/// input does until the IARAMs hold it, or half an IARAM a tile of it, and leaves all others as they are.
TEST(Fidelity, RetileCutsTheOverflowingLayersOfVggUntilTheyFit) {
  MachineConfig spill, retile;
  retile.activation_ram.overflow = RamOverflow::retile;
  GenerateOptions options;
  options.granularity = Granularity::element;
  options.activation_pattern = "uniform";  // the paper knows of no PEs that are fuller than others
  std::set<std::string> overflowing, cut_for_iaram;
  Network network = find_network("vgg16");
  for (NetworkLayer& layer : network.layers) {
    const LayerDescription& description = layer.description;
    const LayerTensors tensors = generate_layer(layer, options);
    EncodedLayer encoded(description, tensors);
    const Tensor<std::int16_t> outputs = published_outputs(layer);
    const MappedLayer before = map_layer(spill, description, encoded, nullptr, &outputs);
    const MappedLayer after = map_layer(retile, description, encoded, nullptr, &outputs);
    if (before.program.input_spilled || before.program.output_spilled) overflowing.insert(description.name);
    if (before.program.input_spilled) {
      EXPECT_TRUE(!after.program.input_spilled ||
                  2 * most_words(after.program) <= OperandForms{}.iaram_words(retile))
          << description.name;
      EXPECT_GE(after.program.temporal_tiles, before.program.temporal_tiles) << description.name;
    } else {
      EXPECT_EQ(after.tiles, before.tiles) << description.name;
    }
    if (after.tiled_for == TilingLimit::iaram) cut_for_iaram.insert(description.name);
    EXPECT_NE(after.tiled_for, TilingLimit::oaram) << description.name;  // accumulators hold less than a half
  }
  EXPECT_EQ(overflowing, (std::set<std::string>{"conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1",
                                                "conv3_2", "conv3_3", "conv4_1", "conv4_2"}));
  EXPECT_EQ(cut_for_iaram, (std::set<std::string>{"conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2",
                                                  "conv3_3", "conv4_2"}));  // the outputs of two exceed alone
}

}  // namespace
}  // namespace scnnsim
