// SPDX-License-Identifier: Apache-2.0
#include "models/pe/bank_patterns.h"

namespace scnnsim {

void BankPatterns::clear(const CoordinateUnit& coordinates, std::size_t vectors) {
  banks_ = coordinates.bank_count();
  length_ = length(banks_);
  kept_by_class_ = coordinates.kept_by_class();
  stride_ = length_ * kept_by_class_.size();
  counts_.assign(vectors * stride_, 0);
}

void BankPatterns::repeat() {
  for (std::size_t first = 0; first < counts_.size(); first += length_)
    for (std::size_t at = banks_; at < length_; at += banks_)
      std::copy_n(&counts_[first], banks_, &counts_[first + at]);
}

}  // namespace scnnsim
