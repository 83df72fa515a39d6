// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "models/common/machine_config.h"
#include "models/common/time_units.h"
#include "models/memory/memory_timing.h"

namespace scnnsim {

/// `dram.model: pipe`: a bandwidth and a latency (models/README.md section 5). Throughput: transfers follow
/// one another at the full bandwidth (SCNN sec. 4.4: 50 GB/s). Latency: a transfer is done `dram.latency`
/// after its end. Assumption: the latency, and no row or bank effects; SCNN gives a bandwidth only.
class PipeTiming : public MemoryTiming {
 public:
  /// `cycle_femtoseconds`: cycle time of the array, the unit of the latency.
  PipeTiming(const DramParameters& parameters, std::uint64_t cycle_femtoseconds)
      : per_byte_(static_cast<std::uint64_t>(
            std::llround(femtoseconds_per_nanosecond / parameters.bandwidth))),  // 1 GB/s is 1 B/ns
        latency_(parameters.latency * cycle_femtoseconds) {}

  std::uint64_t serve(const MemoryAccess& access) override {
    last_.begin = std::max(access.arrival, last_.end);
    last_.end = last_.begin + access.bytes * per_byte_;
    return last_.end + latency_;
  }

  std::uint64_t capacity() const override { return std::numeric_limits<std::uint64_t>::max(); }
  bool merges_bursts() const override { return true; }
  std::optional<MemoryTransfer> last_transfer() const override { return last_; }

 private:
  std::uint64_t per_byte_, latency_;
  MemoryTransfer last_;
};

}  // namespace scnnsim
