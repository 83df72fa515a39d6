// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "models/common/layer_program.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/tile_product.h"

namespace scnnsim {

/// All value words of a step, for the sums (tile_product.h), which do not depend on the order in which they
/// meet the activations.
struct StepWeights {
  std::vector<WeightPair> pairs;
  std::vector<WeightRun> runs;

  void decode(const WeightStream& stream, const Step& step, const CoordinateUnit& coordinates,
              std::uint32_t channels, const DenseBlocks::Layout& layout);

 private:
  struct Word {
    std::uint32_t position;
    std::int16_t value;
    std::uint32_t sum;  ///< as in WeightRun
  };
  void add_pairs(const std::vector<Word>& words);
  void end_runs();

  std::vector<std::vector<Word>> of_sum_;  ///< by (k, tap)
};

/// The weights of the step that is under way, decoded once for all PEs whose accumulator regions have the
/// same shape. The barrier keeps all PEs in one step.
class SharedStepWeights {
 public:
  const StepWeights& of(std::size_t step_number, const LayerProgram& program,
                        const CoordinateUnit& coordinates, const DenseBlocks::Layout& layout);

 private:
  struct Slot {
    StepWeights weights;
    std::size_t step_number = ~std::size_t{0};
  };
  std::map<std::pair<std::int64_t, std::int64_t>, Slot> slots_;  ///< by the region's area and columns
};

}  // namespace scnnsim
