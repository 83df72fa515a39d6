// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/report/report.h"

/// The views of a report as HTML that needs no scripts: texts and tables. Elements with the class `charts`
/// are empty places in which the page's scripts draw.
namespace scnnsim {

/// Columns that the page defines for its readers, in the order of column_definitions().
std::vector<std::string> columns_shown(const ReportData& report);

std::string overview_view(const ReportData& report);
std::string layers_view(const ReportData& report);
std::string inside_view();
/// `report` has runs.
std::string compare_view(const ReportData& report);
std::string sweep_view(const ReportData& report);
/// `report` has timelines.
std::string timeline_view(const ReportData& report);

}  // namespace scnnsim
