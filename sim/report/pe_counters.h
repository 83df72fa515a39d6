// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace scnnsim {

/// A layer's counters as results.json has them, by kind of block: "weight_fifo.reads".
struct PeCounters {
  std::uint32_t rows = 0, columns = 0;
  std::map<std::string, std::vector<std::uint64_t>> of_pes;  ///< by PE, row by row; blocks that PEs have
  std::map<std::string, std::uint64_t> of_array;             ///< of blocks that all PEs share, or sums
  /// Lists of group_counters.h; empty where they were not recorded.
  std::map<std::string, std::vector<double>> of_groups, of_channels;

  /// Of every PE, or nothing.
  const std::vector<std::uint64_t>* find(const std::string& name) const;
  /// Of a shared block; 0 if there is none.
  std::uint64_t shared(const std::string& name) const;
  /// Whether the results tell PEs apart.
  bool tells_pes() const { return !of_pes.empty(); }
};

/// Reads a layer's counters; null gives none. Throws UserError "<where>: ..." for anything but counts, and
/// for a PE beyond the array.
PeCounters read_pe_counters(const nlohmann::json& counters, std::uint32_t rows, std::uint32_t columns,
                            const std::string& where);

/// The cycles of each PE of an owner: "issue".
const std::vector<std::uint64_t>* cycles_of_pes(const PeCounters& counters, const std::string& owner);

}  // namespace scnnsim
