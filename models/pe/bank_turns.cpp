// SPDX-License-Identifier: Apache-2.0
#include "models/pe/bank_turns.h"

#include "models/pe/issue_run.h"

namespace scnnsim {

void BankTurns::clear(const CoordinateUnit& coordinates, std::size_t vectors, std::uint32_t lanes) {
  kept_by_class_ = coordinates.kept_by_class();
  lanes_ = lanes;
  turns_.assign(vectors * lanes, no_turn);
  next_ = 0;
  of_class_.clear();
}

void BankTurns::append(const OperandVector& vector, const CoordinateUnit& coordinates) {
  std::uint32_t* of_class = of_class_.data() + of_class_.size() - kept_by_class_.size();
  for (std::uint32_t n = 0; n < vector.values; ++n) {
    const CoordinateUnit::ActivationPlace& place = coordinates.place(vector.operands[n].address);
    turns_[next_ + vector.operands[n].lane] = static_cast<std::uint16_t>(place.turn);
    ++of_class[place.kept_class];
  }
  next_ += lanes_;
}

std::uint64_t BankTurns::kept(const WeightTotals& weights) const {
  std::uint64_t kept = 0;
  const std::size_t classes = kept_by_class_.size();
  for (std::size_t channel = 0; channel * classes < of_class_.size(); ++channel)
    for (std::size_t n = 0; n < classes; ++n)
      if (const std::uint64_t activations = of_class_[channel * classes + n]; activations > 0)
        kept += activations * weights.values_at(channel, kept_by_class_[n]);
  return kept;
}

}  // namespace scnnsim
