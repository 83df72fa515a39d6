// SPDX-License-Identifier: Apache-2.0
#include "sim/results/config_json.h"

#include <string>
#include <type_traits>

namespace scnnsim {

nlohmann::ordered_json config_to_json(const MachineConfig& config) {
  nlohmann::ordered_json json;
  MachineConfig::for_each(config, [&](const ParameterInfo& info, const auto& value) {
    nlohmann::ordered_json& place = json[std::string(info.group)][std::string(info.name)];
    if constexpr (std::is_enum_v<std::decay_t<decltype(value)>>)
      place = to_string(value);
    else
      place = value;
  });
  return json;
}

}  // namespace scnnsim
