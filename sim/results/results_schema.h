// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Keys of results.json that both its writer and its reader need.
namespace scnnsim {

inline constexpr const char* schema_key = "scnnsim_results";
inline constexpr int schema_version = 1;  ///< raised when a reader of the old form would go wrong
inline constexpr const char* layers_key = "layers";
inline constexpr const char* counters_key = "counters";  ///< of a layer; by far the most of the file

}  // namespace scnnsim
