// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/common/machine_config.h"
#include "traces/generate.h"

namespace scnnsim {

/// What a point simulates, a trace or generated tensors, and on which machine.
struct PointSettings {
  std::string trace;           ///< folder; empty: generate
  std::string network;         ///< name or file
  std::string workload_where;  ///< "file:line: trace" or network: where it is given
  bool is_generated = false;   ///< something was set that only generated tensors have
  bool is_pruned = false;      ///< granularity or weight_density was set: a trace is pruned so
  GenerateOptions generate;
  std::string architecture = "scnn";
  MachineConfig config;
};

/// Names that a sweep file may set besides the configuration's keys, in the order in which their axes nest:
/// "trace", "network", "granularity" ... "architecture".
const std::vector<std::string>& setting_names();

/// setting_names() and the keys of the configuration.
std::vector<std::string> all_setting_names();

/// `unknown <what> "<name>" (did you mean ...?)`, for a name that is none of all_setting_names().
std::string unknown_setting(std::string_view what, std::string_view name);

/// Checks that it is one of all_setting_names(). Throws UserError "<where>: unknown axis ...".
void require_setting(const std::string& name, const std::string& where);

/// Sets a setting or key from text. Throws UserError "<where>: ..." for unknown names and wrong values.
void set_point_setting(PointSettings& settings, const std::string& name, const std::string& text,
                       const std::string& where);

/// The value of a setting or key as text; "published" or "" where there is none.
std::string point_setting(const PointSettings& settings, std::string_view name);

}  // namespace scnnsim
