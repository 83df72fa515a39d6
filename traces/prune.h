// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "traces/layer.h"

namespace scnnsim {

/// A granularity's rule. Every grain is a run of weights that lie one after another in (K, C / groups, R, S);
/// a new granularity is a value of the enumeration and one row of grain_rules().
struct GrainRule {
  Granularity granularity;
  std::string_view meaning;                        ///< for help and tables
  std::size_t (*length)(const LayerShape& shape);  ///< weights per grain
};

/// One rule per granularity that prunes (all but `none`).
const std::vector<GrainRule>& grain_rules();
/// The rule of a granularity. Throws std::out_of_range for `none`.
const GrainRule& grain_rule(Granularity granularity);

/// Keeps the round(density x grains) grains of largest L1 norm over the whole layer, the earlier one on ties,
/// and sets the others to zero (Mao sec. 3). `weights` is (K, C / groups, R, S), density 0 ... 1. Returns the
/// number of grains kept.
std::size_t prune(Tensor<std::int16_t>& weights, const LayerShape& shape, Granularity granularity,
                  double density);

}  // namespace scnnsim
