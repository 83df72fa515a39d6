// SPDX-License-Identifier: Apache-2.0
#include "models/pe/accumulator_banks.h"

namespace scnnsim {

AccumulatorBanks::AccumulatorBanks(const sc_core::sc_module_name& name) : sc_module(name) {}

}  // namespace scnnsim
