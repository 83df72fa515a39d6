// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "traces/support/enum_names.h"

namespace scnnsim {

/// Whether a simulation computes sums, as users say it: see SimulationOptions::values.
enum class Values { on, off };
template <>
struct EnumNames<Values> {
  static constexpr std::array<std::string_view, 2> names{"on", "off"};
};

}  // namespace scnnsim
