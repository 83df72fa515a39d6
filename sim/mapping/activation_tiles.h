// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tuple>
#include <vector>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "sim/mapping/tiling.h"
#include "sim/mapping/unit_layer.h"

namespace scnnsim {

/// All of a machine that the activations in its PEs' tiles depend on. Machines with equal encodings hold a
/// layer's activations alike.
struct TileEncoding {
  PeArrayParameters grid;
  std::int64_t height = 1, width = 1;  ///< of the temporal tiles
  bool is_dense = false;               ///< zeros as values, without indices
  unsigned index_bits = 0;             ///< 0: no indices

  TileEncoding(const MachineConfig& config, const TemporalTiling& tiling, OperandForms forms);

  auto fields() const {
    return std::tie(grid.rows, grid.columns, grid.tiling, height, width, is_dense, index_bits);
  }
  bool operator==(const TileEncoding& other) const { return fields() == other.fields(); }
  TemporalTiling tiling() const { return {height, width, 1}; }
};

/// The passes of a layer, group by group, tile by tile, with the activations of every PE's tile.
std::vector<Pass> encode_passes(const TileEncoding& encoding, const UnitGeometry& geometry,
                                const Tensor<std::int16_t>& activations);

/// Words in the fullest PE's input tile of any pass.
std::uint64_t fullest_input_tile(const SharedList<Pass>& passes);
/// Words that the fullest PE's input tiles take over all passes.
std::uint64_t fullest_input(const SharedList<Pass>& passes);
/// Words that the fullest PE's share of `outputs`, the written tensor (K, P', Q'), takes over all passes.
std::uint64_t fullest_output(const TileEncoding& encoding, const UnitGeometry& geometry,
                             const SharedList<Pass>& passes, const Tensor<std::int16_t>& outputs);

}  // namespace scnnsim
