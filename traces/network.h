// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "traces/layer.h"
#include "traces/patterns/activation_pattern.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// A layer of a network, with what was measured on it: densities, and where activations lie.
struct NetworkLayer {
  LayerDescription description;
  std::optional<double> weight_density, input_density, output_density;
  std::optional<std::string> activation_pattern;
  PatternOptions pattern;
  bool has_output_shift = false;  ///< the file fixes description.output_shift
};

/// A network's convolution layers, in order; see configs/networks and traces/README.md.
struct Network {
  std::string name, source;
  std::vector<NetworkLayer> layers;
};

/// Reads a network. Throws UserError.
Network read_network(const YamlNode& document);

/// Finds a network by file, or by the name of one that is compiled in (configs/networks): see named_file.h.
/// Throws UserError.
Network find_network(const std::string& name_or_file);

/// Names of the compiled-in networks.
std::vector<std::string> network_names();

}  // namespace scnnsim
