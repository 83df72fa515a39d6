// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/tables/table.h"

namespace scnnsim {

/// A row per layer instead of one per run, architecture and layer: a group of columns, named after run and
/// architecture, for each that occurs. The first `identity` columns tell rows apart: run, network and
/// architecture where they differ, and the layer. Layers stand in the order in which they first occur, each
/// network's total after its layers; cells of layers that a run lacks are null.
Table side_by_side(const Table& rows, std::size_t identity);

}  // namespace scnnsim
