// SPDX-License-Identifier: Apache-2.0
#include "models/pe/bank_patterns.h"

#include <algorithm>

namespace scnnsim {

void BankPatterns::clear() {
  counts_.clear();
  kept_.clear();
  vectors_.clear();
}

std::size_t BankPatterns::append_pattern() {
  const std::size_t position = counts_.size();
  counts_.resize(position + 2 * std::size_t{banks_}, 0);
  return position;
}

void BankPatterns::count(std::size_t pattern, std::int32_t address) {
  const std::size_t bank = static_cast<std::size_t>(address) % banks_;
  ++counts_[pattern + bank];
  ++counts_[pattern + bank + banks_];
}

void BankPatterns::begin_channel(const CoordinateUnit& coordinates) {
  taps_ = coordinates.taps();
  kept_.resize(kept_.size() + taps_, 0);
}

void BankPatterns::append(const OperandVector& vector, const CoordinateUnit& coordinates) {
  const Operand* end = vector.operands + vector.values;
  const bool per_tap = std::any_of(
      vector.operands, end, [&](const Operand& operand) { return !coordinates.keeps_all(operand.address); });
  vectors_.push_back({counts_.size(), per_tap ? 2 * std::size_t{banks_} : 0});
  std::uint32_t* kept = kept_.data() + kept_.size() - taps_;
  std::size_t pattern = per_tap ? 0 : append_pattern();
  for (std::uint32_t tap = 0; tap < taps_; ++tap) {
    if (per_tap) pattern = append_pattern();
    for (const Operand* operand = vector.operands; operand < end; ++operand) {
      if (per_tap && !coordinates.keeps(operand->address, tap)) continue;
      ++kept[tap];
      if (per_tap || tap == 0) count(pattern, operand->address);
    }
  }
}

}  // namespace scnnsim
