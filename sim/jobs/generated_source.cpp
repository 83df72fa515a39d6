// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/generated_source.h"

#include <fmt/format.h>

namespace scnnsim {
namespace {

/// Draws depend on the seed and on names of layers.
std::string family_of(const Network& network, const GenerateOptions& options) {
  std::string family = fmt::format("{}\nseed {}", network.name, options.seed);
  for (const NetworkLayer& layer : network.layers) family += "\n" + layer.description.name;
  return family;
}

}  // namespace

GeneratedSource::GeneratedSource(Network network, const GenerateOptions& options, const std::string& shapes,
                                 bool brings_outputs)
    : TensorSource(network.name, shapes + generate_provenance(network, options), family_of(network, options)),
      network_(std::move(network)),
      options_(options),
      brings_outputs_(brings_outputs) {
  for (const NetworkLayer& layer : network_.layers)
    add_layer(layer.description, generated_weight_density(layer, options_),
              generated_activation_density(layer, options_));
}

LoadedLayer GeneratedSource::load(std::size_t layer, unsigned /*operand_bits*/, LayerDraws& draws) const {
  NetworkLayer one = network_.layers[layer];
  GeneratedLayer generated = generate_layer(one, options_, draws);
  if (brings_outputs_) generated.tensors.output = generated.sums;
  return {one.description, std::move(generated.tensors), std::move(generated.sums)};
}

}  // namespace scnnsim
