// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/common/cycle_owner.h"
#include "sim/layer/column_list.h"
#include "sim/layer/shared_json.h"
#include "traces/support/enum_names.h"

namespace scnnsim {

/// Outcome of comparing a layer's outputs with the reference.
enum class Verified { yes, no, off };
template <>
struct EnumNames<Verified> {
  static constexpr std::array<std::string_view, 3> names{"yes", "no", "off"};
};

/// An energy in pJ.
struct Picojoules {
  double value = 0;
};

/// Name of the only energy of a LayerResult whose components were left out, where DRAM's are those of
/// commands (dram_energy).
inline constexpr const char* total_with_dram_commands = "total_with_dram_commands";

/// The columns of a layer by name: Column::cycles, Column::cycles_issue.
#define SCNNSIM_COLUMN_NAME(type, name, ...) name,
#define SCNNSIM_OWNED_NAME(owner, counters, meaning) cycles_##owner,
enum class Column { SCNNSIM_COLUMN_LIST(SCNNSIM_COLUMN_NAME, SCNNSIM_OWNED_NAME, SCNNSIM_COLUMN_NAME) };
#undef SCNNSIM_COLUMN_NAME
#undef SCNNSIM_OWNED_NAME

/// What one layer's simulation counted, summed over PEs. Its members are the fields of column_list.h, with
/// their meaning and unit; models/README.md sections 7 and 8 define the counts.
struct LayerResult {
#define SCNNSIM_MEMBER(type, name, initial, ...) type name = initial;
#define SCNNSIM_NO_MEMBER(...)
  SCNNSIM_COLUMN_LIST(SCNNSIM_MEMBER, SCNNSIM_NO_MEMBER, SCNNSIM_NO_MEMBER)
#undef SCNNSIM_MEMBER
#undef SCNNSIM_NO_MEMBER
  std::array<std::uint64_t, cycle_owner_count> pe_cycles{};  ///< indexed by CycleOwner
  std::map<std::string, double> energy_pj;                   ///< by component
  std::string first_mismatch;       ///< "output (k, p, q): expected ..., got ..." when verified == no
  SharedJson counters;              ///< the module tree's statistics: per PE and component
  SharedJson counter_descriptions;  ///< {kind of block: {counter: {unit, description}}}
  std::uint64_t largest_lead = 0;   ///< execution fact, not a result: depends on the quantum
  std::string outputs_checksum;     ///< of all sums and outputs, for a comparison of engines; not reported

  std::uint64_t owned_by(CycleOwner owner) const {
    return pe_cycles[static_cast<std::size_t>(owner)];
  }
  // What follows from the fields. Ratios are 0 for 0 / 0: a layer in which nothing happens.
  double multiplier_utilization() const;
  double effective_utilization() const;
  double barrier_fraction() const;
  std::uint64_t output_references() const {
    return accumulator_updates;
  }
  std::uint64_t memory_references() const {
    return weight_fifo_reads + iaram_reads + accumulator_updates;
  }
  std::uint64_t dram_bytes() const {
    return dram_weight_bytes + dram_input_bytes + dram_output_bytes;
  }
  double total_energy_pj() const;
  // Unknown where the duration of a cycle or the effectual products are not known.
  std::optional<double> effectual_utilization() const;
  std::optional<double> seconds() const;
  std::optional<double> frames_per_second() const;
  std::optional<double> average_power_w() const;
  std::optional<double> energy_delay_js() const;
  std::optional<double> dram_gb_per_s() const;
  std::optional<double> effectual_gops() const;

 private:
  /// `amount` over the layer's time.
  std::optional<double> per_second(double amount) const;
};

/// Why a layer has no result: the machine cannot take it, or its simulation failed.
enum class Unsimulated { invalid, failed };
template <>
struct EnumNames<Unsimulated> {
  static constexpr std::array<std::string_view, 2> names{"invalid", "failed"};
};

/// A layer of a run that has no result.
struct UnsimulatedLayer {
  std::string layer, architecture;
  Unsimulated status = Unsimulated::failed;
  std::string reason;  ///< names the layer
};

}  // namespace scnnsim
