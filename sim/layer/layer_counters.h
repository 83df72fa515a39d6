// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "sim/layer/layer_result.h"
#include "traces/support/enum_names.h"

namespace sc_core {
class sc_object;
}

namespace scnnsim {

/// Detail of a layer's counters in results: its columns alone, counters summed over the blocks of a kind (all
/// weight FIFOs ...), or those of every block.
enum class CounterDetail { layers, kinds, blocks };
template <>
struct EnumNames<CounterDetail> {
  static constexpr std::array<std::string_view, 3> names{"layers", "kinds", "blocks"};
};

class StatisticsSums;

/// The machines whose blocks count, each with blocks of its own.
enum class CountingMachine { scnn, dense };

/// A counter summed over all blocks of one kind: "reads" of every "iaram".
struct CounterTerm {
  CountingMachine machine;
  std::string_view block, counter;
  bool is_subtracted = false;
  bool may_be_absent = false;  ///< machines may have no such block: an array of one row has no link_south
};

/// Fills in the fields that the blocks of `machine` count, from the sums over its module tree. Throws
/// std::logic_error when column_list.h names a counter that no block has.
void read_counters(const StatisticsSums& sums, CountingMachine machine, LayerResult& result);

/// Fills in what the module tree below `root` counted: the fields and, in the detail asked for, counters
/// and their descriptions.
void collect_counters(const sc_core::sc_object& root, CountingMachine machine, CounterDetail detail,
                      LayerResult& result);

/// The sum of the machine's terms. Throws std::logic_error for a counter that no block has.
std::uint64_t sum_of(const std::vector<CounterTerm>& terms, CountingMachine machine,
                     const StatisticsSums& sums);

/// Every counter that a column of column_list.h is made of.
std::vector<CounterTerm> counters_of_columns();

/// The counters that the column of this name is made of; none for columns that no block counts.
std::vector<CounterTerm> counters_of_column(std::string_view column);

/// "multiplier_array.multiplies - multiplier_array.dropped; dense machines: dense_pe.multiplies".
std::string formula_of(const std::vector<CounterTerm>& terms);

/// Every counter that no column is made of: results.json has it per block, under the layer's `counters`.
std::vector<CounterTerm> counters_of_blocks_alone();

}  // namespace scnnsim
