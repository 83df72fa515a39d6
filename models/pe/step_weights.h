// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/tile_product.h"

namespace scnnsim {

/// All value words of the step that is under way, for the sums (tile_product.h), which do not depend on the
/// order in which they meet the activations. Decoded once for all PEs that share them (shared_by_shape.h).
class StepWeights {
 public:
  /// Turns to a step, given by its number in the layer, unless it is the one under way.
  void turn_to(std::size_t step, const LayerProgram& program, const CoordinateUnit& coordinates,
               const DenseBlocks::Layout& layout);

  std::vector<WeightPair> pairs;
  std::vector<WeightRun> runs;

 private:
  struct Word {
    std::uint32_t position;
    std::int16_t value;
    std::uint32_t sum;  ///< as in WeightRun
  };
  void decode(const WeightStream& stream, const Step& step, const CoordinateUnit& coordinates,
              std::uint32_t channels, const DenseBlocks::Layout& layout);
  void add_pairs(const std::vector<Word>& words);
  void end_runs();

  std::size_t step_ = ~std::size_t{0};
  std::vector<std::vector<Word>> of_sum_;  ///< by (k, tap)
};

}  // namespace scnnsim
