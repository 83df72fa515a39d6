// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "models/common/cycle_owner.h"

namespace scnnsim {

/// Thins the changes of a level: keeps its value in every `period`-th cycle, and there only where it differs
/// from the one kept before. `period` is a power of two. With a period of 1 it keeps every cycle in which the
/// level has changed.
class LevelSamples {
 public:
  explicit LevelSamples(Cycle period, Cycle first = 0)
      : below_period_(period - 1), cycle_(sample_of(first)) {}

  /// The level is `value` from `cycle` on, which does not decrease. keep(cycle, value) is called with what is
  /// known of the cycles before.
  template <class Keep>
  void change(Cycle cycle, std::uint64_t value, Keep&& keep) {
    const Cycle sampled = sample_of(cycle);
    if (sampled > cycle_) {
      flush(keep);
      cycle_ = sampled;
    }
    value_ = value;
  }
  /// After the last change.
  template <class Keep>
  void flush(Keep&& keep) {
    if (has_kept_ && value_ == kept_) return;
    keep(cycle_, value_);
    has_kept_ = true;
    kept_ = value_;
  }

 private:
  Cycle sample_of(Cycle cycle) const { return (cycle + below_period_) & ~below_period_; }

  Cycle below_period_;  ///< period - 1
  Cycle cycle_;         ///< of the sample that value_ belongs to
  std::uint64_t value_ = 0, kept_ = 0;
  bool has_kept_ = false;
};

}  // namespace scnnsim
