// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "models/array/layer_sequencer.h"
#include "models/common/layer_program.h"
#include "sim/layer/layer_result.h"

namespace scnnsim {

/// Keys beside the blocks among a layer's counters (CounterDetail::groups). Each holds lists.
inline constexpr const char* group_counters_key = "output_channel_groups";
inline constexpr const char* channel_counters_key = "input_channels";

/// Adds to the result's counters:
/// * of each output-channel group, in order of output channels: number of channels, weight words of one pass,
///   cycles from the barrier before to the end of the last PE, and PE-cycles that the others waited for that
///   PE, both summed over temporal tiles;
/// * of each input channel: share of its inputs, and of its weights, that are not zero.
void add_group_counters(const LayerProgram& program, const std::vector<LayerSequencer::StepTime>& steps,
                        const LayerTensors& tensors, LayerResult& result);

}  // namespace scnnsim
