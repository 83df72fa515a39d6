// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "sim/run/run_trace.h"

namespace scnnsim {

/// Reports a run's progress: on a terminal one line that is written over (layers done, layers running with
/// their percentage, time), elsewhere one line per finished layer.
std::unique_ptr<RunObserver> make_progress(std::FILE* stream, std::size_t tasks);

}  // namespace scnnsim
