// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "traces/support/error.h"

namespace scnnsim {

/// A configuration that differs from another in one key.
struct ConfigVariant {
  std::string change;  ///< "dram.latency=3"
  MachineConfig config;
};

/// For each key of the configuration, several other values that the key may have.
inline std::vector<ConfigVariant> variants_of(const MachineConfig& config) {
  static const char* const values[] = {"1",     "2",          "3",     "8",      "64",    "4096",
                                       "0.5",   "balanced",   "xor",   "issue",  "grain", "input_queued",
                                       "spill", "serialized", "ideal", "retile", "45nm",  "1000",
                                       "auto"};
  std::vector<ConfigVariant> variants;
  const std::string before = to_yaml(config, false);
  for (const ParameterRow& row : describe(config))
    for (const char* value : values) {
      ConfigVariant variant{row.key + "=" + value, config};
      try {
        set_parameter(variant.config, variant.change, "a variant");
        variant.config.check();
      } catch (const UserError&) {  // no value of this key, or of this key alone
        continue;
      }
      if (to_yaml(variant.config, false) != before) variants.push_back(std::move(variant));
    }
  return variants;
}

}  // namespace scnnsim
