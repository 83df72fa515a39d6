// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "models/common/machine_config.h"
#include "models/memory/memory_factory.h"
#include "models/memory/memory_timing.h"

namespace scnnsim {

/// The timing that `dram.model` names. `cycle_femtoseconds`: cycle time of the array.
std::unique_ptr<MemoryTiming> make_memory_timing(const MachineConfig& config,
                                                 std::uint64_t cycle_femtoseconds);

/// Makes the memory that `dram.model` names, as a module "dram".
MemoryFactory configured_memory(const MachineConfig& config);

}  // namespace scnnsim
