// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/machines_of_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/energy/energy_model.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// What the energies of a table that is scaled depend on.
std::vector<double> sizes_of(const Architecture& architecture, const MachineConfig& config) {
  const MachineSizes s = architecture.sizes(LayerResult{}, config);
  static_assert(sizeof s == 10 * sizeof(double), "every size of a machine is compared");
  return {s.operand_bits, s.weight_bits, s.activation_bits,        s.sum_bits,
          s.pe_mm2,       s.cycle_ns,    s.accumulator_bank_bytes, s.weight_fifo_bytes,
          s.iaram_bytes,  s.oaram_bytes};
}

[[noreturn]] void refuse(const EnergyTable& table, const std::string& one, const std::string& other) {
  throw UserError(fmt::format(
      "energy.table: got {}, an energy reference table, for {} and for {}, whose words, memories or "
      "clock differ; expected one machine: its energies are not scaled (scnnsim energy export --ert "
      "makes a table for each)",
      table.name, one, other));
}

void require_clock(const EnergyTable& table, const MachineConfig& config) {
  if (table.clock_ghz > 0 && table.pe_cycle_pj > 0 && table.clock_ghz != config.clock.frequency)
    throw UserError(fmt::format(
        "energy.table: got {}, an energy reference table for clock_ghz = {}, with clock.frequency = {} GHz; "
        "expected the same clock: its static energy is that of a cycle (scnnsim energy export --ert of a run "
        "at this clock makes a table for it)",
        table.name, table.clock_ghz, config.clock.frequency));
}

}  // namespace

void MachinesOfTable::add(const EnergyTable& table, const Architecture& architecture,
                          const MachineConfig& config, const std::string& name) {
  if (!table.is_of_one_machine) return;
  require_clock(table, config);
  const std::vector<double> sizes = sizes_of(architecture, config);
  const auto named = std::find_if(architectures().begin(), architectures().end(),
                                  [&](const Architecture& one) { return one.name == table.design; });
  if (named != architectures().end() && sizes_of(*named, config) != sizes)
    refuse(table, fmt::format("components of {}", table.design), name);
  if (!first_) first_ = Machine{name, sizes};
  if (first_->sizes != sizes) refuse(table, first_->name, name);
}

}  // namespace scnnsim
