// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/cli/run/run_layers.h"
#include "sim/results/results_files.h"
#include "sim/tables/table.h"
#include "traces/trace.h"

namespace scnnsim {

/// What may differ between two runs with the same results.
struct ExecutionFacts {
  Cycle quantum;
  unsigned jobs;
  double seconds;
  std::vector<LayerRun> runs;
  std::vector<std::string> command = {};  ///< words, the program's name first
};

/// Results without layers: what is known before a run.
RunResults describe_run(const RunRequest& request);

/// What `scnnsim run` prints: two tables, a third one with several architectures, or the content of
/// layers.csv. JSON is written by write_results_json(). Text has the columns that fit into a terminal unless
/// `is_wide`.
std::string report(const RunResults& results, TableFormat format, bool is_wide);

/// The content of run.json.
std::string execution_json(const ExecutionFacts& facts);

/// Says in one line that layers of SCNN are pruned by coarse grains whose storage or merging is off, and what
/// to set; "" if there are none.
std::string grains_not_used(const RunRequest& request);

/// Names keys of the banked memory that were given though `dram.model` is pipe; empty if there are none.
std::string dram_keys_not_used(const MachineConfig& config);

/// Prints layers without a result, wrong outputs and accumulator overflows to stderr. Returns whether every
/// layer has a result and no output is wrong.
bool print_warnings(const RunResults& results);

/// Lines below the tables of `scnnsim run`: time, rates and power of each architecture in all; and why
/// numbers are startling: PEs without a tile, PEs that wait for DRAM, a component that takes most of the
/// energy, a calibrated energy table. `layers` are those of the run.
std::vector<std::string> run_notes(const RunResults& results, const std::vector<TraceLayer>& layers);

}  // namespace scnnsim
