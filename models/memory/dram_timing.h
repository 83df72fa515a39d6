// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "models/common/machine_config.h"
#include "models/common/time_units.h"

namespace scnnsim {

/// Completion times of DRAM transfers (models/README.md section 5). Transfers follow one another at the full
/// bandwidth; each is done `latency` after its end. All times are femtoseconds.
class DramTiming {
 public:
  /// `cycle_femtoseconds`: cycle time of the array, the unit of the latency.
  DramTiming(const DramParameters& parameters, std::uint64_t cycle_femtoseconds)
      : per_byte_(static_cast<std::uint64_t>(
            std::llround(femtoseconds_per_nanosecond / parameters.bandwidth))),  // 1 GB/s is 1 B/ns
        latency_(parameters.latency * cycle_femtoseconds) {}

  /// Serves a request of `bytes` that reaches the memory at `arrival`. Returns the time at which it is done.
  std::uint64_t serve(std::uint64_t arrival, std::uint64_t bytes) {
    began_at_ = std::max(arrival, free_at_);
    free_at_ = began_at_ + bytes * per_byte_;
    return free_at_ + latency_;
  }

  /// Time at which the transfer of the last request began, and at which it ended.
  std::uint64_t began_at() const { return began_at_; }
  std::uint64_t free_at() const { return free_at_; }

 private:
  std::uint64_t per_byte_, latency_;
  std::uint64_t began_at_ = 0;
  std::uint64_t free_at_ = 0;  ///< end of the last transfer
};

}  // namespace scnnsim
