// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

#include "models/array/weight_room.h"
#include "models/common/fault.h"
#include "models/common/layer_program.h"
#include "models/common/statistics.h"
#include "models/pe/accepted_entries.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// The weight FIFO of a PE (SCNN sec. 4.1): vectors of F weights as they come from the broadcast. An entry
/// stays until the last activation vector of its block has read it. What lies in the FIFO when is decided by
/// the broadcast, which counts free slots; this module decodes entries and frees them.
class WeightFifo : public sc_core::sc_module, public StatisticsOwner {
 public:
  /// `depth`: entries that it holds.
  WeightFifo(const sc_core::sc_module_name& name, std::uint32_t depth, const LayerProgram& program,
             std::uint32_t pe, WeightRoom& room, FaultTrigger drop_credit);

  /// Accepts the `count` vectors of a piece and decodes them for `coordinates`.
  void accept(const WeightStream& stream, std::uint32_t first_vector, std::uint32_t count,
              const CoordinateUnit& coordinates);

  /// Vector `index` of the piece.
  const OperandVector& vector(std::uint32_t index) const { return vectors_[index]; }
  std::uint32_t piece_words() const { return piece_words_; }

  /// For vectors that stand decoded elsewhere (step_vectors.h).
  void count_accepted(std::uint64_t vectors, std::uint64_t words) {
    stats_.entries += vectors;
    stats_.writes += words;
  }
  void count_reads(std::uint64_t words) { stats_.reads += words; }
  /// Frees the entry that was read for the last time in `cycle`.
  void free_entry(Cycle cycle) {
    constexpr std::uint32_t at_once = 0;
    if (!drop_credit_.hits()) free_entries(cycle, &at_once, 1);
  }
  /// Frees `count` entries, each read for the last time in cycle `before + after[n]`. Knows no faults.
  void free_entries(Cycle before, const std::uint32_t* after, std::size_t count);

  /// The first entry, counted over the layer, that the broadcast can't send before another one is freed.
  std::size_t first_without_place() const { return followers_.next(); }

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter writes{*this, "writes", "words", "weight words written into the FIFO"};
    Counter reads{*this, "reads", "words", "weight words read by the multiplier array"};
    Counter entries{*this, "entries", "vectors", "weight vectors accepted"};
  };

 private:
  WeightRoom& room_;
  AcceptedEntries followers_;  ///< those that take the places of the entries freed
  FaultTrigger drop_credit_;
  std::vector<Operand> operands_;
  std::vector<OperandVector> vectors_;
  std::uint32_t piece_words_ = 0;
  Stats stats_;
};

}  // namespace scnnsim
