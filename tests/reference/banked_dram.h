// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "models/common/cycle_owner.h"
#include "models/common/machine_config.h"

namespace scnnsim::lockstep {

/// First addresses of areas, by region: weights, inputs, outputs.
struct MemoryMap {
  std::vector<std::uint64_t> weights, inputs, outputs;
};

/// Lays out areas of these sizes in bytes.
MemoryMap lay_out(const std::vector<std::uint64_t>& weights, const std::vector<std::uint64_t>& inputs,
                  const std::vector<std::uint64_t>& outputs);

/// The banked memory. A channel keeps the list of its commands; whether a command is allowed in a cycle is
/// found by looking at all of them.
class BankedDram {
 public:
  /// Every key of `dram_device` must be a number.
  explicit BankedDram(const MachineConfig& config);

  /// Serves a request that arrives at `arrival_fs`. Returns when it is done, in femtoseconds.
  std::uint64_t serve(std::uint64_t arrival_fs, std::uint64_t address, std::uint64_t bytes, bool is_write);

  std::uint64_t hits = 0, misses = 0, conflicts = 0, activates = 0, precharges = 0, refreshes = 0;
  std::uint64_t turnarounds = 0, moved_bytes = 0, written_bytes = 0, busy = 0, stalled = 0;

 private:
  enum class Kind { activate, precharge, read, write, refresh };
  struct Place {
    std::size_t channel = 0, rank = 0, group = 0, bank = 0;
    std::uint64_t row = 0;
  };
  struct Command {
    Kind kind;
    Place place;
    Cycle cycle;
  };
  struct Row {
    bool is_open = false;
    std::uint64_t row = 0;
  };
  struct Rank {
    Cycle due = 0;
    std::size_t next_bank = 0;
  };
  struct Channel {
    std::deque<Command> commands;
    std::vector<Row> rows;  ///< by rank, group, bank
    std::vector<Rank> ranks;
    std::vector<Cycle> columns;  ///< of all atoms
    Cycle last_row = 0;
    bool any_row = false;
    Cycle data_end = 0;
    bool any_data = false, last_write = false;
  };

  Place place_of(std::uint64_t atom) const;
  std::size_t index_of(const Place& place) const;
  Cycle distance(const Command& before, Kind kind, const Place& place) const;
  bool is_allowed(const Channel& channel, Kind kind, const Place& place, Cycle cycle) const;
  Cycle first_row(const Channel& channel, Kind kind, const Place& place, Cycle from) const;
  Cycle first_column(const Channel& channel, Kind kind, const Place& place, Cycle from) const;
  Cycle serve_atom(std::uint64_t atom, Cycle arrival, bool is_write);
  void refresh(Channel& channel, std::size_t rank);
  void row_command(Channel& channel, Kind kind, const Place& place, Cycle cycle);

  std::uint64_t cycles(const DeviceTime& time) const;

  const MachineConfig& config_;
  const DramDeviceParameters& d_;
  std::uint64_t ck_, burst_, atom_bytes_, interval_;
  std::uint64_t rcd_, ras_, rc_, rp_, rtp_, wr_, rrd_s_, rrd_l_, faw_, wtr_s_, wtr_l_, rfc_;  ///< cycles
  std::uint64_t reach_;  ///< no command decides anything after more cycles
  std::vector<Channel> channels_;
};

}  // namespace scnnsim::lockstep
