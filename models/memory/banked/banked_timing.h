// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "models/common/machine_config.h"
#include "models/memory/banked/address_mapping.h"
#include "models/memory/banked/banked_channel.h"
#include "models/memory/memory_timing.h"

namespace scnnsim {

/// `dram.model: banked`: channels of banks with open rows, and the timings of a device (models/README.md
/// section 5). An access is cut into atoms, which are spread over channels by `dram.mapping`. It arrives in
/// the first memory cycle that begins at or after its arrival, and is done when its last atom is.
class BankedTiming : public MemoryTiming {
 public:
  /// Throws UserError where keys of the memory contradict each other.
  explicit BankedTiming(const MachineConfig& config);

  std::uint64_t serve(const MemoryAccess& access) override;
  std::uint64_t capacity() const override { return device_.capacity(); }
  bool merges_bursts() const override { return false; }
  const StatisticsGroup* statistics() const override { return &stats_; }

  const BankedStats& stats() const { return stats_; }

 private:
  const DramDevice device_;
  const AddressMapping mapping_;
  BankedStats stats_;
  std::vector<BankedChannel> channels_;
};

/// For `dram.model: pipe`, which does not use the banked memory: throws UserError for a preset or a field of
/// `dram.mapping` that is not known. Files of presets are not read.
void check_unused_memory(const MachineConfig& config);

/// Throws UserError where keys of the banked memory contradict each other.
void check_banked_memory(const MachineConfig& config);

}  // namespace scnnsim
