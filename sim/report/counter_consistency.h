// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/common/machine_config.h"
#include "sim/layer/layer_result.h"
#include "sim/report/pe_counters.h"

namespace scnnsim {

/// Checks a layer's counters, in whatever detail, against its figures and its machine: the PEs and
/// multipliers are those of the configuration, the counters of all blocks add up to each figure that is made
/// of them, every PE is there, each of its cycles has one owner, and lists of groups and channels are of one
/// length. Throws UserError as refuse_figure() does.
void check_counters(const LayerResult& layer, const PeCounters& counters, const MachineConfig& config,
                    const std::string& where);

}  // namespace scnnsim
