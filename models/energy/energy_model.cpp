// SPDX-License-Identifier: Apache-2.0
#include "models/energy/energy_model.h"

#include <cmath>

namespace scnnsim {
namespace {

/// Width of an action and capacity of the memory it works on (0: none), on a machine.
struct ActionSize {
  double bits;
  double bytes;
};

ActionSize size_on(const MachineConfig& config, EnergyAction action, const EnergyValue& value) {
  const double word = config.word_bits();
  const double sum = config.accumulator.bits;
  switch (action) {
    case EnergyAction::multiply:
      return {static_cast<double>(config.multiplier_array.operand_bits), 0};
    case EnergyAction::coordinate:  // coordinates are as wide on every machine
      return {static_cast<double>(value.bits), 0};
    case EnergyAction::scatter_transfer:
    case EnergyAction::accumulator_add:
    case EnergyAction::halo_word:
    case EnergyAction::ppu_entry:
      return {sum, 0};
    case EnergyAction::accumulator_update:
      return {sum, config.accumulator.entries * sum / 8};
    case EnergyAction::weight_fifo_read:
    case EnergyAction::weight_fifo_write:
      return {word, config.weight_fifo.entries * config.multiplier_array.f * word / 8};
    case EnergyAction::iaram_read:
    case EnergyAction::iaram_write:
      return {word, static_cast<double>(config.activation_ram.iaram_bytes)};
    case EnergyAction::oaram_read:
    case EnergyAction::oaram_write:
      return {word, static_cast<double>(config.activation_ram.oaram_bytes)};
    case EnergyAction::dram_read:
    case EnergyAction::dram_write:
      return {1, 0};
  }
  return {static_cast<double>(value.bits), 0};
}

double scaled(const EnergyValue& value, EnergyAction action, const ActionSize& size) {
  const double width = size.bits / value.bits;
  if (action == EnergyAction::multiply) return value.pj * width * width;
  const bool sized = size.bytes > 0 && value.bytes > 0;
  return value.pj * width * (sized ? std::sqrt(size.bytes / value.bytes) : 1.0);
}

}  // namespace

EnergyModel::EnergyModel(const EnergyTable& table, const MachineConfig& config) {
  for (std::size_t i = 0; i < energy_action_count; ++i) {
    const auto action = static_cast<EnergyAction>(i);
    pj_[i] = scaled(table[action], action, size_on(config, action, table[action]));
  }
}

}  // namespace scnnsim
