// SPDX-License-Identifier: Apache-2.0
// Simulates a layer: SystemC comes in through the libraries.
#include <iostream>

#include "sim/layer/simulate_layer.h"
#include "traces/generate.h"
#include "traces/network.h"

int main() {
  const scnnsim::Network network = scnnsim::find_network("alexnet");
  scnnsim::NetworkLayer layer = network.layers.back();
  scnnsim::GenerateOptions options;
  options.granularity = scnnsim::Granularity::vector;
  const scnnsim::LayerTensors tensors = scnnsim::generate_layer(layer, options);
  const scnnsim::LayerResult result =
      scnnsim::simulate_layer(scnnsim::MachineConfig{}, layer.description, tensors);
  std::cout << layer.description.name << " verified " << (result.verified == scnnsim::Verified::yes) << "\n";
}
