// SPDX-License-Identifier: Apache-2.0
#include "models/pe/multiplier_array.h"

namespace scnnsim {

MultiplierArray::MultiplierArray(const sc_core::sc_module_name& name,
                                 const MultiplierArrayParameters& parameters)
    : sc_module(name), i_(parameters.i) {}

void MultiplierArray::multiply(const OperandVector& weights, const OperandVector& activations,
                               ProductBundle& products) {
  std::uint32_t n = 0;
  for (std::uint32_t w = 0; w < weights.values; ++w) {
    const Operand weight = weights.operands[w];
    for (std::uint32_t a = 0; a < activations.values; ++a, ++n) {
      const Operand activation = activations.operands[a];
      products.address[n] = weight.address + activation.address;
      products.value[n] = std::int64_t{weight.value} * activation.value;
      products.lane[n] = static_cast<std::uint16_t>(weight.lane * i_ + activation.lane);
    }
  }
  products.count = n;
  ++stats_.issues;
  stats_.multiplies += n;
  stats_.placeholders += weights.words * activations.words - n;
}

}  // namespace scnnsim
