// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "sim/layer/layer_result.h"
#include "sim/report/layer_advice.h"
#include "sim/report/pe_counters.h"

namespace scnnsim {

/// A reason for which multipliers of the array stand still in a layer.
struct LayerCause {
  double share;                     ///< of all multipliers x cycles that it takes
  std::string why;                  ///< sentences, without the layer's name
  std::vector<LayerAdvice> advice;  ///< changes that should help, best first
  std::string no_advice;            ///< why no change is proposed, where `advice` is empty

  /// "<effect>: <settings>." of each advice, or "No rule proposes a change: <no_advice>."
  std::string to_try() const;
};

/// The reasons that take a tenth of the layer or more, largest first. `counters` refine them where the
/// results have some. Advice follows from the machine's rules (layer_advice.h), not from a simulation.
std::vector<LayerCause> layer_causes(const LayerResult& layer, const PeCounters& counters,
                                     const MachineConfig& config);

/// "48 of 64 PEs have no tile and are idle".
std::string pes_without_tile(std::uint64_t empty, std::uint64_t pes);

/// "DRAM delivers 4.3 of 50 GB/s (dram.bandwidth)": on average over the layer.
std::string dram_use(const LayerResult& layer, const MachineConfig& config);

/// Share of the PE-cycles.
double pe_cycle_share(const LayerResult& layer, std::uint64_t pe_cycles);

}  // namespace scnnsim
