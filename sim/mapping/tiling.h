// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "traces/support/enum_names.h"

namespace scnnsim {

/// What larger temporal tiles would exceed.
enum class TilingLimit { none, accumulators, iaram, oaram };
template <>
struct EnumNames<TilingLimit> {
  static constexpr std::array<std::string_view, 4> names{"none", "accumulators", "iaram", "oaram"};
};

/// How the output plane is cut into temporal tiles: tile (i, j) holds rows i x height ... and columns j x
/// width ....
struct TemporalTiling {
  std::int64_t height = 1, width = 1;
  std::uint32_t kc = 1;                   ///< the Kc in force
  TilingLimit limit = TilingLimit::none;  ///< what refused the last larger tiles; none: the plane is not cut

  std::int64_t tile_rows(const UnitGeometry& g) const { return ceil_divide(g.P, height); }
  std::int64_t tile_columns(const UnitGeometry& g) const { return ceil_divide(g.Q, width); }
  std::vector<Rectangle> tiles(const UnitGeometry& geometry) const;
};

/// The piece of `whole` that index `part` of `parts` owns.
Range split_range(Range whole, std::int64_t part, std::int64_t parts, PeTiling tiling);

/// The inputs that a tile of outputs needs, clipped to the plane.
Rectangle inputs_of(const UnitGeometry& geometry, const Rectangle& outputs);

/// Names the RAM that a tiling exceeds, or none. Empty: nobody asks (spill).
using ExceededRam = std::function<TilingLimit(const TemporalTiling&)>;

/// `mapping.kc` as a number. `auto`, and `best` before it has been found (sim/layer/kc_search.h), is the
/// largest Kc <= K/groups with which the accumulators, and the RAMs if `exceeded` is given, hold the whole
/// output plane, and usual_kc for a layer whose plane has to be cut (models/README.md section 1, rule 3).
std::uint32_t largest_kc(const MachineConfig& config, const UnitGeometry& geometry,
                         const ExceededRam& exceeded = {});

/// Why temporal tiles are not larger, for people: "the next larger ones do not fit the accumulators".
std::string why_not_larger(TilingLimit limit);

/// Chooses Kc and the temporal tiles (models/README.md section 1, rules 3 and 4). `exceeded` is given where
/// the RAMs have to hold the tiles (retile). Throws UserError, naming the layer, when one-position
/// tiles do not fit.
TemporalTiling choose_tiling(const MachineConfig& config, const UnitGeometry& geometry,
                             const std::string& layer, const ExceededRam& exceeded = {});

/// Words that the fullest PE's activation RAM is expected to hold: ceil tile of the plane x channels x
/// density (SCNN sec. 4.4; the ceil tile of the whole plane, before temporal tiling).
double expected_occupancy(const MachineConfig& config, std::int64_t rows, std::int64_t columns,
                          std::uint64_t channels, double density);

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
