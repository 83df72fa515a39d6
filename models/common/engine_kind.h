// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "traces/support/enum_names.h"

namespace scnnsim {

/// How the PEs of SCNN are simulated. No result depends on it.
enum class EngineKind {
  automatic,  ///< batched where the layer and the configuration allow it, else product
  product,    ///< product by product, cycle by cycle (models/pe/product_engine.h)
  batched,    ///< whole vectors, many issues at once (models/pe/batched/)
};
template <>
struct EnumNames<EngineKind> {
  static constexpr std::array<std::string_view, 3> names{"auto", "product", "batched"};
};

}  // namespace scnnsim
