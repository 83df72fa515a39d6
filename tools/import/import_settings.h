// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/command_line.h"
#include "tools/import/inputs/image.h"
#include "tools/import/write/quantise_layer.h"

namespace scnnsim {

/// What `scnnsim trace import` was asked for.
struct ImportSettings {
  std::filesystem::path model, out;
  std::vector<std::string> inputs;  ///< FILE or NAME=FILE
  ImageOptions image;
  std::optional<std::size_t> most_images;
  std::optional<WeightScales> quantize;
  std::optional<Granularity> granularity;
  std::vector<std::string> layers;  ///< empty: all
  std::string name;                 ///< of the network
  bool force = false;
  std::string options;  ///< as YAML, for the trace's provenance
};

/// Reads the options of a command line that was parsed. Throws UserError.
ImportSettings read_settings(const CommandLine& command);

}  // namespace scnnsim
