// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tests/reference/dram.h"
#include "tests/reference/processing_element.h"
#include "tests/reference/workload.h"

namespace scnnsim::lockstep {

/// Fetches the weights of pass after pass and broadcasts them, in order.
class WeightBroadcast {
 public:
  WeightBroadcast(const MachineConfig& config, const Workload& workload, Dram& dram, const MemoryMap& map);

  /// Posts what the buffer has room for, counting what was delivered before cycle t.
  void request(Cycle t);
  /// Delivers up to `entries_per_cycle` entries that are ready and for which every counting PE has room.
  void deliver(Cycle t, std::vector<ProcessingElement>& pes);
  bool is_finished() const { return deliver_pass_ == workload_.mapping.passes.size(); }
  const std::vector<Cycle>& deliveries() const { return deliveries_; }

 private:
  const WeightStream& stream(std::size_t pass) const;

  const MachineConfig& config_;
  const Workload& workload_;
  Dram& dram_;
  const MemoryMap& map_;
  std::size_t request_pass_ = 0, deliver_pass_ = 0, deliver_entry_ = 0;
  std::uint64_t request_offset_ = 0;  ///< in the pass
  std::uint64_t requested_bytes_ = 0, delivered_bytes_ = 0, delivered_bytes_in_pass_ = 0;
  std::vector<Cycle> deliveries_;
  std::vector<std::vector<std::size_t>> bursts_;  ///< by pass and burst: sequence number at the DRAM
};

/// Fetches the inputs of pass after pass when the layer streams them.
class ActivationLoader {
 public:
  ActivationLoader(const MachineConfig& config, const Workload& workload, Dram& dram, const MemoryMap& map);

  /// The first step of the pass begins in cycle t.
  void pass_begins(std::size_t pass, Cycle t) { pass_begin_[pass] = t; }
  void request(Cycle t);
  bool has_arrived(std::size_t pass, int channel, Cycle t) const;

 private:
  struct Burst {
    std::size_t sequence;
    std::uint64_t bytes;
  };

  const MachineConfig& config_;
  const Workload& workload_;
  Dram& dram_;
  const MemoryMap& map_;
  std::vector<std::optional<Cycle>> pass_begin_;
  std::size_t request_pass_ = 0;
  std::uint64_t request_offset_ = 0;
  std::vector<std::vector<Burst>> bursts_;  ///< by pass
  std::vector<Burst> in_flight_;
};

}  // namespace scnnsim::lockstep
