// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "traces/support/enum_names.h"

namespace scnnsim {

using Cycle = std::uint64_t;

/// Owner of a PE-cycle: what the PE does in the cycle, or waits for. Every cycle of every PE has exactly one
/// owner, the first that matches (models/README.md section 3).
enum class CycleOwner { idle, barrier, postprocess, input, weights, crossbar, issue };
inline constexpr std::size_t cycle_owner_count = 7;
template <>
struct EnumNames<CycleOwner> {
  static constexpr std::array<std::string_view, cycle_owner_count> names{
      "idle", "barrier", "postprocess", "input", "weights", "crossbar", "issue"};
};

}  // namespace scnnsim
