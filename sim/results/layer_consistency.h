// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "sim/layer/layer_result.h"

namespace scnnsim {

/// Checks the figures of a layer that was read from a file against each other: every PE-cycle has one owner,
/// work takes cycles, no multiplier has more than one product in a cycle, and figures that follow from others
/// are what these give. `stated`: the layer's JSON. Throws UserError as refuse_figure() does.
void check_consistency(const LayerResult& layer, const nlohmann::ordered_json& stated,
                       const std::string& where);

/// "<where>: layer conv1 on scnn: <field>: got ..., expected ...": the error of a file whose figures
/// contradict each other.
[[noreturn]] void refuse_figure(const LayerResult& layer, const std::string& where, std::string_view field,
                                const std::string& got, const std::string& expected);

}  // namespace scnnsim
