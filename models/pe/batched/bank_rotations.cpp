// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/bank_rotations.h"

#include <algorithm>

#include "models/pe/batched/bank_patterns.h"

namespace scnnsim {

void BankRotations::begin_pass(const TilePlaces& places, std::size_t vectors, std::uint32_t lanes) {
  places_ = &places;
  lanes_ = lanes;
  pattern_length_ = static_cast<std::uint32_t>(bank_pattern_length(places.banks()));
  rotations_.assign(vectors * lanes, no_rotation);
  in_class_.assign(places.classes().size(), 0);
  counts_.clear();
  first_count_.assign(1, 0);
}

void BankRotations::end_channel() {
  for (std::uint32_t n = 0; n < in_class_.size(); ++n) {
    if (in_class_[n] > 0) counts_.push_back({n, in_class_[n]});
    in_class_[n] = 0;
  }
  first_count_.push_back(static_cast<std::uint32_t>(counts_.size()));
}

void BankRotations::end_pass() {
  const auto in_first_class = [this](const ClassCount& count) {
    return count.tap_class == counts_.front().tap_class;
  };
  only_class_.reset();
  if (!counts_.empty() && std::all_of(counts_.begin(), counts_.end(), in_first_class))
    only_class_ = counts_.front().tap_class;
}

std::uint64_t BankRotations::products(const WeightTotals& weights) const {
  std::uint64_t products = 0;
  for (std::uint32_t channel = 0; channel + 1 < first_count_.size(); ++channel)
    for_each_class(channel, [&](const ClassCount& count) {
      products += count.activations * weights.values_at(channel, places_->classes()[count.tap_class]);
    });
  return products;
}

}  // namespace scnnsim
