// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "traces/support/enum_names.h"

namespace scnnsim {

/// Why a layer has no result: the machine cannot take it, or its simulation failed.
enum class Unsimulated { invalid, failed };
template <>
struct EnumNames<Unsimulated> {
  static constexpr std::array<std::string_view, 2> names{"invalid", "failed"};
};

/// A layer of a run that has no result.
struct UnsimulatedLayer {
  std::string layer, architecture;
  Unsimulated status = Unsimulated::failed;
  std::string reason;  ///< names the layer
};

}  // namespace scnnsim
