// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "traces/layer.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// Newest version of the trace format.
inline constexpr unsigned newest_trace_version = 2;

/// The keys that describe a layer in a trace of this version (traces/README.md). Network files have those of
/// version 1.
std::vector<std::string> layer_keys(unsigned version = 1);

/// Reads and checks those keys of `map`. C K H W R S and name are required; the rest has defaults. `first`
/// layers have their input in DRAM unless they say otherwise. Throws UserError.
LayerDescription read_layer(const YamlMap& map, bool first);

/// A required name: not empty, no control characters. Throws UserError.
std::string read_name(const YamlMap& map, const std::string& key);

/// The same keys as "name: ..., C: ..." for a YAML map in braces, as this version has them.
std::string layer_as_yaml(const LayerDescription& layer, unsigned version);

/// Whether the layer computes its outputs from its sums: no operator, or relu or relu6 alone, follows it. Any
/// other layer needs a `written` tensor.
bool computes_outputs(const LayerDescription& layer);
/// Whether version 1 can describe the layer: nothing or relu follows it.
bool version_1_describes(const LayerDescription& layer);

/// Throws UserError when two layers have the same name or there are none. `list` is the node of `layers:`,
/// `names` theirs.
void check_layer_names(const YamlNode& list, const std::vector<std::string>& names);

}  // namespace scnnsim
