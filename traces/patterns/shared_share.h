// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "traces/patterns/activation_pattern.h"

namespace scnnsim {

/// Default of the share of variance that the channels of a layer have in common. It is smaller in layers with
/// more activations: 2 / cbrt(C x H x W), at most 0.5. Measured on trained networks: see
/// configs/published/README.md.
double shared_share(const PatternPlanes& planes);
inline constexpr const char* shared_share_text = "2/cbrt(size)";

}  // namespace scnnsim
