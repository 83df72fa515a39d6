// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "models/common/machine_config.h"
#include "sim/layer/layer_result.h"
#include "sim/report/pe_counters.h"

namespace scnnsim {

/// What results tell of a layer that decides whether a change of the machine helps. Shares are of the layer's
/// cycles on a PE with a tile, on average; of all PEs where the results do not tell these apart.
struct LayerFacts {
  LayerFacts(const LayerResult& layer, const PeCounters& counters, const MachineConfig& config);

  bool is_dense = false;
  bool tells_pes = false;                    ///< what concerns single PEs is known
  std::uint64_t pes_with_tile = 0;           ///< not idle in all cycles
  std::uint32_t rows = 0, columns = 0;       ///< that have a PE with a tile
  double plane_rows = 0, plane_columns = 0;  ///< of outputs, over those of the largest tile; 0: not known
  double tile_positions = 0;                 ///< outputs of the largest tile in a channel; 0: not known
  std::array<double, cycle_owner_count> shares{};  ///< by owner
  /// Share at the barrier of the PE that waits least there: what fewer barriers can save.
  double least_barrier = 0;
  double tail = 0;      ///< share after the slowest PE's last work
  double ppu_busy = 0;  ///< share in which the busiest PPU works

  double weights_of_vector = 0, activations_of_vector = 0;  ///< words in the vectors of an issue
  /// Vectors of a block, a channel's weights in a step and its activations on a PE. Of dense machines: cycles
  /// of a dot product, and 1.
  double weight_vectors = 1, activation_vectors = 1;

  double steps_of_tile = 0;              ///< output-channel groups of all groups of the layer; 0: not known
  std::uint64_t filters = 0;             ///< output channels of the layer, K; 0: not known
  std::uint64_t channels = 0;            ///< input channels of the layer, C; 0: not known
  std::uint64_t products_of_output = 0;  ///< C / groups x R x S; 0: not known
  double startup = 0;                    ///< share before the first word can have come from DRAM
  double dram_use = 0;                   ///< bandwidth achieved over that available
  double broadcast_use = 0;              ///< weight vectors over those that could be broadcast
  std::uint64_t put_off_by_dram = 0, put_off_by_room = 0;  ///< cycles of deliveries
  /// Share by which DRAM puts weights off; of dense machines: in which PEs wait for DRAM.
  double dram_waits = 0;

  double share(CycleOwner owner) const { return shares[static_cast<std::size_t>(owner)]; }
  /// Share of the cycles that faster multiplication shortens: issues, and what other PEs wait for them.
  double work() const {
    return share(CycleOwner::issue) + share(CycleOwner::barrier) +
           (put_off_by_room > put_off_by_dram ? share(CycleOwner::weights) : 0);
  }
  /// Vectors of a weight block if vectors held `f` words (of dense machines: f x i) and blocks `growth` times
  /// as many, and of an activation block for vectors of `i`, likewise: those that words fill, and what blocks
  /// that end within a vector add now.
  double weight_vectors_at(double f, double growth = 1) const;
  double activation_vectors_at(double i, double growth = 1) const;
  /// The largest share of the cycles that can be saved before DRAM, the broadcast or the PPUs decide alone.
  /// `vectors`: weight vectors over those of now.
  double headroom(double vectors = 1) const;

 private:
  void read_pes(const LayerResult& layer, const PeCounters& counters);
  void read_plane(const LayerResult& layer, const PeCounters& counters);
  void read_vectors(const LayerResult& layer);

  double weights_now_, activations_now_;  ///< words that a vector may hold; of dense machines: multipliers, 1
};

}  // namespace scnnsim
