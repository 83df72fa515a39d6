// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/jobs/tensor_source.h"
#include "traces/generate.h"
#include "traces/network.h"

namespace scnnsim {

/// Layers of a network whose tensors are generated.
class GeneratedSource : public TensorSource {
 public:
  /// `shapes`: text that tells the network's layers from others. `brings_outputs`: the layers have their
  /// reference outputs with them, as a trace may. Throws UserError where a density is missing.
  GeneratedSource(Network network, const GenerateOptions& options, const std::string& shapes,
                  bool brings_outputs = false);

  LoadedLayer load(std::size_t layer, unsigned operand_bits, LayerDraws& draws) const override;

 private:
  Network network_;
  GenerateOptions options_;
  bool brings_outputs_;
};

}  // namespace scnnsim
