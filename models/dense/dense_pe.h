// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "models/common/cycle_owner.h"
#include "models/common/statistics.h"
#include "models/dense/dense_program.h"

namespace scnnsim {

/// Processing element of the dense machine (PT-IS-DP-dense, SCNN sec. 5): multipliers with an adder tree, two
/// copies of the accumulators of an OCG, and a PPU. Throughput: one dot product over F x I input channels per
/// cycle.
class DensePe : public sc_core::sc_module, public StatisticsOwner {
 public:
  /// `program` and `tile` must outlive the PE. `ppu_rate`: outputs post-processed per cycle.
  DensePe(const sc_core::sc_module_name& name, const DenseProgram& program, const DenseTile& tile,
          std::uint32_t ppu_rate);

  /// First cycles in which a step may start and in which its operands can be used.
  struct Arrivals {
    Cycle release, weights;
    Cycle input;  ///< 0 unless the step is the first of a group whose input comes from DRAM
  };

  /// Runs one step. Returns end(n), the cycle in which the step ends.
  Cycle run(const DenseStep& step, const Arrivals& arrivals);
  /// Gives the cycles between the end of the step and `release`, the start of the next step, to the barrier.
  void wait_at_barrier(Cycle release);
  /// Gives the PE's remaining cycles of the layer to `idle`. Counts gated multiplies and weight reads.
  void close(Cycle layer_cycles);

  bool has_work() const { return tile_.outputs > 0; }
  /// Last cycle in which the PPU works on the latest step.
  Cycle done() const { return done_; }

  const StatisticsGroup& statistics() const override { return stats_; }

  /// Every cycle of the PE has exactly one owner.
  struct Stats : StatisticsGroup {
    Counter idle{*this, "cycles_idle", "cycles", "no outputs, or all work of the layer done"};
    Counter barrier{*this, "cycles_barrier", "cycles", "waiting for other PEs at the end of a step"};
    Counter postprocess{*this, "cycles_postprocess", "cycles",
                        "waiting for the PPU to free an accumulator copy"};
    Counter input{*this, "cycles_input", "cycles", "waiting for activations from DRAM"};
    Counter weights{*this, "cycles_weights", "cycles", "waiting for the weights of the step"};
    Counter issue{*this, "cycles_issue", "cycles", "computing a dot product"};
    Counter multiplies{*this, "multiplies", "multiplies", "multiplies, padding and zeros included"};
    Counter gated{*this, "gated", "multiplies", "multiplies not executed: an operand is zero"};
    Counter weight_reads{*this, "weight_reads", "words", "weights read by the multipliers"};
    Counter weight_writes{*this, "weight_writes", "words", "weights received"};
    Counter input_reads{*this, "input_reads", "words", "activations read"};
    Counter output_writes{*this, "output_writes", "words", "outputs written"};
    Counter updates{*this, "accumulator_updates", "words", "dot products added to a sum"};
  };

 private:
  void count(const DenseStep& step);

  const DenseProgram& program_;
  const DenseTile& tile_;
  const std::uint32_t ppu_rate_;
  Cycle may_start_ = 0;  ///< first cycle after the latest swap of the accumulator copies
  Cycle done_ = 0;
  Cycle owned_ = 0;  ///< first cycle without an owner
  Stats stats_;
};

}  // namespace scnnsim
