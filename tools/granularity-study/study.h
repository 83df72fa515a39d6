// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "tools/granularity-study/schedule.h"

namespace scnnsim {

struct StudySettings {
  std::filesystem::path data, out;
  Schedule schedule;
  StudyChoice choice;
};

/// Trains, prunes and retrains whatever the folder `out` does not hold yet, and says on stderr after each
/// point how far it is. A point draws from a random stream of its own, so a study that was stopped and
/// continued measures the same. Throws UserError and Interrupted.
void run_study(const StudySettings& settings);

}  // namespace scnnsim
