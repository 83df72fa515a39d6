// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

#include "traces/support/enum_names.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// Origin of a value: printed by its source, computed from printed values, or fitted to published results.
enum class EnergyStatus { sourced, derived, calibrated };
template <>
struct EnumNames<EnergyStatus> {
  static constexpr std::array<std::string_view, 3> names{"sourced", "derived", "calibrated"};
};

/// Reads the keys status, source and derivation of a value. Throws UserError, naming file, line and key,
/// where one is wrong or a value that is not sourced has no derivation.
template <class Value>
void read_origin(const YamlMap& row, Value& value) {
  value.status = row.required<EnergyStatus>("status");
  value.source = row.required<std::string>("source");
  value.derivation = row.optional<std::string>("derivation", std::string());
  if (value.status != EnergyStatus::sourced && value.derivation.empty())
    row.node().fail(fmt::format("a {} value needs a \"derivation\": how it follows from its source",
                                to_string(value.status)));
}

}  // namespace scnnsim
