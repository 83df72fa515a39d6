// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

/// What the mapper hands to the dense machine (models/README.md section 8).
namespace scnnsim {

/// What one PE does in every step, per filter of the step where it says so.
struct DenseTile {
  std::uint64_t outputs = 0;      ///< owned positions; 0: the PE has no work
  std::uint64_t input_words = 0;  ///< owned input positions x channels, read once per step
  /// Multiplies of the whole layer that gated multipliers do not execute, and those of them whose activation
  /// is zero, for which no weight is read either.
  std::uint64_t gated_multiplies = 0, zero_activations = 0;
};

/// Activations that cross DRAM. Assumption: they take the time of dense words, compressed or not, so that
/// both dense machines take the same cycles, as in SCNN table 6.
struct DenseTransfer {
  std::uint64_t dense_bytes = 0;  ///< what it takes the time of
  std::uint64_t bytes = 0;        ///< what crosses the pins
};

/// One OCG of one group: the work between two barriers.
struct DenseStep {
  std::uint32_t group = 0;
  bool first_of_group = false;
  std::uint32_t filters = 0;          ///< Kc, or less in the group's last OCG
  std::vector<DenseTransfer> output;  ///< per PE, written to DRAM; empty when the output stays on chip
};

struct DenseProgram {
  std::uint64_t cycles_per_output = 0;      ///< dot products of one output
  std::uint64_t multiplies_per_output = 0;  ///< taps x the channels that have them
  std::vector<DenseTile> tiles;             ///< row-major over the PE grid
  std::vector<DenseStep> steps;
  std::vector<DenseTransfer> input;  ///< per group, read from DRAM; empty when the input is on chip
  bool input_spilled = false;        ///< the input is read from DRAM because it exceeds the SRAM
  bool output_spilled = false;
};

}  // namespace scnnsim
