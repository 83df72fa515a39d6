// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "models/common/cycle_owner.h"
#include "models/common/machine_config.h"
#include "tests/reference/workload.h"

namespace scnnsim::lockstep {

/// A product on its way to an accumulator.
struct Product {
  std::size_t lane = 0, bank = 0, address = 0;
  std::int64_t value = 0;
};

/// The output register and whatever lies between it and the banks, under every policy.
class ScatterNetwork {
 public:
  explicit ScatterNetwork(const MachineConfig& config);

  std::vector<Product> output_register;  ///< in lane order

  /// Phase 2: every bank takes at most one product (`ideal`: all); each is handed to `accumulate`.
  void accumulate(const std::function<void(const Product&)>& accumulate);
  /// Phase 3: products move from the register into the queues.
  void scatter();
  bool is_empty() const { return output_register.empty() && waiting_ == 0; }

 private:
  void grant_from_lanes(const std::function<void(const Product&)>& accumulate);

  ScatterPolicy policy_;
  std::size_t queue_depth_;
  std::vector<std::deque<Product>> queues_;  ///< by bank (output_queued), by lane (input_queued)
  std::vector<std::size_t> pointers_;        ///< by bank (input_queued)
  std::vector<Product> network_;             ///< ideal
  std::size_t waiting_ = 0;                  ///< products in queues or network
};

/// What a PE counts.
struct PeCounters {
  std::array<std::uint64_t, cycle_owner_count> cycles{};
  std::uint64_t useful_multiplies = 0, dropped_multiplies = 0, placeholders = 0;
  std::uint64_t iaram_reads = 0, weight_fifo_writes = 0, weight_fifo_reads = 0;
  std::uint64_t scatter_transfers = 0;
};

/// An accumulator copy: the sums of a PE's region in one step, by address.
struct AccumulatorCopy {
  int step = -1;
  Range rows, columns;  ///< the region in output coordinates, not clipped
  std::vector<std::int64_t> sums;

  std::size_t address(int k, int p, int q) const {
    const int row = k * rows.size() + p - rows.begin;
    return static_cast<std::size_t>(row * columns.size() + q - columns.begin);
  }
};

/// One PE up to the accumulator swap, cycle by cycle.
class ProcessingElement {
 public:
  ProcessingElement(const MachineConfig& config, const Workload& workload, std::size_t id);

  // The weight FIFO, filled by the broadcast before cycle().
  bool counts_for(int pass, int channel) const;
  bool fifo_has_room() const { return fifo_.size() < config_.weight_fifo.entries; }
  void accept(int pass, const WeightEntry& entry);

  void begin_step(int step);
  /// The phases 2 to 5 of cycle t. `arrived(channel)` tells whether the channel's activations are there.
  void cycle(Cycle t, const std::function<bool(int)>& arrived);
  bool has_ended() const { return ended_; }
  int step() const { return step_; }

  /// Whether a copy waits to be handed over: that of the step, or of the step before when the barrier has
  /// gone on.
  bool wants_swap() const { return swapped_steps_ < step_ + (ended_ ? 1 : 0); }
  /// Hands the filled copy over; from the next cycle on the PE may go on.
  AccumulatorCopy swap();

  PeCounters counters;
  std::vector<Cycle> releases;  ///< of the FIFO entries, in order
  std::uint64_t activity = 0;   ///< changes whenever something happens

 private:
  struct FifoEntry {
    int pass;
    const WeightEntry* entry;
  };

  CycleOwner front_end(Cycle t, const std::function<bool(int)>& arrived);
  void seek_next_block();
  void issue(Cycle t);
  void form_products(const StoredVector& weights, const StoredVector& activations);
  void advance();
  bool has_tile() const;

  const MachineConfig& config_;
  const Workload& workload_;
  const std::size_t id_;

  std::deque<FifoEntry> fifo_;
  ScatterNetwork network_;
  AccumulatorCopy copy_;

  int step_ = -1, swapped_steps_ = 0;
  bool ended_ = true;
  bool issued_in_step_ = false;
  Cycle last_issue_ = 0;
  int last_channel_ = -1;
  // The vector pair that comes next: channel, first vector of the piece, activation vector, weight vector of
  // the piece.
  int channel_ = 0;
  std::size_t piece_begin_ = 0, activation_ = 0, weight_ = 0;
  const std::vector<StoredVector>* weight_block_ = nullptr;  ///< null when nothing is left in the step
  const std::vector<StoredVector>* activation_block_ = nullptr;
};

}  // namespace scnnsim::lockstep
