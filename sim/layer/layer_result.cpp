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

std::optional<double> LayerResult::effectual_utilization() const {
  if (!effectual_multiplies) return std::nullopt;
  return ratio(static_cast<double>(*effectual_multiplies),
               static_cast<double>(cycles) * static_cast<double>(multipliers));
}

std::optional<double> LayerResult::seconds() const {
  if (!cycle_fs) return std::nullopt;
  return static_cast<double>(cycles) * static_cast<double>(*cycle_fs) / 1e15;
}

std::optional<double> LayerResult::frames_per_second() const {
  return per_second(1);
}

std::optional<double> LayerResult::average_power_w() const {
  return per_second(total_energy_pj() / 1e12);
}

std::optional<double> LayerResult::energy_delay_js() const {
  const std::optional<double> time = seconds();
  return time ? std::optional(total_energy_pj() * *time / 1e12) : std::nullopt;
}

std::optional<double> LayerResult::dram_gb_per_s() const {
  return per_second(static_cast<double>(dram_bytes()) / 1e9);
}

std::optional<double> LayerResult::effectual_gops() const {
  if (!effectual_multiplies) return std::nullopt;
  return per_second(2 * static_cast<double>(*effectual_multiplies) / 1e9);
}

std::optional<double> LayerResult::per_second(double amount) const {
  const std::optional<double> time = seconds();
  return time ? std::optional(ratio(amount, *time)) : std::nullopt;
}

}  // namespace scnnsim
