// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "models/common/machine_config.h"

namespace scnnsim {

/// Every key with its value, as {group: {name: value}}.
nlohmann::ordered_json config_to_json(const MachineConfig& config);

}  // namespace scnnsim
