// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/common/machine_config.h"
#include "tests/reference/encoding.h"
#include "tests/reference/unit_layer.h"

namespace scnnsim::lockstep {

/// Rows or columns begin ... end - 1.
struct Range {
  int begin = 0, end = 0;
  int size() const { return end - begin; }
  bool is_empty() const { return end <= begin; }
  bool contains(int value) const { return begin <= value && value < end; }
};

/// One (group, temporal tile): who owns what. Rows and columns are those of the rewritten plane and of the
/// output.
struct Pass {
  int group = 0;
  Range output_rows, output_columns;                   ///< of the tile
  Range input_rows, input_columns;                     ///< what the tile needs, clipped to the plane
  std::vector<Range> pe_input_rows, pe_input_columns;  ///< by PE row, by PE column
  std::vector<Range> pe_output_rows, pe_output_columns;
};

/// models/README.md section 1.
struct Mapping {
  std::vector<UnitLayer> groups;
  int kc = 0;
  int temporal_tiles = 0;  ///< of the output plane
  std::vector<Pass> passes;

  const UnitLayer& unit(const Pass& pass) const { return groups[static_cast<std::size_t>(pass.group)]; }
  int ocgs() const { return (groups.front().filters + kc - 1) / kc; }
};

/// mapping.kc as a number: models/README.md section 1, rule 3.
int largest_kc(const MachineConfig& config, const std::vector<UnitLayer>& groups);

/// Throws UserError when one-position tiles do not fit.
Mapping map_layer(const MachineConfig& config, const LayerDescription& layer, const LayerTensors& tensors,
                  const DenseOperands& dense);

/// One pass per group over the whole output plane.
std::vector<Pass> whole_planes(const MachineConfig& config, const std::vector<UnitLayer>& groups);

/// Bank of an address in a region of the given size.
int bank_of(const AccumulatorParameters& accumulator, int k, int y, int x, int region_rows,
            int region_columns);

/// Bits of a stored activation.
unsigned activation_bits(const MachineConfig& config, const DenseOperands& dense);

/// Stored activations that an activation RAM holds.
std::uint64_t words_held(std::uint64_t ram_bytes, const MachineConfig& config, const DenseOperands& dense);

/// A block of activations, or of outputs, from its values in raster order.
StoredBlock store_activations(const MachineConfig& config, const DenseOperands& dense,
                              const std::vector<std::int16_t>& values);

/// One channel's values of a written tensor that belong to a rectangle of the layer's outputs
/// (models/README.md section 6), in raster order.
std::vector<std::int16_t> written_values(const LayerShape& shape, const Tensor<std::int16_t>& written,
                                         int channel, Range rows, Range columns);

/// What the layer stores: its written tensor, or the requantised outputs of a convolution done beforehand.
Tensor<std::int16_t> stored_tensor(const MachineConfig& config, const LayerDescription& layer,
                                   const LayerTensors& tensors);

/// Words of the stored tensor that the fullest PE holds after all passes over groups of `filters` channels.
std::uint64_t fullest_output(const MachineConfig& config, const DenseOperands& dense, const LayerShape& shape,
                             const Tensor<std::int16_t>& stored, int filters,
                             const std::vector<Pass>& passes);

/// The activation block of one channel over a PE tile.
StoredBlock activation_block(const MachineConfig& config, const DenseOperands& dense, const UnitLayer& unit,
                             int channel, Range rows, Range columns);

}  // namespace scnnsim::lockstep
