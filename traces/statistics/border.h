// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "traces/statistics/activation_mask.h"

namespace scnnsim {

/// Whether position i of a plane lies in its first or last row or column.
bool is_outermost(std::size_t i, std::size_t rows, std::size_t columns);

/// Share of non-zeros in the outermost rows and columns, and in the others.
struct BorderDensities {
  double outermost, inside;
};
/// Nothing for planes without an inside (fewer than three rows or columns).
std::optional<BorderDensities> border_densities(const ActivationMask& mask);

/// The parameter `border` of the pattern `correlated` that gives these densities: the difference of their
/// normal quantiles, in standard deviations of the fields. Densities of 0 and 1 count as half a non-zero and
/// half a zero.
std::optional<double> fit_border(const ActivationMask& mask);

}  // namespace scnnsim
