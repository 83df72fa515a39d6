// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

#include "models/common/fault.h"
#include "models/common/layer_program.h"
#include "models/common/statistics.h"
#include "models/common/timed_channel.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// A credit: one FIFO entry is free again from the cycle after.
using CreditChannel = TimedChannel<Signal>;

/// The weight FIFO of a PE (SCNN sec. 4.1): vectors of F weights as they come from the broadcast. An entry
/// stays until the last activation vector of its block has read it. What lies in the FIFO when is decided by
/// the broadcast, which counts credits; this module decodes entries and returns the credits.
class WeightFifo : public sc_core::sc_module, public StatisticsOwner {
 public:
  WeightFifo(const sc_core::sc_module_name& name, FaultTrigger drop_credit);

  CreditChannel& credits() { return credits_; }

  /// Accepts the `count` vectors of a piece and decodes them for `coordinates`.
  void accept(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t count,
              const CoordinateUnit& coordinates);
  /// The same for a piece that stands decoded elsewhere (weight_piece.h).
  void accept_decoded(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t count);

  /// Vector `index` of the piece.
  const OperandVector& vector(std::uint32_t index) const { return vectors_[index]; }
  std::uint32_t piece_words() const { return piece_words_; }

  void count_reads(std::uint64_t words) { stats_.reads += words; }
  /// Frees the entry that was read for the last time in `cycle`.
  void free_entry(Cycle cycle) {
    if (!drop_credit_.hits()) credits_.push(cycle, {});
  }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter writes{*this, "writes", "words", "weight words written into the FIFO"};
    Counter reads{*this, "reads", "words", "weight words read by the multiplier array"};
    Counter entries{*this, "entries", "vectors", "weight vectors accepted"};
  };

 private:
  CreditChannel credits_;
  FaultTrigger drop_credit_;
  std::vector<Operand> operands_;
  std::vector<OperandVector> vectors_;
  std::uint32_t piece_words_ = 0;
  Stats stats_;
};

}  // namespace scnnsim
