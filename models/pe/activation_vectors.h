// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/pe/activation_ram.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/operands.h"

namespace scnnsim {

/// Activation vectors of a PE tile as the multiplier array receives them: I words of a channel's block at a
/// time. Each value has its share of the product's address (coordinate_unit.h).
class ActivationVectors {
 public:
  /// `i`: words per vector.
  explicit ActivationVectors(std::uint32_t i) : i_(i) {}

  /// Decodes all blocks of the RAM. `columns`: columns of the PE tile.
  void decode(const ActivationRam& ram, std::int64_t columns, const CoordinateUnit& coordinates);

  /// Number of vectors in a channel's block.
  std::uint32_t count(std::uint32_t channel) const {
    return first_vector_[channel + 1] - first_vector_[channel];
  }
  /// Vector `index` of a channel's block.
  const OperandVector& vector(std::uint32_t channel, std::uint32_t index) const {
    return vectors_[first_vector_[channel] + index];
  }
  /// The vectors of all channels, channel after channel.
  const std::vector<OperandVector>& all() const { return vectors_; }

 private:
  const std::uint32_t i_;
  std::vector<Operand> operands_;
  std::vector<OperandVector> vectors_;
  std::vector<std::uint32_t> first_vector_;  ///< per channel, and one past the last
};

}  // namespace scnnsim
