// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "traces/support/enum_names.h"

namespace scnnsim {

/// Engine that simulates the PEs of SCNN. All engines give the same results.
enum class EngineKind {
  automatic,  ///< batched where the layer and the configuration allow it, else product
  product,    ///< product by product, cycle by cycle (models/pe/product_engine.h)
  batched,    ///< many issues at once (models/pe/batched/)
};
template <>
struct EnumNames<EngineKind> {
  static constexpr std::array<std::string_view, 3> names{"auto", "product", "batched"};
};

}  // namespace scnnsim
