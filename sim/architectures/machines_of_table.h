// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/energy/energy_table.h"
#include "sim/architectures/architecture.h"

namespace scnnsim {

/// The machines that take their energies from one table. An energy reference table (ERT) is of one machine
/// and is not scaled, so all that use it have to be that machine: one for which a table that is scaled would
/// give the same energies, such as scnn and scnn_oracle, or arrays of more of the same PEs. Other tables are
/// for any machine.
class MachinesOfTable {
 public:
  /// Adds a machine, which messages call `name`. Throws UserError if the table is an ERT, and the machine
  /// differs from one added before, has another clock than the ERT tells, or differs from the architecture
  /// that the ERT's components are named after.
  void add(const EnergyTable& table, const Architecture& architecture, const MachineConfig& config,
           const std::string& name);

 private:
  struct Machine {
    std::string name;
    std::vector<double> sizes;
  };
  std::optional<Machine> first_;
};

}  // namespace scnnsim
