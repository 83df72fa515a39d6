// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/layer_result.h"

namespace scnnsim {
namespace {

/// 0 for 0 / 0: a layer in which nothing happens.
double ratio(double numerator, double denominator) {
  return denominator > 0 ? numerator / denominator : 0.0;
}

}  // namespace

double LayerResult::multiplier_utilization() const {
  const double lanes = ratio(static_cast<double>(multipliers), static_cast<double>(pes));
  return ratio(static_cast<double>(multiplies), static_cast<double>(owned_by(CycleOwner::issue)) * lanes);
}

double LayerResult::effective_utilization() const {
  return ratio(static_cast<double>(multiplies),
               static_cast<double>(cycles) * static_cast<double>(multipliers));
}

double LayerResult::barrier_fraction() const {
  const auto waiting = owned_by(CycleOwner::barrier) + owned_by(CycleOwner::idle);
  return ratio(static_cast<double>(waiting), static_cast<double>(cycles) * static_cast<double>(pes));
}

double LayerResult::total_energy_pj() const {
  double total = 0;
  for (const auto& component : energy_pj) total += component.second;
  return total;
}

}  // namespace scnnsim
