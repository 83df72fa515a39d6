// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"

namespace scnnsim {

/// Compresses the weights of one group into blocks (OCG, channel) and cuts them into FIFO entries
/// (SCNN sec. 4.2, models/README.md section 2).
/// `weights`: (filters, channels, R, S) of the group, C order.
WeightStream encode_weights(const MachineConfig& config, const UnitGeometry& geometry, std::uint32_t kc,
                            Granularity granularity, const std::int16_t* weights);

/// The same, dense: every weight of a tap that exists (`exists`: [channel][r][s]), zeros as values, without
/// indices.
WeightStream keep_weights_dense(const MachineConfig& config, const UnitGeometry& geometry, std::uint32_t kc,
                                const std::vector<std::int16_t>& exists, const std::int16_t* weights);

}  // namespace scnnsim
