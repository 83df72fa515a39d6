// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "sim/report/pe_counters.h"
#include "sim/tables/layer_tables.h"

namespace scnnsim {

/// Results of `scnnsim run` as a report needs them.
struct ReportRun {
  std::string place;                 ///< as the user names it
  LabelledLayers results;            ///< layers, all architectures
  std::vector<PeCounters> counters;  ///< of each layer
  MachineConfig config;
  std::string version, network, trace_checksum, energy_table, technology;
  std::vector<std::string> command;  ///< of the run, if its folder tells; with the program's name
  std::map<std::string, std::string> counter_meanings;  ///< "weight_fifo.reads": description and unit
};

/// Reads a results.json, and the run.json beside it if there is one. Throws UserError as read_results() does,
/// for a configuration or counters that are none, and as check_counters() does.
ReportRun read_report_run(const std::filesystem::path& place);

}  // namespace scnnsim
