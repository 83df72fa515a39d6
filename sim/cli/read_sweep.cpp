// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/read_sweep.h"

#include <fmt/format.h>

#include "sim/sweep/select_points.h"
#include "sim/sweep/sweep_store.h"
#include "traces/error.h"

namespace scnnsim {

Sweep read_sweep(const std::vector<std::string>& places, const std::vector<std::string>& conditions) {
  if (places.size() != 1)
    throw UserError(fmt::format(
        "RESULTS: got {} places, expected one sweep; scnnsim sweep merge joins stores", places.size()));
  const SweepStore store = SweepStore::open_read(places.front());
  Sweep sweep{store.axis_names(), store.points(EnergyDetail::total)};
  if (sweep.points.empty()) throw UserError(places.front() + ": the sweep has no points");
  sweep.points = select_points(std::move(sweep.points), sweep.axes, conditions);
  return sweep;
}

}  // namespace scnnsim
