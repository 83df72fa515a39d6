// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "models/dense/dense_program.h"
#include "traces/layer.h"

namespace scnnsim {

/// Where a layer's data lie in the memory (models/README.md section 5): a region for weights, one for inputs
/// and one for outputs. Regions begin at multiples of region_alignment, the areas in them at multiples of
/// area_alignment. Assumption: an allocator of pages lays them out, in this order.
struct MemoryLayout {
  static constexpr std::uint64_t region_alignment = 4096, area_alignment = 64;  ///< B

  std::vector<std::uint64_t> weights;  ///< first address of each group's stream; dense machines: of each step
  std::vector<std::uint64_t> inputs;   ///< of each pass; dense machines: of each group; empty: not streamed
  std::vector<std::uint64_t> outputs;  ///< [step x PEs + PE]; empty: the outputs stay on chip
  std::uint64_t bytes = 0;             ///< up to the end of the last region
};

/// `written`: the tensor that is stored, if it is not that of the outputs; or null.
MemoryLayout layout_of(const LayerProgram& program, const MachineConfig& config,
                       const Tensor<std::int16_t>* written);
MemoryLayout layout_of(const DenseProgram& program);

/// Throws UserError unless the layer fits into the memory.
void require_capacity(const MemoryLayout& layout, std::uint64_t capacity);

}  // namespace scnnsim
