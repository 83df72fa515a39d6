// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "traces/statistics/activation_mask.h"

namespace scnnsim {

/// The parameter `spectrum` of the pattern `correlated` that gives the layer its autocorrelation at distance
/// 1, 0 ... 4. Nothing where autocorrelation() is undefined.
std::optional<double> fit_spectrum(const ActivationMask& mask);

}  // namespace scnnsim
