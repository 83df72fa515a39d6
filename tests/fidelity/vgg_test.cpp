// SPDX-License-Identifier: Apache-2.0
// Published figures that the default machine must come close to, on generated layers at the published
// densities.
#include <gtest/gtest.h>

#include "sim/layer/simulate_layer.h"
#include "traces/generate.h"
#include "traces/network.h"

namespace scnnsim {
namespace {

TEST(Fidelity, VggConv3_2UsesItsMultipliersAsPublished) {
  Network network = find_network("vgg16");
  GenerateOptions options;
  options.granularity = Granularity::element;
  for (NetworkLayer& layer : network.layers) {
    if (layer.description.name != "conv3_2") continue;
    const LayerTensors tensors = generate_layer(layer, options);
    const LayerResult result = simulate_layer(MachineConfig{}, layer.description, tensors);
    EXPECT_EQ(result.kc, 8u);
    EXPECT_NEAR(result.multiplier_utilization(), 0.874, 0.015);  // published; simulated when written: 0.8638
    EXPECT_EQ(result.verified, Verified::yes) << result.first_mismatch;
    EXPECT_TRUE(result.input_spilled);  // SCNN sec. 6.4: one of the nine
    return;
  }
  FAIL() << "vgg16 has no conv3_2";
}

}  // namespace
}  // namespace scnnsim
