// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "models/common/fault.h"
#include "models/common/machine_config.h"
#include "models/pe/activation_vectors.h"
#include "models/pe/batched/bank_rotations.h"
#include "models/pe/batched/batched_faults.h"
#include "models/pe/batched/batched_network.h"
#include "models/pe/batched/decoded_patterns.h"
#include "models/pe/batched/issue_batch.h"
#include "models/pe/batched/issue_positions.h"
#include "models/pe/batched/region_shape_cache.h"
#include "models/pe/batched/step_weights.h"
#include "models/pe/batched/tile_places.h"
#include "models/pe/batched/tile_product.h"
#include "models/pe/batched/valid_taps.h"
#include "models/pe/batched/weight_totals.h"
#include "models/pe/issue_engine.h"

namespace scnnsim {

/// Data that the batched engines of an array share.
struct BatchedShared {
  BatchedShared(const MachineConfig& machine, const LayerProgram& layer, PatternForm decoded,
                bool sums_wanted, const Fault& injected);

  const MachineConfig& config;
  const LayerProgram& program;
  const PatternForm form;
  const bool computes_sums;
  const Fault fault;
  RegionShapeCache<DecodedPatterns> patterns;
  RegionShapeCache<StepWeights> step_weights;
  SharedTapClasses tap_classes;
  std::vector<WeightTotals> weight_totals;  ///< per group
  // Scratch memory of the engine that runs:
  std::vector<std::uint32_t> issue_cycles;  ///< per FIFO entry, and slack
  std::vector<IssueWait> waits;             ///< of the batch of an observed PE
  std::vector<std::int32_t> sums;
  std::vector<std::int64_t> wide_sums;  ///< where sums may exceed 32 bits
};

/// Fast engine: simulates many issues at once, with the cycles, counters and sums of the product engine.
/// Timing depends only on which banks the products hit, so the network model works on bank patterns. Sums are
/// formed tile by tile, counters pass by pass. README.md beside this file has the derivations, and says how
/// this engine is held to the product engine.
class BatchedEngine : public IssueEngine {
 public:
  BatchedEngine(BatchedShared& shared, std::uint32_t pe, const PeBoxes& boxes, IssuePort& port);

  void begin_pass(const Pass& pass) override;
  std::optional<Cycle> run_step(std::size_t number, Cycle go) override;
  void end_pass() override;

 private:
  /// Piece of a weight block (models/README.md section 2).
  struct Piece {
    std::uint32_t channel;
    std::uint32_t first_entry, entries;  ///< counted over the pass
    Cycle input_arrival;
  };

  // Operands (batched_operands.cpp).
  void place_activations();
  void form_sums(std::size_t step);
  template <class Sum>
  void form_sums(const Step& step, const StepWeights& weights, std::vector<Sum>& sums);
  template <class Sum>
  void inject_value_faults(const Step& step, std::vector<Sum>& sums);
  std::uint32_t vector_count(std::uint32_t channel) const {
    return first_vector_[channel + 1] - first_vector_[channel];
  }

  // Issues (batched_engine.cpp).
  void begin_step(std::size_t number, Cycle go);
  std::size_t last_entry(const Step& step) const;
  void run_blocks(const Step& step);
  bool append_at_once(std::uint32_t channel, const WeightBlock& block);
  void append(const IssueBlock& block);
  void end_observed_block();
  /// Issues of all activations of a channel with `entries` entries from `first_entry` on, counted over the
  /// pass.
  IssueBlock issue_block(std::uint32_t channel, std::uint32_t first_entry, std::uint32_t entries) const {
    return {first_vector_[channel], vector_count(channel),
            first_entry - static_cast<std::uint32_t>(source_->first_vector), entries, channel};
  }
  std::uint64_t most_cycles_from(Cycle earliest) const;
  std::uint64_t most_issues_from(Cycle earliest) const;
  bool may_run(Cycle earliest, std::uint64_t cycles);
  void run_piece(const Piece& piece);
  bool follows_batch(const Piece& piece, const IssueBlock& block);
  void begin_batch(const Piece& piece);
  void wait_for_entries(const Piece& piece);
  bool delivered_in_time(std::uint32_t first_entry, std::uint32_t entries, Cycle earliest) const;
  void meet_arriving_weights(const Piece& piece, const IssueBlock& block);
  void issue_rows(const IssueBlock& rows);
  void send_batch();
  void send(bool free_entries);
  IssueWait* room_for_waits();
  Cycle wait_for_register(Cycle earliest);
  void own_wait(const IssueBatch::Start& start, Cycle register_empty);
  void free_batch_entries(Cycle before);
  Cycle drain();

  // Counters.
  std::uint64_t products_of(const std::vector<IssueBlock>& blocks);

  BatchedShared& shared_;
  const std::uint32_t pe_;
  const PeBoxes boxes_;
  IssuePort& port_;
  BatchedFaults faults_;
  std::unique_ptr<BatchedNetwork> network_;

  // Of the current pass:
  const Pass* pass_ = nullptr;
  const PeTile* tile_ = nullptr;
  TilePlaces places_;
  BankRotations rotations_;
  ActivationVectors activations_;  ///< in form `positions`
  IssuePositions positions_;       ///< in form `positions`
  DenseBlocks dense_blocks_;
  std::vector<std::uint32_t> first_vector_;  ///< per channel, and one past the last
  std::vector<std::uint32_t> values_;        ///< per channel: words that are not placeholders
  DecodedPatterns* patterns_ = nullptr;
  std::uint64_t products_handed_ = 0;    ///< products handed to the network in the pass
  std::uint64_t conflicts_counted_ = 0;  ///< conflict cycles already counted, over the layer

  // Of the current step:
  std::optional<DecodedPatterns::Source> source_;
  std::size_t last_entry_ = 0;  ///< last entry that meets activations, counted over the pass
  IssueBatch batch_;
  bool issued_ = false;
  Cycle not_before_ = 0;     ///< earliest cycle of the next issue, by issue rate and block switch
  Cycle network_cycle_ = 0;  ///< last cycle that the network has completed
};

/// Makes batched engines.
class BatchedEngineFactory : public IssueEngineFactory {
 public:
  BatchedEngineFactory(const MachineConfig& config, const LayerProgram& program, PatternForm form,
                       bool computes_sums, const Fault& fault)
      : shared_(config, program, form, computes_sums, fault) {}
  std::unique_ptr<IssueEngine> make(std::uint32_t pe, const PeBoxes& boxes, IssuePort& port) override {
    return std::make_unique<BatchedEngine>(shared_, pe, boxes, port);
  }

 private:
  BatchedShared shared_;
};

}  // namespace scnnsim
