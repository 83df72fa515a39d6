// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"
#include "models/pe/batched/tile_product.h"
#include "models/pe/coordinate_unit.h"

namespace scnnsim {

/// Value words of the current step, arranged for the sums (tile_product.h). Sums do not depend on the order
/// in which weights meet activations. Decoded once for all PEs of one region shape (region_shape_cache.h).
class StepWeights {
 public:
  /// Decodes step `number` of the layer, unless another PE has done so.
  void begin_step(std::size_t number, const LayerProgram& program, const CoordinateUnit& coordinates,
                  const DenseBlocks::Layout& layout);

  std::vector<WeightPair> pairs;
  std::vector<WeightRun> runs;

 private:
  struct Word {
    std::uint32_t position;
    std::int16_t value;
    std::uint32_t sum;  ///< as in WeightRun
  };
  void decode(const LayerProgram& program, const Step& step, const CoordinateUnit& coordinates,
              const DenseBlocks::Layout& layout);
  void add_pairs(const std::vector<Word>& words);
  void end_runs();

  std::size_t step_ = ~std::size_t{0};
  std::vector<std::vector<Word>> of_sum_;  ///< by (k, tap)
};

}  // namespace scnnsim
