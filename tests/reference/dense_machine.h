// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "models/common/cycle_owner.h"
#include "models/common/machine_config.h"
#include "traces/layer.h"

namespace scnnsim::lockstep {

/// What a dense machine counts, summed over PEs. Names are those of LayerResult.
struct DenseMachineResult {
  Cycle cycles = 0;
  std::array<std::uint64_t, cycle_owner_count> pe_cycles{};
  std::uint64_t multiplies = 0;
  std::uint64_t accumulator_updates = 0;  ///< dot products
  std::uint64_t iaram_reads = 0, oaram_writes = 0, weight_fifo_writes = 0;
  std::uint64_t dram_weight_bytes = 0, dram_input_bytes = 0, dram_output_bytes = 0;
  bool input_spilled = false, output_spilled = false;

  std::uint64_t owned_by(CycleOwner owner) const { return pe_cycles[static_cast<std::size_t>(owner)]; }
};

/// `compressed`: activations cross DRAM compressed (DCNN-opt), in the time of dense ones. `structured`:
/// filters and input channels without weights do not exist. `n_of_m`: of a layer pruned by n:m the weights
/// that may stay are stored with an index, and multiplied.
enum class DenseVariant { plain, compressed, structured, n_of_m };

/// A dense machine (SCNN table 6) polled cycle by cycle. A PE computes, for each of its outputs and each tap
/// of the unit-stride filter, dot products over F x I channels, one per cycle; OCG after OCG, between
/// barriers. While an OCG is computed the weights of the next one are fetched, and while a group's first one
/// is, the next group's input; a group's first OCG ends no sooner than its input has arrived.
DenseMachineResult simulate_dense_machine(const MachineConfig& config, const LayerDescription& layer,
                                          const LayerTensors& tensors, DenseVariant variant);

}  // namespace scnnsim::lockstep
