// SPDX-License-Identifier: Apache-2.0
#include "models/memory/banked/command_table.h"

#include <algorithm>

namespace scnnsim {

std::vector<DramConstraint> constraints_of(const DramDevice& d) {
  constexpr auto act = DramCommand::activate, pre = DramCommand::precharge, rd = DramCommand::read,
                 wr = DramCommand::write, ref = DramCommand::refresh;
  constexpr auto bank = DramLevel::bank, group = DramLevel::group, rank = DramLevel::rank,
                 channel = DramLevel::channel, other_ranks = DramLevel::other_ranks;
  const Cycle write_data = d.cwl + d.burst;  // from a write to the end of its data
  const DramLevel refreshed = d.refreshes_one_bank ? bank : rank;
  std::vector<DramConstraint> constraints{
      // rows of a bank
      {bank, act, rd, d.rcd},
      {bank, act, wr, d.rcd},
      {bank, act, pre, d.ras},
      {bank, act, act, d.rc},
      {bank, pre, act, d.rp},
      {bank, rd, pre, d.rtp},
      {bank, wr, pre, write_data + d.wr},
      // activates of a rank
      {group, act, act, d.rrd_l},
      {rank, act, act, d.rrd_s},
      {rank, act, act, d.faw, 4},
      // columns of a rank
      {group, rd, rd, d.ccd_l},
      {group, wr, wr, d.ccd_l},
      {group, wr, rd, write_data + d.wtr_l},
      {rank, rd, rd, d.ccd_s},
      {rank, wr, wr, d.ccd_s},
      {rank, wr, rd, write_data + d.wtr_s},
      // the data bus
      {channel, rd, wr, d.cl + d.burst + d.rtw > d.cwl ? d.cl + d.burst + d.rtw - d.cwl : 1},
      {other_ranks, rd, rd, d.burst + d.rtrs},
      {other_ranks, wr, wr, d.burst + d.rtrs},
      {other_ranks, wr, rd, write_data + d.rtrs > d.cl ? write_data + d.rtrs - d.cl : 1},
      // refresh
      {refreshed, pre, ref, d.rp},
      {refreshed, ref, act, d.rfc},
      {refreshed, ref, ref, d.rfc},
  };
  if (d.refreshes_one_bank) {  // a refresh of a bank is an activate to the others
    constraints.push_back({rank, act, ref, d.rrd_s});
    constraints.push_back({rank, ref, act, d.rrd_s});
    constraints.push_back({rank, ref, ref, d.rrd_s});
  }
  return constraints;
}

CommandTable::CommandTable(const DramDevice& device, const std::vector<DramConstraint>& constraints)
    : ranks_(device.ranks),
      first_group_(device.banks_of_channel()),
      first_rank_(first_group_ + device.groups_of_channel()),
      channel_(first_rank_ + device.ranks),
      ready_(channel_ + 1, Ready{}) {
  for (const DramConstraint& one : constraints) {
    Rule rule{one.level, static_cast<std::size_t>(one.to), one.cycles, {}};
    if (one.window > 1) rule.recent.assign(ready_.size(), {std::vector<Cycle>(one.window), 0});
    rules_[static_cast<std::size_t>(one.from)].push_back(std::move(rule));
  }
}

std::size_t CommandTable::node(DramLevel level, const BankPlace& at) const {
  switch (level) {
    case DramLevel::bank:
      return at.bank;
    case DramLevel::group:
      return first_group_ + at.group;
    case DramLevel::rank:
      return first_rank_ + at.rank;
    case DramLevel::channel:
    case DramLevel::other_ranks:
      break;
  }
  return channel_;
}

void CommandTable::issue(DramCommand command, const BankPlace& at, Cycle cycle) {
  for (Rule& rule : rules_[static_cast<std::size_t>(command)]) {
    if (rule.level == DramLevel::other_ranks) {
      for (std::uint32_t rank = 0; rank < ranks_; ++rank)
        if (rank != at.rank) raise(first_rank_ + rank, rule.to, cycle + rule.cycles);
      continue;
    }
    const std::size_t reached = node(rule.level, at);
    if (rule.recent.empty()) {
      raise(reached, rule.to, cycle + rule.cycles);
      continue;
    }
    Recent& recent = rule.recent[reached];
    const std::size_t window = recent.cycles.size();
    recent.cycles[recent.count++ % window] = cycle;
    if (recent.count >= window) raise(reached, rule.to, recent.cycles[recent.count % window] + rule.cycles);
  }
}

}  // namespace scnnsim
