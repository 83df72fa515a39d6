// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "models/common/machine_config.h"
#include "models/energy/area_model.h"

int main() {
  scnnsim::MachineConfig config;
  scnnsim::set_parameter(config, "pe_array.rows=4", "consumer");
  std::cout << config.pe_count() << " PEs, " << (scnnsim::AreaModel(config).pe_mm2() > 0) << "\n";
}
