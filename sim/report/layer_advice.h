// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "sim/layer/layer_result.h"
#include "sim/report/layer_facts.h"

namespace scnnsim {

/// A change of the machine that should help a layer.
struct LayerAdvice {
  std::string effect;  ///< what it brings: "Fewer, larger PEs with as many multipliers"
  std::vector<std::string>
      settings;  ///< "group.name=value", all to be set; MachineConfig::check() takes them
  /// Share of the layer's cycles that it should save, at least least_gain; 0: as many cycles on a smaller
  /// machine.
  double gain = 0;
};

/// Less is not worth a run, and within what these estimates miss.
inline constexpr double least_gain = 0.08;

// A rule for each cause, computed from what the result holds: the change is legal on this machine, changes
// something for this layer, and shortens what its cycles are lost to. Nothing where a rule does not hold.
// Estimates keep clear of what they cannot know: a layer without a rule may still be made faster.

/// For PEs without a tile: an array of as many multipliers in fewer PEs, whose tiles are the same, or a
/// quarter of the PEs with larger tiles.
std::optional<LayerAdvice> larger_pes(const LayerFacts& facts, const MachineConfig& config);
/// The array without the rows and columns that have no tile. `layer` is not cut into temporal tiles.
std::optional<LayerAdvice> smaller_array(const LayerFacts& facts, const LayerResult& layer,
                                         const MachineConfig& config);
/// For barriers and for weight vectors that are not full: larger output-channel groups, in accumulators that
/// hold them without cutting the plane further.
std::optional<LayerAdvice> larger_groups(const LayerFacts& facts, const LayerResult& layer,
                                         const MachineConfig& config);
/// For vectors that are not full: F x I as many, in another shape.
std::optional<LayerAdvice> other_shape(const LayerFacts& facts, const MachineConfig& config);
/// For waits of `share` for DRAM.
std::optional<LayerAdvice> more_bandwidth(const LayerFacts& facts, double share, const MachineConfig& config);
/// For waits for weights that neither DRAM nor slower PEs put off.
std::optional<LayerAdvice> wider_broadcast(const LayerFacts& facts, const MachineConfig& config);
/// For conflicts over accumulator banks.
std::optional<LayerAdvice> fewer_conflicts(const LayerFacts& facts, const LayerResult& layer,
                                           const MachineConfig& config);
/// For waits of `share` for post-processing: while it works on the copy before, or at the layer's end.
std::optional<LayerAdvice> faster_ppu(const LayerFacts& facts, double share, const MachineConfig& config);

/// Share of the cycles at the scatter network that are the ends of steps, at which it drains.
double drain_share(const LayerFacts& facts, const LayerResult& layer, const MachineConfig& config);

}  // namespace scnnsim
