// SPDX-License-Identifier: Apache-2.0
#include "models/pe/accumulator_banks.h"

namespace scnnsim {

AccumulatorBanks::AccumulatorBanks(const sc_core::sc_module_name& name,
                                   const AccumulatorParameters& parameters)
    : sc_module(name) {
  for (Copy& copy : copies_) copy.reserve(std::size_t{parameters.banks} * parameters.entries);
}

}  // namespace scnnsim
