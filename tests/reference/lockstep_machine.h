// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/common/cycle_owner.h"
#include "models/common/machine_config.h"
#include "tests/reference/encoding.h"
#include "traces/layer.h"

/// An independent model of models/README.md: one state, one cycle at a time for all blocks, no closed
/// formulas. Slow and plain on purpose; tests hold the simulator against it. Shares only headers with the
/// simulator.
namespace scnnsim::lockstep {

/// When things happened in one step; the lists are by PE. For finding where two models part.
struct StepTimes {
  Cycle release = 0;
  std::vector<Cycle> end, swap, done;
};

/// A DRAM request: posted in one cycle, ready in another.
struct DramRequest {
  Cycle posted = 0;
  std::size_t requester = 0, sequence = 0;  ///< 0 weights, 1 inputs, then the PPUs
  std::uint64_t bytes = 0;
  Cycle ready = 0;
};

/// When things happened that no counter shows.
struct MachineLog {
  std::vector<StepTimes> steps;
  std::vector<Cycle> deliveries;             ///< of each weight entry
  std::vector<std::vector<Cycle>> releases;  ///< by PE, of each FIFO entry accepted: its last issue
  std::vector<DramRequest> dram;             ///< in the order of service
};

/// Everything is summed over PEs unless it says otherwise. Names are those of LayerResult.
struct LockstepResult {
  Cycle cycles = 0;
  std::vector<std::array<std::uint64_t, cycle_owner_count>> pe_cycles;  ///< by PE, row-major, and CycleOwner
  std::uint64_t temporal_tiles = 0, kc = 0;
  std::uint64_t multiplies = 0, useful_multiplies = 0, dropped_multiplies = 0, placeholders = 0;
  std::uint64_t iaram_reads = 0, oaram_writes = 0;
  std::uint64_t weight_fifo_writes = 0, weight_fifo_reads = 0;
  std::uint64_t accumulator_updates = 0;
  std::uint64_t halo_words = 0, ppu_entries = 0;
  std::uint64_t dram_weight_bytes = 0, dram_input_bytes = 0, dram_output_bytes = 0;
  bool input_spilled = false;   ///< some PE's input exceeds its IARAM
  bool output_spilled = false;  ///< some PE's output exceeds its OARAM
  Tensor<std::int64_t> sums;    ///< (K, P, Q): with bias, before ReLU and requantisation
  MachineLog log;

  std::uint64_t memory_references() const { return weight_fifo_reads + iaram_reads + accumulator_updates; }
  std::uint64_t owned_by(CycleOwner owner) const;
};

/// Throws UserError when one-position tiles do not fit, SimulationError when nothing moves any more.
LockstepResult simulate(const MachineConfig& config, const LayerDescription& layer,
                        const LayerTensors& tensors, const DenseOperands& dense = {});

}  // namespace scnnsim::lockstep
