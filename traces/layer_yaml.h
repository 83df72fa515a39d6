// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "traces/layer.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// The keys that describe a layer, shared by trace.yaml and network files (traces/README.md).
const std::vector<std::string>& layer_keys();

/// Reads and checks those keys of `map`. C K H W R S and name are required; the rest has defaults. `first`
/// layers have their input in DRAM unless they say otherwise. Throws UserError.
LayerDescription read_layer(const YamlMap& map, bool first);

/// A required name: not empty, no control characters. Throws UserError.
std::string read_name(const YamlMap& map, const std::string& key);

/// The same keys as "name: ..., C: ..." for a YAML map in braces.
std::string layer_as_yaml(const LayerDescription& layer);

/// Throws UserError when two layers have the same name or there are none. `list` is the node of `layers:`,
/// `names` theirs.
void check_layer_names(const YamlNode& list, const std::vector<std::string>& names);

}  // namespace scnnsim
