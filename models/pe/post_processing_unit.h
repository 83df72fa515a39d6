// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <tuple>
#include <vector>

#include "models/common/activity_observer.h"
#include "models/common/fault.h"
#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/common/partial_sums.h"
#include "models/common/statistics.h"
#include "models/common/timed_channel.h"
#include "models/common/timed_process.h"
#include "models/memory/dram_port.h"
#include "models/memory/memory_layout.h"
#include "models/pe/activation_ram.h"
#include "models/pe/halo_link.h"
#include "models/pe/output_recorder.h"
#include "traces/convolution.h"
#include "traces/layer.h"

namespace scnnsim {

/// Post-processing unit (SCNN sec. 4.1). Drains the accumulator copy of a finished OCG: exchanges halos with
/// the neighbouring PEs, then adds the bias, applies ReLU, requantises, and compresses into the OARAM; a
/// `written` tensor is compressed in place of these outputs. Meets the multipliers only when the accumulator
/// copies swap. Throughput: ppu.entries_per_cycle outputs per cycle. Latency and order: models/README.md
/// section 6. Assumption: the rate, and the exchange before post-processing.
class PostProcessingUnit : public TimedProcess, public StatisticsOwner {
 public:
  /// Connections of a PPU.
  struct Environment {
    const MachineConfig& config;
    const LayerProgram& program;
    const LayerDescription& layer;
    HaloPorts halo;
    ActivationRam& oaram;
    DramPort& dram;
    const MemoryLayout& layout;
    OutputRecorder& outputs;
    Fault fault;
    ValueMode values;
  };
  PostProcessingUnit(const sc_core::sc_module_name& name, SimulationContext& context, std::uint32_t pe,
                     const Environment& environment);

  /// From the PE: the copy to drain. The copies swap after the item's cycle.
  TimedChannel<PartialSums*> swaps;
  /// To the PE: last cycle of work on the copy of each step.
  TimedChannel<Signal> dones;

  /// Last cycle of work on the layer.
  Cycle last_done() const { return now(); }

  void run() override;

  const StatisticsGroup& statistics() const override { return stats_; }

  struct Stats : StatisticsGroup {
    Counter entries{*this, "entries", "words", "dense outputs post-processed"};
    Counter busy_cycles{*this, "busy_cycles", "cycles", "cycles from a swap to the end of post-processing"};
    Counter overflows{*this, "overflows", "words", "complete sums wider than an accumulator"};
  };

 private:
  void observe(Cycle first, Cycle halo_done, Cycle done);
  void begin(const Step& step, const PartialSums& copy);
  void announce_swap(const HaloPlan& plan, Cycle cycle);
  void send_own_words(const HaloPlan& plan, bool along_rows, Cycle cycle);
  Cycle collect(const HaloPlan& plan, bool along_rows);
  Cycle sends_finished(const HaloPlan& plan);
  void keep(const HaloMessage& message, const Rectangle& owned);
  HaloPacket packet_of(const PartialSums& copy, const Rectangle& part) const;
  void lose_a_word(HaloMessage& message);
  Cycle last_write_taken();
  std::size_t step_index() const;
  void write(Cycle cycle, std::uint64_t words);
  std::uint64_t postprocess();
  std::uint64_t postprocess_channel(std::uint32_t k);
  const Rectangle& owned() const;
  template <class Sum>
  void finish_sums(const Sum* sums, std::size_t channel);
  template <class Value>
  void record(const std::vector<Value>& values, Tensor<Value>& tensor, std::size_t channel,
              const Rectangle& part) const;
  void take_stored(std::size_t channel, const Rectangle& part);
  template <class Sum>
  void count_overflows(const Sum* sums, std::size_t count);

  const std::uint32_t pe_;
  ActivityObserver* const observer_;  ///< null: nobody observes this PE
  const Environment env_;
  const Requantisation requantise_;
  FaultTrigger drop_halo_word_;

  const Step* step_ = nullptr;  ///< the step whose copy is being drained
  Rectangle region_;            ///< accumulator region of the copy, not clipped
  HaloMessage held_;            ///< partial sums of the PE's region, and words received on row links
  PartialSums sums_;            ///< [k][row][column] over the owned outputs
  /// Of one channel: sums with bias. The vector of the sums' width is in use.
  std::tuple<std::vector<std::int32_t>, std::vector<std::int64_t>> outputs_;
  std::vector<std::int16_t> activations_;  ///< of one channel: what is stored
  bool holds_a_write_ = false;             ///< that the memory may not have taken yet
  Stats stats_;
};

}  // namespace scnnsim
