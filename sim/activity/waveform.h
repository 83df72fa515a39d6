// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "models/common/machine_config.h"
#include "sim/activity/activity_origin.h"
#include "sim/activity/activity_part.h"
#include "sim/activity/activity_request.h"

namespace scnnsim {

/// Writes the record of a layer, made with ActivityRequest::every_cycle, as a waveform: a value change dump
/// (VCD, IEEE 1364-2005 section 18), which GTKWave opens. A value holds from the beginning of its cycle: it
/// is what the unit does in the cycle, and for registers and queues what they hold at its end. Comments at
/// its head say which run it is of. Returns the number of changes.
std::uint64_t write_waveform(const ActivityOrigin& origin, const std::string& layer, ActivityPart& part,
                             const ActivityFacts& facts, const MachineConfig& config,
                             const ActivityRequest& request,
                             const std::function<void(std::string_view)>& write);

}  // namespace scnnsim
