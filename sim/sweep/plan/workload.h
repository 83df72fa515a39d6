// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/jobs/tensor_source.h"
#include "sim/sweep/plan/sweep_file.h"

namespace scnnsim {

/// The source of the layers that a point asks for. Throws UserError: no such trace, network or layer, no
/// density.
std::shared_ptr<const TensorSource> make_workload(const SweepFile& sweep, const PointSettings& settings);

}  // namespace scnnsim
