// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/activity/activity_origin.h"
#include "sim/activity/activity_part.h"
#include "sim/cli/run/activity_options.h"
#include "sim/cli/run/run_layers.h"
#include "sim/results/results_files.h"

namespace scnnsim {

/// Timeline and waveform of a run. The processes that simulate layers record them in files without names;
/// this process makes the files of the user from them, layer by layer, in the order of the run.
class ActivityFiles {
 public:
  /// Both must outlive this object. Throws UserError if the files cannot be made.
  ActivityFiles(const ActivityOptions& options, const RunRequest& run);

  /// Where each layer of the run is to be recorded; empty if nothing is.
  std::vector<std::shared_ptr<const ActivityTarget>> targets() const { return targets_; }

  /// To be called after the run, of which `results` say which it is: writes the files. Returns a message
  /// about each, and about what the user may not expect in them. Throws UserError, and leaves no part of a
  /// file, when one cannot be written.
  std::vector<std::string> write(const RunResults& results);

 private:
  void write_timeline_file(const ActivityOrigin& origin);
  void write_waveform_file(const ActivityOrigin& origin);
  void say_what_is_cut();

  const ActivityOptions& options_;
  const RunRequest& run_;
  std::vector<std::shared_ptr<const ActivityTarget>> targets_;
  std::vector<std::string> messages_;
};

}  // namespace scnnsim
