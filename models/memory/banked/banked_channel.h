// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "models/common/statistics.h"
#include "models/memory/banked/command_table.h"

namespace scnnsim {

/// Counters of all channels. Cycles are the memory's.
struct BankedStats : StatisticsGroup {
  Counter row_hits{*this, "row_hits", "atoms", "atoms that find their row open"};
  Counter row_misses{*this, "row_misses", "atoms", "atoms that find their bank closed"};
  Counter row_conflicts{*this, "row_conflicts", "atoms", "atoms that find another row open"};
  Counter activates{*this, "activates", "commands", "rows opened"};
  Counter precharges{*this, "precharges", "rows", "rows closed"};
  Counter refreshes{*this, "refreshes", "commands", "refreshes of a rank or bank"};
  Counter turnarounds{*this, "turnarounds", "", "changes between reads and writes on a data bus"};
  Counter moved_bytes{*this, "moved_bytes", "B", "bytes of the atoms that were moved"};
  Counter written_bytes{*this, "written_bytes", "B", "those of atoms that were written"};
  Counter busy_cycles{*this, "busy_cycles", "memory cycles", "cycles of data on the buses"};
  Counter stalled_cycles{*this, "stalled_cycles", "memory cycles",
                         "cycles without data on a bus although an atom has arrived"};
};

/// One channel of a banked memory, with its controller: atoms are served in the order of their arrival
/// (models/README.md section 5). Column commands are issued in that order, and so are row commands
/// (activate, precharge, refresh); each in the earliest cycle that its constraints allow, row commands ahead
/// of the column commands of earlier atoms. Throughput: a row and a column command per cycle; an atom per
/// t_ccd_s. Latency, unloaded: t_rp + t_rcd + cl + burst at a row conflict. Assumption: the order, the
/// lookahead, and row and column commands that do not share a bus.
class BankedChannel {
 public:
  /// `stats` must outlive the channel.
  BankedChannel(const DramDevice& device, PagePolicy page, std::uint32_t lookahead, BankedStats& stats);

  /// Serves the next atom, which arrives in memory cycle `arrival`, not before the atom before. Returns the
  /// cycle in whose beginning its last data have been transferred.
  Cycle serve(Cycle arrival, const BankPlace& at, std::uint32_t row, bool is_write);

 private:
  static constexpr std::uint32_t closed = ~std::uint32_t{0};  ///< no row is open
  struct RefreshState {
    Cycle due = 0;
    std::uint32_t next_bank = 0;  ///< of the rank; the next one refreshed, if refreshes take one bank
  };

  Cycle row_time(DramCommand command, const BankPlace& at, Cycle from) const;
  Cycle column_time(DramCommand command, const BankPlace& at, Cycle from) const;
  Cycle first_command(DramCommand column, const BankPlace& at, std::uint32_t row, Cycle from) const;
  void issue_row(DramCommand command, const BankPlace& at, Cycle cycle);
  void open(const BankPlace& at, std::uint32_t row, Cycle from);
  void close_after(const BankPlace& at);
  void refresh();
  void close_for_refresh(const BankPlace& first, std::uint32_t banks, Cycle due);
  BankPlace bank_of_rank(std::uint32_t rank, std::uint32_t bank) const;
  void find_next_refresh();
  void count_data(Cycle arrival, Cycle begin, bool is_write);

  const DramDevice device_;
  const PagePolicy page_;
  BankedStats& stats_;
  CommandTable table_;
  std::vector<std::uint32_t> open_rows_;  ///< by bank of the channel
  std::vector<RefreshState> refreshes_;   ///< by rank
  std::uint32_t next_refreshed_ = 0;      ///< rank with the earliest due
  Cycle next_row_command_ = 0;            ///< first cycle after the latest one
  Cycle next_column_command_ = 0;         ///< first cycle after the latest one
  std::vector<Cycle> places_;             ///< ring: when the atom that holds the place leaves it
  std::size_t place_ = 0;                 ///< of the next atom
  Cycle data_end_ = 0;
  bool any_data_ = false, last_was_write_ = false;
};

}  // namespace scnnsim
