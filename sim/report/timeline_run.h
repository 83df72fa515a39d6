// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/report_run.h"
#include "sim/report/report_timeline.h"

namespace scnnsim {

/// The run that the timeline is of: of the same trace, architecture, configuration, program and cycles.
/// Throws UserError, naming the first value that differs from each run, if it is of none of them.
const ReportRun& run_of(const ReportTimeline& timeline, const std::vector<ReportRun>& runs);

/// Names of the layers, in their order.
std::vector<std::string> layer_names(const ReportTimeline& timeline);

/// "cycles 100 to 399 of the 7,324 of conv4 on scnn, units of pe_0_0, pe_1_1, counters at every change": what
/// the timeline shows.
std::string shown_part(const ReportTimeline& timeline);

}  // namespace scnnsim
