// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "traces/support/enum_names.h"

namespace scnnsim {

/// Detail of a layer's counters in results: its columns alone, counters summed over the blocks of a kind (all
/// weight FIFOs ...), those of every block, or these and those of output-channel groups and input channels
/// (group_counters.h).
enum class CounterDetail { layers, kinds, blocks, groups };
template <>
struct EnumNames<CounterDetail> {
  static constexpr std::array<std::string_view, 4> names{"layers", "kinds", "blocks", "groups"};
};

}  // namespace scnnsim
