// SPDX-License-Identifier: Apache-2.0
#include "models/pe/activation_vectors.h"

#include <algorithm>

#include "models/common/geometry.h"

namespace scnnsim {

void ActivationVectors::decode(const ActivationRam& ram, std::int64_t columns,
                               const CoordinateUnit& coordinates) {
  operands_.clear();
  vectors_.clear();
  first_vector_.assign(1, 0);
  const auto tile_columns = static_cast<std::uint32_t>(columns);
  for (std::uint32_t channel = 0; channel < ram.channels(); ++channel) {
    const std::size_t first = vectors_.size();
    const std::uint32_t words = ram.words(channel);
    for (std::uint32_t word = 0; word < words; word += i_)
      vectors_.push_back({nullptr, 0, std::min(i_, words - word)});
    ram.for_each_value(channel, [&](std::uint32_t word, std::uint32_t position, std::int16_t value) {
      operands_.push_back({coordinates.activation_address(position / tile_columns, position % tile_columns),
                           value, static_cast<std::uint16_t>(word % i_)});
      ++vectors_[first + word / i_].values;
    });
    first_vector_.push_back(static_cast<std::uint32_t>(vectors_.size()));
  }
  const Operand* next = operands_.data();  // operands_ is complete: its memory no longer moves
  for (OperandVector& vector : vectors_) {
    vector.operands = next;
    next += vector.values;
  }
}

}  // namespace scnnsim
