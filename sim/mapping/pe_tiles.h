// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"

namespace scnnsim {

/// The grid of PE tiles laid over `inputs` and `outputs`, row-major, without activations (models/README.md
/// section 1, rules 5 and 6).
std::vector<PeTile> tile_grid(const PeArrayParameters& grid, const Rectangle& inputs,
                              const Rectangle& outputs);

/// Copies the rectangle `tile` of one plane with `columns` columns, row by row.
void copy_tile(const std::int16_t* plane, std::int64_t columns, const Rectangle& tile,
               std::vector<std::int16_t>& values);

/// Compresses it. `scratch` is overwritten.
CompressedBlock compress_tile(const std::int16_t* plane, std::int64_t columns, const Rectangle& tile,
                              unsigned index_bits, std::vector<std::int16_t>& scratch);

}  // namespace scnnsim
