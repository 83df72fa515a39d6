// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/report.h"

namespace scnnsim {

/// A layer of a machine, as a figure shows it.
struct ChosenLayer {
  const ReportMachine* machine;
  const LayerResult* result;
  const PeCounters* counters;
};

/// The layers of these names, or all, machine by machine. Throws UserError for a name that no machine has.
std::vector<ChosenLayer> chosen_layers(const std::vector<ReportMachine>& machines,
                                       const std::vector<std::string>& names);

}  // namespace scnnsim
