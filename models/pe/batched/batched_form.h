// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/pe/batched/decoded_patterns.h"

namespace scnnsim {

/// Form in which the batched engine decodes a layer, or the reason why it cannot run the layer.
struct BatchedChoice {
  std::optional<PatternForm> form;
  std::string why_not;  ///< "scatter.policy is ideal", if there is no form
};

/// Chooses the fastest form that the configuration and the layer allow.
BatchedChoice choose_batched_form(const MachineConfig& config, const LayerProgram& program);

}  // namespace scnnsim
