// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/activity/activity_request.h"
#include "sim/cli/command_line.h"

namespace scnnsim {

struct RunRequest;

/// What `scnnsim run` writes of the units' activity.
struct ActivityOptions {
  std::string timeline, waveform;  ///< files; empty: none
  ActivityRequest request;

  bool any() const { return !timeline.empty() || !waveform.empty(); }
};

/// --timeline, --waveform, --cycles and --pes.
void add_activity_options(CommandLine& command);

/// Throws UserError for everything that is known to be wrong before the run. A waveform makes `run` use the
/// product engine.
ActivityOptions activity_options_of(const CommandLine& command, RunRequest& run);

}  // namespace scnnsim
