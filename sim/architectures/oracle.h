// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/layer/layer_result.h"

namespace scnnsim {

/// SCNN(oracle) (SCNN table 6): the same products as `scnn`, a layer's result on the SCNN machine, on
/// multipliers that never wait: cycles = ceil(multiplies / multipliers), all of them issue. Accesses, energy
/// and verification are those of `scnn`; the counters of its PEs and components are left out.
LayerResult oracle_of(const LayerResult& scnn);

}  // namespace scnnsim
