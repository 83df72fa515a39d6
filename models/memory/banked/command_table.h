// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/memory/banked/address_mapping.h"
#include "models/memory/banked/dram_device.h"

namespace scnnsim {

/// Commands of a DRAM. A refresh is of a rank, or of a bank (DramDevice::refreshes_one_bank).
enum class DramCommand { activate, precharge, read, write, refresh };
inline constexpr std::size_t dram_command_count = 5;

/// Reach of a constraint: the bank, bank group or rank of the command before, its channel, or the other ranks
/// of its channel.
enum class DramLevel { bank, group, rank, channel, other_ranks };

/// `to` comes at least `cycles` after `from`; with a window of n, after the n-th last `from`.
struct DramConstraint {
  DramLevel level;
  DramCommand from, to;
  Cycle cycles;
  std::uint32_t window = 1;
};

/// What the timings of a device demand (models/README.md section 5).
std::vector<DramConstraint> constraints_of(const DramDevice& device);

/// Commands of one channel: when each may be issued, by the constraints and the commands issued so far.
class CommandTable {
 public:
  CommandTable(const DramDevice& device, const std::vector<DramConstraint>& constraints);

  /// First cycle in which the command is legal at a bank.
  Cycle earliest(DramCommand command, const BankPlace& at) const {
    const auto to = static_cast<std::size_t>(command);
    return std::max(std::max(ready_[at.bank][to], ready_[first_group_ + at.group][to]),
                    std::max(ready_[first_rank_ + at.rank][to], ready_[channel_][to]));
  }
  bool allows(DramCommand command, const BankPlace& at, Cycle cycle) const {
    return cycle >= earliest(command, at);
  }
  /// Issues a command. `cycle` may lie before that of commands issued earlier to other banks.
  void issue(DramCommand command, const BankPlace& at, Cycle cycle);

 private:
  struct Recent {
    std::vector<Cycle> cycles;  ///< a ring of the latest commands of a window
    std::size_t count = 0;
  };
  struct Rule {
    DramLevel level;
    std::size_t to;
    Cycle cycles;
    std::vector<Recent> recent;  ///< by node of the level; empty unless the rule has a window
  };
  using Ready = std::array<Cycle, dram_command_count>;

  std::size_t node(DramLevel level, const BankPlace& at) const;
  void raise(std::size_t node, std::size_t to, Cycle cycle) {
    ready_[node][to] = std::max(ready_[node][to], cycle);
  }

  const std::uint32_t ranks_;
  const std::size_t first_group_, first_rank_, channel_;  ///< nodes: banks, groups, ranks, the channel
  std::vector<Ready> ready_;
  std::array<std::vector<Rule>, dram_command_count> rules_;  ///< by `from`
};

}  // namespace scnnsim
