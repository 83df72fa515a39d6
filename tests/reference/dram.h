// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "models/common/cycle_owner.h"
#include "models/common/machine_config.h"
#include "tests/reference/banked_dram.h"
#include "tests/reference/lockstep_machine.h"

namespace scnnsim::lockstep {

/// One memory port shared by all requesters, served in the order of (posted, requester, sequence).
class Dram {
 public:
  static constexpr std::size_t weights = 0, inputs = 1, first_ppu = 2;  ///< requesters

  explicit Dram(const MachineConfig& config);

  /// Cycle t: starts what has been posted before t and finds the memory free in this cycle.
  void cycle(Cycle t);
  /// Posts the requester's next request in cycle t. Returns its sequence number.
  std::size_t post(Cycle t, std::size_t requester, std::uint64_t address, std::uint64_t bytes);

  bool is_ready(std::size_t requester, std::size_t sequence, Cycle t) const;
  bool is_idle(Cycle t) const { return queue_.empty() && t >= last_ready_; }
  bool ppu_writes_are_ready(Cycle t) const { return writes_waiting_ == 0 && t >= last_write_ready_; }
  const std::vector<DramRequest>& log() const { return log_; }
  const std::optional<BankedDram>& banked() const { return banked_; }

  std::uint64_t weight_bytes = 0, input_bytes = 0, output_bytes = 0;

 private:
  /// Posted, requester, sequence, address, bytes.
  using Request = std::tuple<Cycle, std::size_t, std::size_t, std::uint64_t, std::uint64_t>;

  std::optional<std::uint64_t> serve(std::uint64_t begin_fs, const Request& request);

  std::uint64_t cycle_fs_, byte_fs_, latency_;
  std::set<Request> queue_;
  std::vector<std::vector<std::optional<Cycle>>> ready_;  ///< by requester and sequence
  std::uint64_t free_fs_ = 0;
  std::optional<BankedDram> banked_;  ///< under `dram.model: banked`
  std::vector<Cycle> latest_ready_;   ///< by requester
  Cycle last_ready_ = 0, last_write_ready_ = 0;
  std::uint64_t writes_waiting_ = 0;
  std::vector<DramRequest> log_;
};

}  // namespace scnnsim::lockstep
