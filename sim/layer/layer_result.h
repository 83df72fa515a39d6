// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/common/cycle_owner.h"
#include "sim/shared_json.h"

namespace scnnsim {

/// Outcome of comparing a layer's outputs with the reference.
enum class Verified { yes, no, off };
template <>
struct EnumNames<Verified> {
  static constexpr std::array<std::string_view, 3> names{"yes", "no", "off"};
};

/// What one layer's simulation counted, summed over PEs. Counts are words unless the name says otherwise;
/// models/README.md sections 7 and 8 define them.
struct LayerResult {
  std::string network, layer, architecture = "scnn";
  std::uint64_t cycles = 0;
  std::uint64_t dense_macs = 0;
  std::uint64_t multiplies = 0, useful_multiplies = 0, placeholders = 0;
  std::uint64_t gated_multiplies = 0;  ///< of the multiplies, those not executed: an operand is zero
  std::array<std::uint64_t, cycle_owner_count> pe_cycles{};  ///< indexed by CycleOwner
  std::uint64_t temporal_tiles = 0, kc = 0;
  double weight_density = 0, input_density = 0;
  std::optional<double> output_density;  ///< unknown where no outputs were computed
  std::uint64_t iaram_reads = 0;
  std::optional<std::uint64_t> oaram_writes = 0;  ///< nothing: outputs are not known
  std::uint64_t weight_fifo_writes = 0, weight_fifo_reads = 0;
  std::uint64_t accumulator_updates = 0;
  std::uint64_t halo_words = 0, ppu_entries = 0;
  std::uint64_t dram_weight_bytes = 0, dram_input_bytes = 0, dram_output_bytes = 0;
  /// All weights once: as the machine stores them (compressed with their indices, where it does), and every
  /// weight, zero or not, in an operand's width.
  std::uint64_t stored_weight_bytes = 0, dense_weight_bytes = 0;
  std::uint64_t accumulator_overflows = 0;  ///< drained sums beyond the accumulator width
  bool input_spilled = false, output_spilled = false;
  std::uint64_t pes = 0, multipliers = 0;   ///< of the machine, for the ratios below
  std::map<std::string, double> energy_pj;  ///< by component
  Verified verified = Verified::off;
  std::string first_mismatch;       ///< "output (k, p, q): expected ..., got ..." when verified == no
  SharedJson counters;              ///< the module tree's statistics: per PE and component
  SharedJson counter_descriptions;  ///< {kind of block: {counter: {unit, description}}}
  std::uint64_t largest_lead = 0;   ///< execution fact, not a result: depends on the quantum
  std::string outputs_checksum;     ///< of all sums and outputs, for a comparison of engines; not reported

  std::uint64_t owned_by(CycleOwner owner) const { return pe_cycles[static_cast<std::size_t>(owner)]; }
  /// multiplies / (issue cycles x F x I): SCNN fig. 10, left axis.
  double multiplier_utilization() const;
  /// multiplies / (cycles x all multipliers).
  double effective_utilization() const;
  /// (barrier + idle) / (cycles x PEs): SCNN fig. 10, right axis.
  double barrier_fraction() const;
  std::uint64_t memory_references() const { return weight_fifo_reads + iaram_reads + accumulator_updates; }
  double total_energy_pj() const;
};

}  // namespace scnnsim
