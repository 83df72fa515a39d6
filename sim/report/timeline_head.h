// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sim/report/report_timeline.h"

namespace scnnsim {

inline constexpr const char* how_to_record_anew =
    "record it anew: scnnsim run TRACE --timeline FILE, with the options of the results' run";

/// Throws UserError for a file that is no timeline.
[[noreturn]] void refuse_timeline(const std::string& file, const std::string& found);

/// Takes what a timeline's JSON, without its events, says of the run, the layers and the units that it is of.
/// Throws UserError, also for files of versions that say other things.
void read_timeline_head(const nlohmann::json& file, ReportTimeline& timeline);

}  // namespace scnnsim
