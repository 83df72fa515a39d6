// SPDX-License-Identifier: Apache-2.0
#include "models/memory/make_memory.h"

#include "models/common/simulation_context.h"
#include "models/memory/banked/banked_timing.h"
#include "models/memory/dram.h"
#include "models/memory/pipe_timing.h"

namespace scnnsim {

std::unique_ptr<MemoryTiming> make_memory_timing(const MachineConfig& config,
                                                 std::uint64_t cycle_femtoseconds) {
  if (config.dram.model == DramModel::banked) return std::make_unique<BankedTiming>(config);
  return std::make_unique<PipeTiming>(config.dram, cycle_femtoseconds);
}

MemoryFactory configured_memory(const MachineConfig& config) {
  return [&config](const SimulationContext& context) {
    return std::make_unique<Dram>("dram", context, make_memory_timing(config, context.cycle_femtoseconds()));
  };
}

}  // namespace scnnsim
