// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "models/common/cycle_owner.h"

namespace scnnsim {

class ActivityPart;

/// What is recorded of the units' activity.
struct ActivityRequest {
  Cycle from = 0, to = ~Cycle{0};  ///< the cycles from ... to - 1 of a layer
  bool has_window = false;         ///< the user gave the cycles
  std::vector<std::uint32_t> pes;  ///< those whose units are recorded; empty: all
  bool every_cycle = false;        ///< the state of queues in every cycle, by the product engine

  bool wants(std::uint32_t pe) const {
    return pes.empty() || std::find(pes.begin(), pes.end(), pe) != pes.end();
  }
  /// Whether levels are recorded at every change, not only in every `sample_period`-th cycle.
  bool has_every_change() const { return has_window || every_cycle; }
  static constexpr Cycle sample_period = 256;
};

/// Where a layer's activity is recorded.
struct ActivityTarget {
  ActivityRequest request;
  std::shared_ptr<ActivityPart> part;
};

}  // namespace scnnsim
