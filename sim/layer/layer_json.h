// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/layer/layer_result.h"

namespace scnnsim {

inline constexpr const char* counters_key = "counters";  ///< of a layer; by far the most of results.json

/// A layer as results.json holds it: every result column, the first mismatch, energy by component and the
/// counters of PEs and components. Execution facts are left out.
nlohmann::ordered_json layer_to_json(const LayerResult& layer);

/// The inverse. Ignores columns that follow from others; counters may be missing. Throws UserError
/// "<where>: <column>: ..." when another column is missing, of the wrong type or out of range.
LayerResult layer_from_json(nlohmann::ordered_json json, const std::string& where);

/// The same without the counters.
nlohmann::ordered_json layer_to_json_without_counters(const LayerResult& layer);

/// Energy in pJ by component, from an object of numbers. Throws UserError "got ..., expected ...".
std::map<std::string, double> energy_from_json(const nlohmann::ordered_json& json);

/// A total: the columns that totals have, and energy by component.
nlohmann::ordered_json total_to_json(const LayerResult& total);

}  // namespace scnnsim
