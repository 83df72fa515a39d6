// SPDX-License-Identifier: Apache-2.0
#include "models/pe/accumulator_banks.h"

#include <type_traits>

namespace scnnsim {

AccumulatorBanks::AccumulatorBanks(const sc_core::sc_module_name& name) : sc_module(name) {}

void AccumulatorBanks::add(const ProductBundle& products) {
  filling().use([&](auto& sums) {
    using Sum = typename std::decay_t<decltype(sums)>::value_type;
    for (std::uint32_t n = 0; n < products.count; ++n) {
      Sum& sum = sums[static_cast<std::size_t>(products.address[n])];
      sum = static_cast<Sum>(sum + products.value[n]);
    }
  });
  stats_.updates += products.count;
}

}  // namespace scnnsim
