// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "models/common/cycle_owner.h"
#include "models/common/machine_config.h"
#include "tests/reference/processing_element.h"
#include "tests/reference/workload.h"

namespace scnnsim::lockstep {

/// A partial sum on its way from the PE that summed it to the PE that owns it.
struct HaloWord {
  std::size_t source = 0, owner = 0, at = 0;
  int k = 0, p = 0, q = 0;
  std::int64_t value = 0;
};

/// A directed link between neighbours in one step: its words by round.
struct HaloLink {
  enum class Direction { east, west, south, north };
  Direction direction;
  std::size_t from, to;
  std::vector<std::vector<std::size_t>> rounds;  ///< words of round i + 1
  std::vector<std::optional<Cycle>> arrival;     ///< by round
  std::size_t round = 0;                         ///< under way or next
  std::size_t moved = 0;                         ///< words of the round moved so far

  bool is_row_link() const { return direction == Direction::east || direction == Direction::west; }
  bool is_finished(Cycle t) const;  ///< all words have arrived, the link is free in cycle t
  bool has_arrived(std::size_t of_round, Cycle t) const;
};

/// The halo exchange of one step.
class HaloExchange {
 public:
  HaloExchange(const MachineConfig& config, const Workload& workload, int step);

  std::vector<HaloWord> words;
  std::vector<HaloLink> links;

  /// Whether a link may begin its next round in cycle t, as far as arrivals are concerned.
  bool may_begin(const HaloLink& link, Cycle t) const;
  /// Whether all arrivals into the PE and all its sends are finished in cycle t.
  bool is_finished(std::size_t pe, Cycle t) const;

 private:
  void route(std::size_t word);
  HaloLink& link(std::size_t from, HaloLink::Direction direction);
  const HaloLink* upstream(const HaloLink& link) const;

  std::size_t columns_;
  std::size_t rows_;
};

/// All PPUs with the halo exchange.
class PostProcessing {
 public:
  PostProcessing(const MachineConfig& config, const Workload& workload, const LayerDescription& layer,
                 const LayerTensors& tensors);

  /// Phase 1 of cycle t in all PEs, and the halo links.
  void cycle(Cycle t);
  bool is_idle(std::size_t pe) const { return !units_[pe].busy; }
  /// Takes the copy after cycle t.
  void take(std::size_t pe, AccumulatorCopy copy, Cycle t);
  /// Ends the step if everything of it is finished at the end of cycle t. Returns the words stored.
  std::optional<std::uint64_t> finish(std::size_t pe, Cycle t);
  int finished_steps(std::size_t pe) const { return units_[pe].finished_steps; }

  Tensor<std::int64_t> sums;
  std::uint64_t oaram_writes = 0, halo_words = 0, entries = 0;
  std::uint64_t outputs_recorded = 0;
  std::uint64_t activity = 0;

 private:
  struct Unit {
    bool busy = false;
    Cycle swap = 0;
    AccumulatorCopy copy;
    Range rows, columns;              ///< owned outputs
    std::vector<std::int64_t> owned;  ///< [k][row][column]
    std::size_t processed = 0;
    std::vector<std::int16_t> outputs;
    int finished_steps = 0;
  };

  void run_links(HaloExchange& exchange, int step, Cycle t);
  void move(HaloExchange& exchange, HaloLink& link, Cycle t);
  std::size_t owned_index(const Unit& unit, int k, int p, int q) const;
  void process(Unit& unit);

  const MachineConfig& config_;
  const Workload& workload_;
  const LayerDescription& layer_;
  const LayerTensors& tensors_;
  std::vector<Unit> units_;
  std::map<int, HaloExchange> exchanges_;  ///< by step
};

}  // namespace scnnsim::lockstep
