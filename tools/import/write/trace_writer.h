// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "tools/import/layers/imported_layer.h"
#include "traces/trace.h"

namespace scnnsim {

/// Writes a trace, format version 2, layer by layer into a folder.
class TraceWriter {
 public:
  TraceWriter(std::string network, std::filesystem::path folder);

  /// Writes a layer's tensors: integers as they are, floats as float32.
  void add(const ImportedLayer& layer);
  /// Writes trace.yaml; `provenance` is YAML.
  void finish(const std::string& provenance);

 private:
  Trace trace_;
  std::filesystem::path folder_;
};

}  // namespace scnnsim
