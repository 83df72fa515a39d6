// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sim/sweep/store/sweep_store.h"

namespace scnnsim {

/// Writes what the store holds beside it: points.csv (a row per point: axes, status, totals), layers.csv (a
/// row per layer of each point that is done) and sweep.json (everything). The same results give the same
/// bytes. Throws UserError.
void export_sweep(const SweepStore& store, const std::filesystem::path& folder);

}  // namespace scnnsim
