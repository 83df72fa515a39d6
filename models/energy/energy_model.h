// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/energy/energy_table.h"

namespace scnnsim {

/// Sizes of a machine that energy depends on: word widths, capacities of one PE's memories, the area of a PE
/// and the duration of a cycle.
struct MachineSizes {
  double operand_bits = 0;
  double weight_bits = 0, activation_bits = 0;  ///< of stored words, indices included
  double sum_bits = 0;
  double pe_mm2 = 0, cycle_ns = 0;
  double accumulator_bank_bytes = 0, weight_fifo_bytes = 0, iaram_bytes = 0, oaram_bytes = 0;
};

/// Sizes of the SCNN machine. Compressed words include an index.
MachineSizes scnn_sizes(const MachineConfig& config, OperandForms forms = {});

/// Energy of each action on one machine: the table's values scaled to the machine's widths and memories, or
/// as they are if the table is one of a machine.
///
/// A value for `bits` bits in a memory of `bytes` bytes becomes, for w bits and c bytes,
///     pj x (w / bits) x sqrt(c / bytes)
/// and a product pj x (w / bits)^2. Energy per bit of an SRAM grows about with the square root of its
/// capacity (Horowitz ISSCC 2014: 10, 20, 100 pJ for 8 KB, 32 KB, 1 MB; the rule gives 10, 20, 113). Static
/// energy is power x time: mW per mm2 x area of a PE (area_model.h) x duration of a cycle.
class EnergyModel {
 public:
  EnergyModel(const EnergyTable& table, const MachineSizes& sizes);
  /// Model of the SCNN machine.
  EnergyModel(const EnergyTable& table, const MachineConfig& config)
      : EnergyModel(table, scnn_sizes(config)) {}
  /// Energy of an action in pJ, per product, word, partial sum, output entry or DRAM bit.
  double pj(EnergyAction action) const { return pj_[static_cast<std::size_t>(action)]; }
  /// Static energy of one PE in one cycle, in pJ.
  double pe_cycle_pj() const { return pe_cycle_pj_; }

 private:
  std::array<double, energy_action_count> pj_;
  double pe_cycle_pj_;
};

}  // namespace scnnsim
