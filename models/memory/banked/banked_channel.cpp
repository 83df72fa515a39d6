// SPDX-License-Identifier: Apache-2.0
#include "models/memory/banked/banked_channel.h"

#include <algorithm>

namespace scnnsim {

BankedChannel::BankedChannel(const DramDevice& device, PagePolicy page, std::uint32_t lookahead,
                             BankedStats& stats)
    : device_(device),
      page_(page),
      stats_(stats),
      table_(device, constraints_of(device)),
      open_rows_(device.banks_of_channel(), closed),
      refreshes_(device.ranks),
      places_(lookahead, 0) {
  for (std::uint32_t rank = 0; rank < device.ranks; ++rank)  // ranks take turns
    refreshes_[rank].due = device.refresh_interval + rank * device.refresh_interval / device.ranks;
}

Cycle BankedChannel::serve(Cycle arrival, const BankPlace& at, std::uint32_t row, bool is_write) {
  const DramCommand column = is_write ? DramCommand::write : DramCommand::read;
  const Cycle from = std::max(arrival, places_[place_]);
  while (first_command(column, at, row, from) >= refreshes_[next_refreshed_].due) refresh();
  if (open_rows_[at.bank] == row)
    ++stats_.row_hits;
  else
    open(at, row, from);
  const Cycle issued = column_time(column, at, from);
  table_.issue(column, at, issued);
  next_column_command_ = places_[place_] = issued + 1;
  place_ = place_ + 1 == places_.size() ? 0 : place_ + 1;
  if (page_ == PagePolicy::closed) close_after(at);
  const Cycle begin = issued + (is_write ? device_.cwl : device_.cl);
  count_data(arrival, begin, is_write);
  return begin + device_.burst;
}

Cycle BankedChannel::row_time(DramCommand command, const BankPlace& at, Cycle from) const {
  return std::max({from, next_row_command_, table_.earliest(command, at)});
}

Cycle BankedChannel::column_time(DramCommand command, const BankPlace& at, Cycle from) const {
  return std::max({from, next_column_command_, table_.earliest(command, at)});
}

/// When the first command of an atom would be issued if there were no refresh.
Cycle BankedChannel::first_command(DramCommand column, const BankPlace& at, std::uint32_t row,
                                   Cycle from) const {
  const std::uint32_t open = open_rows_[at.bank];
  if (open == row) return column_time(column, at, from);
  return row_time(open == closed ? DramCommand::activate : DramCommand::precharge, at, from);
}

void BankedChannel::issue_row(DramCommand command, const BankPlace& at, Cycle cycle) {
  table_.issue(command, at, cycle);
  next_row_command_ = cycle + 1;
}

void BankedChannel::open(const BankPlace& at, std::uint32_t row, Cycle from) {
  if (open_rows_[at.bank] == closed) {
    ++stats_.row_misses;
  } else {
    ++stats_.row_conflicts;
    ++stats_.precharges;
    issue_row(DramCommand::precharge, at, row_time(DramCommand::precharge, at, from));
  }
  issue_row(DramCommand::activate, at, row_time(DramCommand::activate, at, from));
  open_rows_[at.bank] = row;
  ++stats_.activates;
}

/// Auto-precharge: the bank closes itself as soon as it may. It takes no row command.
void BankedChannel::close_after(const BankPlace& at) {
  table_.issue(DramCommand::precharge, at, table_.earliest(DramCommand::precharge, at));
  open_rows_[at.bank] = closed;
  ++stats_.precharges;
}

BankPlace BankedChannel::bank_of_rank(std::uint32_t rank, std::uint32_t bank) const {
  const std::uint32_t in_channel = rank * device_.banks_of_rank() + bank;
  return {rank, in_channel / device_.banks, in_channel};
}

/// Executes the refresh that is due first.
void BankedChannel::refresh() {
  RefreshState& state = refreshes_[next_refreshed_];
  const bool one = device_.refreshes_one_bank;
  const BankPlace at = bank_of_rank(next_refreshed_, one ? state.next_bank : 0);
  close_for_refresh(at, one ? 1 : device_.banks_of_rank(), state.due);
  issue_row(DramCommand::refresh, at, row_time(DramCommand::refresh, at, state.due));
  ++stats_.refreshes;
  state.due += device_.refresh_interval;
  state.next_bank = (state.next_bank + 1) % device_.banks_of_rank();
  find_next_refresh();
}

/// Closes the open rows of `banks` banks with one command, in the first cycle in which all may be closed.
void BankedChannel::close_for_refresh(const BankPlace& first, std::uint32_t banks, Cycle due) {
  Cycle cycle = 0;
  for (std::uint32_t bank = first.bank; bank < first.bank + banks; ++bank) {
    const BankPlace at{first.rank, bank / device_.banks, bank};
    if (open_rows_[bank] != closed) cycle = std::max(cycle, row_time(DramCommand::precharge, at, due));
  }
  if (cycle == 0) return;
  for (std::uint32_t bank = first.bank; bank < first.bank + banks; ++bank) {
    if (open_rows_[bank] == closed) continue;
    issue_row(DramCommand::precharge, {first.rank, bank / device_.banks, bank}, cycle);
    open_rows_[bank] = closed;
    ++stats_.precharges;
  }
}

void BankedChannel::find_next_refresh() {
  for (std::uint32_t rank = 0; rank < device_.ranks; ++rank)
    if (refreshes_[rank].due < refreshes_[next_refreshed_].due) next_refreshed_ = rank;
}

void BankedChannel::count_data(Cycle arrival, Cycle begin, bool is_write) {
  stats_.busy_cycles += device_.burst;
  stats_.stalled_cycles += begin - std::min(begin, std::max(arrival, data_end_));
  stats_.moved_bytes += device_.atom_bytes;
  if (is_write) stats_.written_bytes += device_.atom_bytes;
  if (any_data_ && is_write != last_was_write_) ++stats_.turnarounds;
  any_data_ = true;
  last_was_write_ = is_write;
  data_end_ = begin + device_.burst;
}

}  // namespace scnnsim
