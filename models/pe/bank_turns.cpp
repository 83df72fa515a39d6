// SPDX-License-Identifier: Apache-2.0
#include "models/pe/bank_turns.h"

namespace scnnsim {

void BankTurns::clear(const CoordinateUnit& coordinates, std::size_t vectors, std::size_t operands) {
  taps_ = coordinates.taps();
  turns_.clear();
  turns_.reserve(operands);
  lanes_.clear();
  lanes_.reserve(operands);
  first_turn_.clear();
  first_turn_.reserve(vectors + 1);
  first_turn_.push_back(0);
  kept_at_tap_.clear();
}

void BankTurns::append(const OperandVector& vector, const CoordinateUnit& coordinates) {
  std::uint32_t* kept_at_tap = kept_at_tap_.data() + kept_at_tap_.size() - taps_;
  for (std::uint32_t n = 0; n < vector.values; ++n) {
    const CoordinateUnit::ActivationPlace& place = coordinates.place(vector.operands[n].address);
    turns_.push_back(place.turn);
    lanes_.push_back(static_cast<std::uint8_t>(vector.operands[n].lane));
    for (std::size_t tap = 0; tap < taps_; ++tap) kept_at_tap[tap] += place.kept_taps >> tap & 1;
  }
  first_turn_.push_back(static_cast<std::uint32_t>(turns_.size()));
}

std::uint64_t BankTurns::kept(const std::vector<std::uint32_t>& weights_at_tap) const {
  std::uint64_t kept = 0;
  for (std::size_t n = 0; n < kept_at_tap_.size(); ++n)
    kept += std::uint64_t{kept_at_tap_[n]} * weights_at_tap[n];
  return kept;
}

}  // namespace scnnsim
