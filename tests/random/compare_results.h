// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>

#include "sim/layer/layer_result.h"

namespace scnnsim {

/// How many random layers a test takes: SCNNSIM_RANDOM_CASES.
inline std::uint64_t random_cases(std::uint64_t unless_told) {
  const char* text = std::getenv("SCNNSIM_RANDOM_CASES");
  return text ? std::strtoull(text, nullptr, 10) : unless_told;
}

/// What every machine counts, against a model of tests/reference/.
template <class Reference>
void expect_equal_counts(const LayerResult& machine, const Reference& reference) {
  EXPECT_EQ(machine.cycles, reference.cycles);
  for (std::size_t owner = 0; owner < cycle_owner_count; ++owner)
    EXPECT_EQ(machine.pe_cycles[owner], reference.owned_by(static_cast<CycleOwner>(owner)))
        << "PE-cycles: " << to_string(static_cast<CycleOwner>(owner));
  EXPECT_EQ(machine.multiplies, reference.multiplies);
  EXPECT_EQ(machine.iaram_reads, reference.iaram_reads);
  EXPECT_EQ(machine.oaram_writes, reference.oaram_writes);
  EXPECT_EQ(machine.weight_fifo_writes, reference.weight_fifo_writes);
  EXPECT_EQ(machine.accumulator_updates, reference.accumulator_updates);
  EXPECT_EQ(machine.dram_weight_bytes, reference.dram_weight_bytes);
  EXPECT_EQ(machine.dram_input_bytes, reference.dram_input_bytes);
  EXPECT_EQ(machine.dram_output_bytes, reference.dram_output_bytes);
  EXPECT_EQ(machine.input_spilled, reference.input_spilled);
  EXPECT_EQ(machine.output_spilled, reference.output_spilled);
}

}  // namespace scnnsim
