// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "traces/statistics/activation_mask.h"

namespace scnnsim {

/// alpha + beta of the Beta distribution that fits the channels' densities best (maximum likelihood over
/// alpha and beta). Small: channels differ much; large: they are alike. Densities of 0 and 1, which no Beta
/// distribution gives, count as half a non-zero and half a zero in the plane. Nothing when there is one
/// channel or all channels have the same density; at most 1e6.
std::optional<double> fit_concentration(const ActivationMask& mask);

}  // namespace scnnsim
