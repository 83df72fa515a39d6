// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

/// The mapped layer, as the mapper hands it to the dense machine (models/README.md section 8).
namespace scnnsim {

/// Work of one PE in every step.
struct DenseTile {
  std::uint64_t outputs = 0;      ///< per filter of a step: owned positions; 0: the PE has no work
  std::uint64_t written = 0;      ///< per filter of a step: positions of the written tensor
  std::uint64_t input_words = 0;  ///< owned input positions x channels, read once per step
  /// `gated_multiplies`: multiplies of the whole layer that gated multipliers do not execute, because an
  /// operand is zero. `zero_activations`: gated multiplies whose activation is zero, so no weight is read
  /// either.
  std::uint64_t gated_multiplies = 0, zero_activations = 0;
};

/// Transfer of activations to or from DRAM. Assumption: compressed words take the time of dense words, so
/// both dense machines take the same cycles (SCNN table 6).
struct DenseTransfer {
  std::uint64_t dense_bytes = 0;  ///< decide the time of the transfer
  std::uint64_t bytes = 0;        ///< cross the DRAM's pins
};

/// Step: one OCG of one group, the work between two barriers.
struct DenseStep {
  std::uint32_t group = 0;
  bool first_of_group = false;
  std::uint32_t filters = 0;          ///< Kc, or less in the group's last OCG
  std::vector<DenseTransfer> output;  ///< per PE, written to DRAM; empty when the output stays on chip
};

/// Mapped layer: the PEs' tiles, and the steps in the order in which they run.
struct DenseProgram {
  std::uint64_t cycles_per_output = 0;      ///< dot products of one output
  std::uint64_t multiplies_per_output = 0;  ///< sum over the taps of the channels that have the tap
  std::uint32_t weight_bits = 16;           ///< of a weight in DRAM, with its index if it has one
  std::vector<DenseTile> tiles;             ///< row-major over the PE grid
  std::vector<DenseStep> steps;
  std::vector<DenseTransfer> input;  ///< per group, read from DRAM; empty when the input is on chip
  bool input_spilled = false;        ///< the input is read from DRAM because it exceeds the SRAM
  bool output_spilled = false;

  /// Weights of a step in DRAM.
  std::uint64_t weight_bytes(const DenseStep& step) const {
    return (step.filters * multiplies_per_output * weight_bits + 7) / 8;
  }
};

}  // namespace scnnsim
