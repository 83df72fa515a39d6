// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "sim/jobs/trace_source.h"
#include "sim/sweep/plan/sweep_file.h"

namespace scnnsim {

/// Makes the sources of the layers that points ask for. A trace is read once for all points that prune it.
class Workloads {
 public:
  explicit Workloads(const SweepFile& sweep) : sweep_(sweep) {}

  /// Throws UserError: no such trace, network or layer, no density.
  std::shared_ptr<const TensorSource> make(const PointSettings& settings);

 private:
  std::shared_ptr<const TraceSource> traced(const PointSettings& settings);
  std::shared_ptr<const TensorSource> pruned(const PointSettings& settings);

  const SweepFile& sweep_;
  std::map<std::string, std::shared_ptr<const TraceSource>> traces_;
};

}  // namespace scnnsim
