// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "sim/cli/standard_streams.h"
#include "sim/cli/sweep/sweep_options.h"

namespace scnnsim {

/// Prints how many points of a sweep's folder are done, failed, invalid or left, and what was wrong with the
/// first of them. Returns the exit status: 1 if some failed or are left, else 0. `whole`: the folder should
/// have the points of all shards. `print`: where the count goes.
int report_sweep(const std::filesystem::path& folder, bool whole,
                 void (*print)(std::string_view line) = print_line);

/// What a dry run prints: the points, which of them are there already, and an estimate of the time.
std::string describe_plan(const SweepPlan& plan, const SweepCommandOptions& options);

}  // namespace scnnsim
