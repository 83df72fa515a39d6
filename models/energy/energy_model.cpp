// SPDX-License-Identifier: Apache-2.0
#include "models/energy/energy_model.h"

#include <cmath>
#include <stdexcept>

#include "models/common/time_units.h"
#include "models/energy/area_model.h"

namespace scnnsim {
namespace {

/// Width of an action and capacity of its memory (0: no memory) on one machine.
struct ActionSize {
  double bits;
  double bytes;
};

ActionSize size_on(const MachineSizes& sizes, EnergyAction action, const EnergyValue& value) {
  switch (action) {
    case EnergyAction::multiply:
    case EnergyAction::operand_fetch:
      return {sizes.operand_bits, 0};
    case EnergyAction::coordinate:  // coordinates have the same width on every machine
      return {static_cast<double>(value.bits), 0};
    case EnergyAction::scatter_transfer:
    case EnergyAction::accumulator_add:
    case EnergyAction::halo_word:
    case EnergyAction::ppu_entry:
      return {sizes.sum_bits, 0};
    case EnergyAction::accumulator_update:
      return {sizes.sum_bits, sizes.accumulator_bank_bytes};
    case EnergyAction::weight_fifo_read:
    case EnergyAction::weight_fifo_write:
      return {sizes.weight_bits, sizes.weight_fifo_bytes};
    case EnergyAction::iaram_read:
    case EnergyAction::iaram_write:
      return {sizes.activation_bits, sizes.iaram_bytes};
    case EnergyAction::oaram_read:
    case EnergyAction::oaram_write:
      return {sizes.activation_bits, sizes.oaram_bytes};
    case EnergyAction::dram_read:
    case EnergyAction::dram_write:
      return {1, 0};
  }
  throw std::logic_error("energy action");
}

double scaled(const EnergyValue& value, EnergyAction action, const ActionSize& size) {
  const double width = size.bits / value.bits;
  if (action == EnergyAction::multiply) return value.pj * width * width;
  const bool sized = size.bytes > 0 && value.bytes > 0;
  return value.pj * width * (sized ? std::sqrt(size.bytes / value.bytes) : 1.0);
}

}  // namespace

MachineSizes scnn_sizes(const MachineConfig& config, OperandForms forms) {
  MachineSizes sizes;
  sizes.operand_bits = config.multiplier_array.operand_bits;
  sizes.weight_bits = forms.weight_bits(config);
  sizes.activation_bits = forms.activation_bits(config);
  sizes.sum_bits = config.accumulator.bits;
  sizes.accumulator_bank_bytes = config.accumulator.entries * sizes.sum_bits / 8;
  sizes.weight_fifo_bytes = config.weight_fifo.entries * config.multiplier_array.f * sizes.weight_bits / 8;
  sizes.iaram_bytes = config.activation_ram.iaram_bytes;
  sizes.oaram_bytes = config.activation_ram.oaram_bytes;
  sizes.pe_mm2 = AreaModel(config).pe_mm2();
  sizes.cycle_ns =
      static_cast<double>(femtoseconds_per_cycle(config.clock.frequency)) / femtoseconds_per_nanosecond;
  return sizes;
}

EnergyModel::EnergyModel(const EnergyTable& table, const MachineSizes& sizes)
    : pe_cycle_pj_(table.static_power.mw_per_mm2 * sizes.pe_mm2 * sizes.cycle_ns) {  // mW x ns = pJ
  if (table.is_of_one_machine) pe_cycle_pj_ = table.pe_cycle_pj;
  for (std::size_t i = 0; i < energy_action_count; ++i) {
    const auto action = static_cast<EnergyAction>(i);
    pj_[i] = table.is_of_one_machine ? table.values[i].pj
                                     : scaled(table[action], action, size_on(sizes, action, table[action]));
  }
}

}  // namespace scnnsim
