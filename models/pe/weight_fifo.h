// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

#include "models/common/activity_observer.h"
#include "models/common/fault.h"
#include "models/common/fifo_credits.h"
#include "models/common/layer_program.h"
#include "models/common/statistics.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/fifo_entry_cursor.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// Weight FIFO of a PE (SCNN sec. 4.1): vectors of F weights, as they come from the broadcast. Throughput:
/// one vector read per cycle. An entry stays until the last activation vector of its block has read it. The
/// broadcast decides when an entry arrives, from the credits that the FIFO returns; this module decodes
/// entries and frees them.
class WeightFifo : public sc_core::sc_module, public StatisticsOwner {
 public:
  /// `depth`: entries that the FIFO holds.
  WeightFifo(const sc_core::sc_module_name& name, std::uint32_t depth, const LayerProgram& program,
             std::uint32_t pe, FifoCredits& credits, FaultTrigger drop_credit);

  /// `observer` hears of every entry that is freed, and must outlive the FIFO.
  void observe(ActivityObserver& observer) { observer_ = &observer; }

  /// Decodes the `count` vectors of a piece for `coordinates`, and counts them as accepted.
  void accept(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t count,
              const CoordinateUnit& coordinates);
  /// Vector `index` of the piece.
  const OperandVector& vector(std::uint32_t index) const { return vectors_[index]; }
  /// Words of the piece.
  std::uint32_t piece_words() const { return piece_words_; }

  /// Frees the entry that was read for the last time in `cycle`.
  void free_entry(Cycle cycle);
  /// Frees `count` entries; entry n was read for the last time in cycle `before + after[n]`.
  void free_entries(Cycle before, const std::uint32_t* after, std::size_t count);
  /// Entries freed so far.
  std::uint64_t freed() const { return freed_; }

  /// The first entry, counted over the layer, for which no slot is free yet.
  std::size_t first_without_slot() const { return followers_.next(); }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter writes{*this, "writes", "words", "weight words written into the FIFO"};
    Counter reads{*this, "reads", "words", "weight words read by the multiplier array"};
    Counter entries{*this, "entries", "vectors", "weight vectors accepted"};
  };
  Stats& stats() { return stats_; }
  const Stats& stats() const { return stats_; }

 private:
  const std::uint32_t pe_;
  ActivityObserver* observer_ = nullptr;
  FifoCredits& credits_;
  FifoEntryCursor followers_;  ///< the entries that will reuse the freed slots
  FaultTrigger drop_credit_;
  std::uint64_t freed_ = 0;
  std::vector<Operand> operands_;
  std::vector<OperandVector> vectors_;
  std::uint32_t piece_words_ = 0;
  Stats stats_;
};

}  // namespace scnnsim
