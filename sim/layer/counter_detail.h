// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "traces/support/enum_names.h"

namespace scnnsim {

/// Detail of a layer's counters in results: its columns alone, counters summed over the blocks of a kind (all
/// weight FIFOs ...), or those of every block.
enum class CounterDetail { layers, kinds, blocks };
template <>
struct EnumNames<CounterDetail> {
  static constexpr std::array<std::string_view, 3> names{"layers", "kinds", "blocks"};
};

}  // namespace scnnsim
