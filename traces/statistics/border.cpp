// SPDX-License-Identifier: Apache-2.0
#include "traces/statistics/activation_mask.h"

#include <algorithm>

#include "traces/statistics/normal_quantile.h"

namespace scnnsim {

bool is_outermost(std::size_t i, std::size_t rows, std::size_t columns) {
  const std::size_t y = i / columns, x = i % columns;
  return y == 0 || x == 0 || y + 1 == rows || x + 1 == columns;
}

std::optional<BorderDensities> border_densities(const ActivationMask& mask) {
  if (mask.rows < 3 || mask.columns < 3) return std::nullopt;
  const std::vector<double> densities = mask.position_densities();
  double sums[2] = {0, 0};
  for (std::size_t i = 0; i < densities.size(); ++i)
    sums[is_outermost(i, mask.rows, mask.columns) ? 0 : 1] += densities[i];
  const auto inside = static_cast<double>((mask.rows - 2) * (mask.columns - 2));
  return BorderDensities{sums[0] / (static_cast<double>(mask.positions()) - inside), sums[1] / inside};
}

std::optional<double> fit_border(const ActivationMask& mask) {
  const auto densities = border_densities(mask);
  if (!densities) return std::nullopt;
  const double half = 0.5 / static_cast<double>(mask.marks.size());
  return normal_quantile(std::clamp(densities->outermost, half, 1 - half)) -
         normal_quantile(std::clamp(densities->inside, half, 1 - half));
}

}  // namespace scnnsim
