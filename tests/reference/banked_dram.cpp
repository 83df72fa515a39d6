// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/banked_dram.h"

#include <algorithm>
#include <cmath>

namespace scnnsim::lockstep {
namespace {

int log2_of(std::uint64_t power) {
  int bits = 0;
  for (; power > 1; power /= 2) ++bits;
  return bits;
}

std::vector<std::uint64_t> place_areas(const std::vector<std::uint64_t>& sizes, std::uint64_t& next) {
  std::vector<std::uint64_t> first;
  for (const std::uint64_t size : sizes) {
    while (next % 64 != 0) ++next;
    first.push_back(next);
    next += size;
  }
  while (next % 4096 != 0) ++next;
  return first;
}

}  // namespace

MemoryMap lay_out(const std::vector<std::uint64_t>& weights, const std::vector<std::uint64_t>& inputs,
                  const std::vector<std::uint64_t>& outputs) {
  std::uint64_t next = 0;
  MemoryMap map;
  map.weights = place_areas(weights, next);
  map.inputs = place_areas(inputs, next);
  map.outputs = place_areas(outputs, next);
  return map;
}

BankedDram::BankedDram(const MachineConfig& config)
    : config_(config),
      d_(config.dram_device),
      ck_(d_.t_ck.number()),
      burst_(d_.burst_length.number() / 2),
      atom_bytes_(std::uint64_t{d_.bus_bits.number()} * d_.burst_length.number() / 8),
      channels_(d_.channels.number()) {
  rcd_ = cycles(d_.t_rcd), ras_ = cycles(d_.t_ras), rc_ = cycles(d_.t_rc), rp_ = cycles(d_.t_rp);
  rtp_ = cycles(d_.t_rtp), wr_ = cycles(d_.t_wr), faw_ = cycles(d_.t_faw), rfc_ = cycles(d_.t_rfc);
  rrd_s_ = cycles(d_.t_rrd_s), rrd_l_ = cycles(d_.t_rrd_l);
  wtr_s_ = cycles(d_.t_wtr_s), wtr_l_ = cycles(d_.t_wtr_l);
  reach_ = rc_ + faw_ + rfc_ + wr_ + wtr_l_ + d_.cl.number() + d_.cwl.number() + burst_ + d_.t_rtw.number() +
           d_.t_rtrs.number() + d_.t_ccd_l.number();
  interval_ = static_cast<std::uint64_t>(std::llround(d_.t_refi.number() * 1000)) / ck_;
  const std::size_t banks = std::size_t{d_.bank_groups.number()} * d_.banks.number();
  if (d_.refresh_per_bank.number() == 1) interval_ /= banks;
  for (Channel& channel : channels_) {
    channel.rows.resize(banks * d_.ranks.number());
    channel.ranks.resize(d_.ranks.number());
    for (std::size_t rank = 0; rank < channel.ranks.size(); ++rank)
      channel.ranks[rank].due = interval_ + rank * interval_ / channel.ranks.size();
  }
}

std::uint64_t BankedDram::cycles(const DeviceTime& time) const {
  const auto ps = static_cast<std::uint64_t>(std::llround(time.number() * 1000));
  if (d_.guard.number() == 0) return ps / ck_ + (ps % ck_ > 0 ? 1 : 0);
  const std::uint64_t thousandths = ps * 1000 / ck_;
  return (thousandths + 1000 - d_.guard.number()) / 1000;
}

/// Takes the fields off the atom's number, last name first.
BankedDram::Place BankedDram::place_of(std::uint64_t atom) const {
  std::string names = config_.dram.mapping;
  const std::size_t suffix = names.find("_xor");
  const bool is_xored = suffix != std::string::npos;
  names = names.substr(0, suffix);
  const bool has_groups = names.find("Bg") != std::string::npos;
  const auto take = [&](std::uint64_t count) {
    const std::uint64_t value = atom % count;
    atom /= count;
    return value;
  };
  Place place;
  std::uint64_t bank = 0, banks = d_.banks.number();
  if (!has_groups) banks *= d_.bank_groups.number();
  for (; !names.empty(); names.resize(names.size() - 2)) {
    const std::string name = names.substr(names.size() - 2);
    if (name == "Ro") place.row = take(d_.rows.number());
    if (name == "Ra") place.rank = take(d_.ranks.number());
    if (name == "Bg") place.group = take(d_.bank_groups.number());
    if (name == "Ba") bank = take(banks);
    if (name == "Co") take(d_.row_bytes.number() / atom_bytes_);
    if (name == "Ch") place.channel = take(d_.channels.number());
  }
  if (is_xored)
    for (int bit = 0; bit < log2_of(banks); ++bit) bank ^= place.row & (std::uint64_t{1} << bit);
  if (!has_groups) {
    place.group = bank % d_.bank_groups.number();
    bank /= d_.bank_groups.number();
  }
  place.bank = bank;
  return place;
}

std::size_t BankedDram::index_of(const Place& place) const {
  return (place.rank * d_.bank_groups.number() + place.group) * d_.banks.number() + place.bank;
}

/// The least distance of a command from one before; 0 if it is free.
Cycle BankedDram::distance(const Command& before, Kind kind, const Place& place) const {
  const bool same_rank = before.place.rank == place.rank;
  const bool same_group = same_rank && before.place.group == place.group;
  const bool same_bank = same_group && before.place.bank == place.bank;
  const bool per_bank = d_.refresh_per_bank.number() == 1;
  const bool refreshed = per_bank ? same_bank : same_rank;
  const std::uint64_t cl = d_.cl.number(), cwl = d_.cwl.number();
  const std::uint64_t write_end = cwl + burst_;
  std::uint64_t least = 0;
  const auto need = [&](bool applies, std::uint64_t cycles_apart) {
    if (applies) least = std::max(least, cycles_apart);
  };
  const auto after = [](std::uint64_t end, std::uint64_t start) { return end > start ? end - start : 1; };
  switch (before.kind) {
    case Kind::activate:
      if (kind == Kind::read || kind == Kind::write) need(same_bank, rcd_);
      if (kind == Kind::precharge) need(same_bank, ras_);
      if (kind == Kind::activate) {
        need(same_bank, rc_);
        need(same_group, rrd_l_);
        need(same_rank, rrd_s_);
      }
      if (kind == Kind::refresh) need(per_bank && same_rank, rrd_s_);
      break;
    case Kind::precharge:
      if (kind == Kind::activate) need(same_bank, rp_);
      if (kind == Kind::refresh) need(refreshed, rp_);
      break;
    case Kind::read:
      if (kind == Kind::precharge) need(same_bank, rtp_);
      if (kind == Kind::write) need(true, after(cl + burst_ + d_.t_rtw.number(), cwl));
      break;
    case Kind::write:
      if (kind == Kind::precharge) need(same_bank, write_end + wr_);
      if (kind == Kind::read) {
        need(same_group, write_end + wtr_l_);
        need(same_rank, write_end + wtr_s_);
        need(!same_rank, after(write_end + d_.t_rtrs.number(), cl));
      }
      break;
    case Kind::refresh:
      if (kind == Kind::activate || kind == Kind::refresh) {
        need(refreshed, rfc_);
        need(per_bank && same_rank, rrd_s_);
      }
      break;
  }
  if (before.kind == kind && (kind == Kind::read || kind == Kind::write)) {
    need(same_group, d_.t_ccd_l.number());
    need(same_rank, d_.t_ccd_s.number());
    need(!same_rank, burst_ + d_.t_rtrs.number());
  }
  return least;
}

bool BankedDram::is_allowed(const Channel& channel, Kind kind, const Place& place, Cycle cycle) const {
  int activates_in_window = 0;
  for (const Command& before : channel.commands) {
    const Cycle least = distance(before, kind, place);
    if (least > 0 && cycle < before.cycle + least) return false;
    if (before.kind == Kind::activate && before.place.rank == place.rank && before.cycle + faw_ > cycle)
      ++activates_in_window;
  }
  return kind != Kind::activate || activates_in_window < 4;
}

Cycle BankedDram::first_row(const Channel& channel, Kind kind, const Place& place, Cycle from) const {
  Cycle cycle = from;
  if (channel.any_row) cycle = std::max(cycle, channel.last_row + 1);
  while (!is_allowed(channel, kind, place, cycle)) ++cycle;
  return cycle;
}

Cycle BankedDram::first_column(const Channel& channel, Kind kind, const Place& place, Cycle from) const {
  Cycle cycle = from;
  if (!channel.columns.empty()) cycle = std::max(cycle, channel.columns.back() + 1);
  while (!is_allowed(channel, kind, place, cycle)) ++cycle;
  return cycle;
}

void BankedDram::row_command(Channel& channel, Kind kind, const Place& place, Cycle cycle) {
  channel.commands.push_back({kind, place, cycle});
  channel.last_row = cycle;
  channel.any_row = true;
}

void BankedDram::refresh(Channel& channel, std::size_t rank) {
  Rank& state = channel.ranks[rank];
  const bool per_bank = d_.refresh_per_bank.number() == 1;
  std::vector<Place> open;
  Place all{0, rank, 0, 0, 0};
  for (std::size_t group = 0; group < d_.bank_groups.number(); ++group)
    for (std::size_t bank = 0; bank < d_.banks.number(); ++bank) {
      const Place place{0, rank, group, bank, 0};
      const bool is_meant = !per_bank || group * d_.banks.number() + bank == state.next_bank;
      if (is_meant && per_bank) all = place;
      if (is_meant && channel.rows[index_of(place)].is_open) open.push_back(place);
    }
  Cycle close = 0;
  for (const Place& place : open)
    close = std::max(close, first_row(channel, Kind::precharge, place, state.due));
  for (const Place& place : open) {
    row_command(channel, Kind::precharge, place, close);
    channel.rows[index_of(place)].is_open = false;
    ++precharges;
  }
  row_command(channel, Kind::refresh, all, first_row(channel, Kind::refresh, all, state.due));
  ++refreshes;
  state.due += interval_;
  if (++state.next_bank == std::size_t{d_.bank_groups.number()} * d_.banks.number()) state.next_bank = 0;
}

Cycle BankedDram::serve_atom(std::uint64_t atom, Cycle arrival, bool is_write) {
  const Place place = place_of(atom);
  Channel& channel = channels_[place.channel];
  Row& bank = channel.rows[index_of(place)];
  const Kind column = is_write ? Kind::write : Kind::read;
  Cycle from = arrival;
  const std::size_t held = config_.dram.lookahead;
  if (channel.columns.size() >= held)
    from = std::max(from, channel.columns[channel.columns.size() - held] + 1);
  while (!channel.commands.empty() && channel.commands.front().cycle + reach_ < from)
    channel.commands.pop_front();
  for (;;) {
    const bool is_hit = bank.is_open && bank.row == place.row;
    const Cycle first =
        is_hit ? first_column(channel, column, place, from)
               : first_row(channel, bank.is_open ? Kind::precharge : Kind::activate, place, from);
    std::size_t earliest = 0;
    for (std::size_t rank = 0; rank < channel.ranks.size(); ++rank)
      if (channel.ranks[rank].due < channel.ranks[earliest].due) earliest = rank;
    if (channel.ranks[earliest].due > first) break;
    refresh(channel, earliest);
  }
  if (bank.is_open && bank.row == place.row) {
    ++hits;
  } else {
    ++(bank.is_open ? conflicts : misses);
    if (bank.is_open) {
      row_command(channel, Kind::precharge, place, first_row(channel, Kind::precharge, place, from));
      ++precharges;
    }
    row_command(channel, Kind::activate, place, first_row(channel, Kind::activate, place, from));
    ++activates;
    bank = {true, place.row};
  }
  const Cycle issued = first_column(channel, column, place, from);
  channel.commands.push_back({column, place, issued});
  channel.columns.push_back(issued);
  if (config_.dram.page == PagePolicy::closed) {
    Cycle close = issued;
    while (!is_allowed(channel, Kind::precharge, place, close)) ++close;
    channel.commands.push_back({Kind::precharge, place, close});
    bank.is_open = false;
    ++precharges;
  }
  const Cycle begin = issued + (is_write ? d_.cwl.number() : d_.cl.number());
  for (Cycle t = std::max(arrival, channel.data_end); t < begin; ++t) ++stalled;
  busy += burst_;
  moved_bytes += atom_bytes_;
  written_bytes += is_write ? atom_bytes_ : 0;
  if (channel.any_data && channel.last_write != is_write) ++turnarounds;
  channel.any_data = true;
  channel.last_write = is_write;
  channel.data_end = begin + burst_;
  return begin + burst_;
}

std::uint64_t BankedDram::serve(std::uint64_t arrival_fs, std::uint64_t address, std::uint64_t bytes,
                                bool is_write) {
  const std::uint64_t cycle_fs = ck_ * 1000;
  const Cycle arrival = (arrival_fs + cycle_fs - 1) / cycle_fs;
  Cycle done = arrival;
  for (std::uint64_t atom = address / atom_bytes_; atom * atom_bytes_ < address + bytes; ++atom)
    done = std::max(done, serve_atom(atom, arrival, is_write));
  return done * cycle_fs;
}

}  // namespace scnnsim::lockstep
