// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <systemc>

#include "models/array/activation_loader.h"
#include "models/array/layer_sequencer.h"
#include "models/common/cycle_owner.h"
#include "models/common/fault.h"
#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/common/statistics.h"
#include "models/common/timed_process.h"
#include "models/pe/accumulator_banks.h"
#include "models/pe/activation_ram.h"
#include "models/pe/bank_turns.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/issue_positions.h"
#include "models/pe/merge_unit.h"
#include "models/pe/multiplier_array.h"
#include "models/pe/pe_work.h"
#include "models/pe/pending_runs.h"
#include "models/pe/post_processing_unit.h"
#include "models/pe/scatter_network.h"
#include "models/pe/shared_by_shape.h"
#include "models/pe/step_vectors.h"
#include "models/pe/step_weights.h"
#include "models/pe/weight_fifo.h"
#include "models/pe/weight_totals.h"

namespace scnnsim {

/// A processing element (SCNN fig. 6): one process that walks through the layer's steps and, inside a step,
/// through channels, activation vectors and weight vectors, one issue per cycle at most (PT-IS-CP-sparse,
/// SCNN sec. 3.2). The boxes inside are modules that it calls in the order of the cycle (models/README.md
/// section 3).
class ProcessingElement : public TimedProcess, public StatisticsOwner {
 public:
  struct Environment {
    const MachineConfig& config;
    const LayerProgram& program;
    const LayerDescription& layer;
    LayerSequencer& sequencer;
    ActivationLoader& loader;
    HaloExchange& halo;
    DramPort& dram;
    OutputRecorder& outputs;
    Fault fault;
    SharedByShape<StepVectors>& step_vectors;
    SharedByShape<StepWeights>& step_weights;
    SharedKeptClasses& kept_classes;
    const std::vector<WeightTotals>& weight_totals;  ///< per group; empty if work is by products
    WeightRoom& weight_room;
    std::vector<std::uint32_t>&
        issue_cycles;  ///< for the runs of the PE at work: one per FIFO entry, and slack
    PeWork work;
    ValueMode values;
  };
  ProcessingElement(const sc_core::sc_module_name& name, SimulationContext& context, std::uint32_t pe,
                    const Environment& environment);

  /// Delivery cycle of every weight vector of the layer.
  void bind_deliveries(BroadcastLog& deliveries) { deliveries_ = &deliveries; }

  void run() override;

  /// Gives the cycles from this PE's last work to the layer's end to their owner.
  void close(Cycle layer_cycles);
  const PostProcessingUnit& ppu() const { return ppu_; }

  const StatisticsGroup& statistics() const override { return stats_; }

  /// Every cycle of the PE has exactly one owner.
  struct Stats : StatisticsGroup {
    Counter idle{*this, "cycles_idle", "cycles", "no tile, or all work of the layer done"};
    Counter barrier{*this, "cycles_barrier", "cycles", "waiting for other PEs at the end of a step"};
    Counter postprocess{*this, "cycles_postprocess", "cycles",
                        "waiting for the PPU to free an accumulator copy"};
    Counter input{*this, "cycles_input", "cycles", "waiting for activations from DRAM"};
    Counter weights{*this, "cycles_weights", "cycles", "waiting for a weight vector"};
    Counter crossbar{*this, "cycles_crossbar", "cycles", "waiting for the scatter network"};
    Counter issue{*this, "cycles_issue", "cycles", "issuing a vector pair, or switching blocks"};
  };

 private:
  void begin_pass(const Step& step);
  void end_pass();
  void begin_step(const Step& step, Cycle release);
  void end_step();
  void run_blocks(const Step& step);
  /// Calls visit(channel, block) for the blocks of a step, input channels in order; blocks that are empty on
  /// either side cost nothing.
  template <class Visit>
  void for_each_block(const Step& step, Visit&& visit) const {
    const std::uint32_t channels = env_.program.geometry.channels;
    const WeightBlock* blocks = &env_.program.stream_of(step).block(step.ocg, channels, 0);
    for (std::uint32_t channel = 0; channel < channels; ++channel)
      if (!blocks[channel].empty() && has_activations(channel)) visit(channel, blocks[channel]);
  }
  bool has_activations(std::uint32_t channel) const { return iaram_.vector_count(channel) > 0; }
  void switch_block();
  /// The part of a weight block that passes at a time, with all activations of its channel.
  struct Piece {
    std::uint32_t channel;
    std::uint32_t first_entry, entries;  ///< counted over the pass
    Cycle input_arrival;
  };
  void run_piece(const Piece& piece);
  std::size_t arrival_index(const Step& step, std::uint32_t channel) const {
    return std::size_t{step.pass} * env_.program.geometry.channels + channel;
  }
  bool input_known(const Step& step, std::uint32_t channel) const {
    return !env_.program.streams_input || env_.loader.arrivals().knows(arrival_index(step, channel));
  }
  /// Whether the channel's activations are there by a cycle, as far as is known already.
  bool input_by(const Step& step, std::uint32_t channel, Cycle cycle) const {
    return !env_.program.streams_input ||
           env_.loader.arrivals().arrived_by(arrival_index(step, channel), cycle);
  }
  Cycle input_arrival(const Step& step, std::uint32_t channel) {
    if (!env_.program.streams_input) return 0;
    return read(env_.loader.arrivals(), arrival_index(step, channel), "its activations");
  }
  void issue(const OperandVector& weights, const OperandVector& activations, Cycle input_arrival,
             Cycle delivery);
  Cycle wait_for_register(Cycle earliest);
  void note_issue(Cycle cycle);
  void own_gap(Cycle begin, Cycle issued, Cycle input_arrival, Cycle delivery, Cycle register_empty);
  void form_products(const OperandVector& weights, const OperandVector& activations);
  void inject_faults();
  Cycle drain();

  // By whole vectors (pe_by_vectors.cpp):
  bool by_vectors() const { return env_.work != PeWork::by_products; }
  void begin_pass_by_vectors();
  void begin_step_by_vectors(const Step& step);
  void run_blocks_by_vectors(const Step& step);
  void run_piece_by_vectors(const Piece& piece);
  bool append_at_once(const Step& step, std::uint32_t channel, const WeightBlock& block);
  void append(const IssueRun& run);
  IssueRun run_of(std::uint32_t channel, std::uint32_t first_entry, std::uint32_t entries) const;
  std::uint64_t most_cycles_from(Cycle earliest) const;
  std::uint64_t most_issues_from(Cycle earliest) const;
  bool follows_pending(const Piece& piece, const IssueRun& run);
  void begin_pending(const Piece& piece);
  void wait_for_entries();
  Cycle delivery_of(std::uint32_t entry) const;
  std::size_t last_entry(const Step& step) const;
  bool delivered_by(std::uint32_t entry, Cycle cycle) const;
  bool delivered_in_time(std::uint32_t first_entry, std::uint32_t entries, Cycle earliest) const;
  bool may_run(Cycle earliest, std::uint64_t cycles);
  void meet_arriving_weights(const Piece& piece, const IssueRun& run);
  void issue_rows(const IssueRun& rows);
  void issue_pending();
  void issue_runs(bool free_entries);
  void form_sums();
  void count_pass();

  const std::uint32_t pe_;
  const Environment env_;
  BroadcastLog* deliveries_ = nullptr;
  FaultTrigger drop_product_, wrong_address_;

  WeightFifo weight_fifo_;
  ActivationRam iaram_, oaram_;
  MultiplierArray multiplier_array_;
  CoordinateUnit coordinate_unit_;
  MergeUnit merge_unit_;
  std::unique_ptr<ScatterNetwork> scatter_network_;
  AccumulatorBanks accumulator_banks_;
  PostProcessingUnit ppu_;

  BankTurns bank_turns_;
  IssuePositions issue_positions_;
  DenseBlocks dense_blocks_;
  StepVectors* step_vectors_ = nullptr;             ///< for the current pass
  std::optional<StepVectors::Source> step_source_;  ///< of the current step
  std::size_t last_entry_of_step_ = 0;              ///< that this PE takes, counted over the layer
  PendingRuns pending_;
  std::uint64_t crossbar_cycles_ = 0;  ///< of the current pass

  const PeTile* tile_ = nullptr;  ///< of the current pass
  std::size_t pass_ = ~std::size_t{0};
  std::size_t first_entry_of_pass_ = 0;  ///< of the pass's weight stream, counted over the layer
  std::size_t step_words_ = 0;           ///< accumulator addresses of the current step

  Cycle go_ = 0;              ///< first cycle in which the current step may issue
  bool issued_ = false;       ///< something was issued in the current step,
  Cycle last_issue_ = 0;      ///< in this cycle at last;
  Cycle free_cycle_ = 0;      ///< the first cycle not yet given to an owner
  Cycle not_before_ = 0;      ///< next issue, by issue rate and block switch
  Cycle network_cycle_ = 0;   ///< last cycle that the scatter network has done
  Cycle swapped_ = 0;         ///< the step may start after this cycle,
  bool has_swapped_ = false;  ///< if there was a swap
  std::size_t steps_done_ = 0;

  ProductBundle products_;
  Stats stats_;
};

}  // namespace scnnsim
