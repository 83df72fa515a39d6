// SPDX-License-Identifier: Apache-2.0
#include "models/pe/bank_patterns.h"

namespace scnnsim {

void BankPatterns::clear(const CoordinateUnit& coordinates, std::size_t vectors) {
  counts_.clear();
  counts_.reserve(vectors * length_);
  vectors_.clear();
  vectors_.reserve(vectors);
  kept_at_tap_.clear();
  taps_ = coordinates.taps();
  first_taps_.clear();
  for (std::uint32_t tap = 0; tap < taps_; ++tap)
    if (coordinates.tap_classes()[tap] == first_taps_.size()) first_taps_.push_back(tap);
}

std::size_t BankPatterns::append_pattern() {
  const std::size_t position = counts_.size();
  counts_.resize(position + length_, 0);
  return position;
}

void BankPatterns::count(std::size_t pattern, std::int32_t address) {
  for (std::size_t at = static_cast<std::uint32_t>(address) % banks_; at < length_; at += banks_)
    ++counts_[pattern + at];
}

void BankPatterns::begin_channel() {
  kept_at_tap_.resize(kept_at_tap_.size() + taps_, 0);
}

void BankPatterns::append(const OperandVector& vector, const CoordinateUnit& coordinates) {
  const std::uint64_t every_tap = ~std::uint64_t{0} >> (CoordinateUnit::most_mask_taps - taps_);
  std::uint64_t kept = every_tap;
  for (std::uint32_t n = 0; n < vector.values; ++n) kept &= coordinates.kept_taps(vector.operands[n].address);
  count_kept(vector, coordinates);
  if (kept != every_tap) return append_by_class(vector, coordinates);
  vectors_.push_back({append_pattern(), false});
  for (std::uint32_t n = 0; n < vector.values; ++n) count(vectors_.back().first, vector.operands[n].address);
}

void BankPatterns::append_by_class(const OperandVector& vector, const CoordinateUnit& coordinates) {
  vectors_.push_back({counts_.size(), true});
  for (const std::uint32_t tap : first_taps_) {
    const std::size_t pattern = append_pattern();
    for (std::uint32_t n = 0; n < vector.values; ++n)
      if (coordinates.kept_taps(vector.operands[n].address) >> tap & 1)
        count(pattern, vector.operands[n].address);
  }
}

void BankPatterns::count_kept(const OperandVector& vector, const CoordinateUnit& coordinates) {
  std::uint32_t* kept_at_tap = kept_at_tap_.data() + kept_at_tap_.size() - taps_;
  for (std::uint32_t n = 0; n < vector.values; ++n) {
    const std::uint64_t kept = coordinates.kept_taps(vector.operands[n].address);
    for (std::size_t tap = 0; tap < taps_; ++tap) kept_at_tap[tap] += kept >> tap & 1;
  }
}

std::uint64_t BankPatterns::kept(const std::vector<std::uint32_t>& weights_at_tap) const {
  std::uint64_t kept = 0;
  for (std::size_t n = 0; n < kept_at_tap_.size(); ++n)
    kept += std::uint64_t{kept_at_tap_[n]} * weights_at_tap[n];
  return kept;
}

}  // namespace scnnsim
