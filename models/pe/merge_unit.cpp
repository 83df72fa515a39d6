// SPDX-License-Identifier: Apache-2.0
#include "models/pe/merge_unit.h"

namespace scnnsim {

MergeUnit::MergeUnit(const sc_core::sc_module_name& name, const AccumulatorParameters& parameters)
    : sc_module(name), enabled_(parameters.merge != MergeMode::none) {}

void MergeUnit::merge_equal_addresses(ProductBundle& products) {
  ++issue_;
  std::uint32_t kept = 0;
  for (std::uint32_t n = 0; n < products.count; ++n) {
    LastUse& last = last_use_[static_cast<std::size_t>(products.address[n])];
    if (last.issue == issue_) {
      products.value[last.product] += products.value[n];
      continue;
    }
    last = {issue_, kept};
    if (kept != n) products.keep(kept, n);
    ++kept;
  }
  stats_.merged += products.count - kept;
  products.count = kept;
}

}  // namespace scnnsim
