// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/reproduce/compare.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// A value of a figure: cycles and counts as integers, all else with three decimals.
std::string value_text(double value, const std::string& unit);
/// "+3.4 %" or "-0.012"; of a range "inside", or how far it lies outside; empty where there is nothing to
/// compare with.
std::string deviation_text(const ComparedRow& row);
/// "within 12 %", "within 0.050", "0.760 ... 1.900"; empty without a target.
std::string target_text(const ComparedRow& row);
/// A size of deviations, in the figure's way of comparing: "3.4 %" or "0.012".
std::string size_text(double deviation, Comparison comparison);
/// The name of an aggregate: "median deviation".
std::string aggregate_text(Aggregate measure);
/// Its target: "median deviation within 6.0 %".
std::string aggregate_target_text(const PublishedAggregate& aggregate, Comparison comparison);
/// What it reached: "0.070 (AlexNet 0.041; GoogLeNet 0.048; held out: VGG-16 0.117)".
std::string aggregate_reached_text(const ComparedAggregate& aggregate, Comparison comparison);
/// What the status letter means.
std::string status_text(PublishedStatus status);

/// A figure for people: simulated, spread over seeds, published, deviation, target, verdict; then its
/// aggregates, over all rows and over those of each network.
Table figure_table(const ComparedFigure& figure);

/// Every row of every figure with plain numbers, for CSV and JSON.
Table figure_rows(const std::vector<ComparedFigure>& figures);

/// A line per figure: target, reached, verdict.
Table summary_table(const std::vector<ComparedFigure>& figures);

/// Every row and aggregate that missed its target, or is listed as a miss but met, with its explanation.
Table miss_table(const std::vector<ComparedFigure>& figures);

/// Whether some target was missed that the published data do not list.
bool has_unlisted_miss(const std::vector<ComparedFigure>& figures);

}  // namespace scnnsim
