// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/tiling.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/pe/bank_hash.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// Outputs `begin ... end - 1` need these inputs of one dimension.
Range input_range(Range outputs, std::int64_t pad, std::int64_t reach, std::int64_t plane) {
  return intersect(Range{outputs.begin - pad, outputs.end - pad + reach}, Range{0, plane});
}

/// Longest PE piece of the inputs of any tile, one dimension.
std::int64_t longest_piece(std::int64_t outputs, std::int64_t tile, std::int64_t pad, std::int64_t reach,
                           std::int64_t plane, std::int64_t parts) {
  std::int64_t longest = 0;
  for (std::int64_t begin = 0; begin < outputs; begin += tile) {
    const Range needed = input_range({begin, std::min(begin + tile, outputs)}, pad, reach, plane);
    longest = std::max(longest, ceil_divide(needed.size(), parts));
  }
  return longest;
}

/// The largest tile of one dimension, `tile` or more, that gives no PE a longer piece than `tile` does.
std::int64_t grown(std::int64_t outputs, std::int64_t tile, std::int64_t pad, std::int64_t reach,
                   std::int64_t plane, std::int64_t parts) {
  const std::int64_t piece = longest_piece(outputs, tile, pad, reach, plane, parts);
  while (tile < outputs && longest_piece(outputs, tile + 1, pad, reach, plane, parts) <= piece) ++tile;
  return tile;
}

/// Assumption: a cut plane is cut into tiles that leave no row or column of the PE grid part empty, as far as
/// it goes; even tiles of VGG conv1_2 would cost a fifth more cycles than published.
TemporalTiling grown(const MachineConfig& config, const UnitGeometry& g, const TemporalTiling& tiling) {
  return {grown(g.P, tiling.height, g.pad_top, g.reach_h(), g.H, config.pe_array.rows),
          grown(g.Q, tiling.width, g.pad_left, g.reach_w(), g.W, config.pe_array.columns), tiling.kc,
          tiling.limit};
}

/// Rows and columns of the largest accumulator region under a tiling.
std::pair<std::int64_t, std::int64_t> largest_region(const MachineConfig& config, const UnitGeometry& g,
                                                     const TemporalTiling& tiling) {
  const std::int64_t rows =
      longest_piece(g.P, tiling.height, g.pad_top, g.reach_h(), g.H, config.pe_array.rows) + g.reach_h();
  const std::int64_t columns =
      longest_piece(g.Q, tiling.width, g.pad_left, g.reach_w(), g.W, config.pe_array.columns) + g.reach_w();
  return {rows, columns};
}

bool fits(const MachineConfig& config, const UnitGeometry& geometry, const TemporalTiling& tiling) {
  const auto [rows, columns] = largest_region(config, geometry, tiling);
  return region_fits(config.accumulator, tiling.kc, static_cast<std::uint64_t>(rows),
                     static_cast<std::uint64_t>(columns));
}

std::uint32_t kc_in_force(const MachineConfig& config, const UnitGeometry& geometry, const std::string& layer,
                          const ExceededRam& exceeded) {
  for (std::uint32_t kc = largest_kc(config, geometry, exceeded); kc > 0; --kc)
    if (fits(config, geometry, {1, 1, kc})) return kc;
  const auto [rows, columns] = largest_region(config, geometry, {1, 1, 1});
  throw UserError(fmt::format(
      "layer {}: one output channel of a one-position tile needs an accumulator region of {} x {} words, "
      "more than the "
      "accumulators hold (accumulator.banks = {} x accumulator.entries = {}, bank hash {}); enlarge them",
      layer, rows, columns, config.accumulator.banks, config.accumulator.entries,
      to_string(config.accumulator.bank_hash)));
}

/// Tiles as large as `limit_of` lets them be: rows are grown before columns, each by what makes some PE's
/// piece longer. The limit is what refused the last larger ones.
TemporalTiling enlarged(const MachineConfig& config, const UnitGeometry& g, TemporalTiling tiling,
                        const std::function<TilingLimit(const TemporalTiling&)>& limit_of) {
  for (const bool is_row : {true, false})
    while (is_row ? tiling.height < g.P : tiling.width < g.Q) {
      const TemporalTiling longer =
          grown(config, g, {tiling.height + is_row, tiling.width + !is_row, tiling.kc, tiling.limit});
      if (const TilingLimit limit = limit_of(longer); limit != TilingLimit::none) {
        tiling.limit = limit;
        break;
      }
      tiling = longer;
    }
  return tiling;
}

}  // namespace

std::vector<Rectangle> TemporalTiling::tiles(const UnitGeometry& g) const {
  std::vector<Rectangle> all;
  for (std::int64_t p = 0; p < g.P; p += height)
    for (std::int64_t q = 0; q < g.Q; q += width)
      all.push_back({{p, std::min(p + height, g.P)}, {q, std::min(q + width, g.Q)}});
  return all;
}

Range split_range(Range whole, std::int64_t part, std::int64_t parts, PeTiling tiling) {
  const std::int64_t size = whole.size();
  if (tiling == PeTiling::balanced)
    return {whole.begin + part * size / parts, whole.begin + (part + 1) * size / parts};
  const std::int64_t piece = ceil_divide(size, parts);
  return {whole.begin + std::min(part * piece, size), whole.begin + std::min((part + 1) * piece, size)};
}

Rectangle inputs_of(const UnitGeometry& g, const Rectangle& outputs) {
  return {input_range(outputs.rows, g.pad_top, g.reach_h(), g.H),
          input_range(outputs.columns, g.pad_left, g.reach_w(), g.W)};
}

std::uint32_t largest_kc(const MachineConfig& config, const UnitGeometry& geometry,
                         const ExceededRam& exceeded) {
  if (config.mapping.kc.is_number()) return config.mapping.kc.number();
  for (std::uint32_t kc = geometry.filters; kc > 0; --kc) {
    const TemporalTiling whole{geometry.P, geometry.Q, kc};
    if (fits(config, geometry, whole) && (!exceeded || exceeded(whole) == TilingLimit::none)) return kc;
  }
  return usual_kc;
}

std::string why_not_larger(TilingLimit limit) {
  switch (limit) {
    case TilingLimit::accumulators:
      return "the next larger ones do not fit the accumulators";
    case TilingLimit::iaram:
      return "the next larger ones do not fit half an IARAM";
    case TilingLimit::oaram:
      return "the next larger ones do not fit half an OARAM";
    case TilingLimit::none:
      break;
  }
  return "the plane is not cut";
}

TemporalTiling choose_tiling(const MachineConfig& config, const UnitGeometry& geometry,
                             const std::string& layer, const ExceededRam& exceeded) {
  const auto limit_of = [&](const TemporalTiling& tiling) {
    if (!fits(config, geometry, tiling)) return TilingLimit::accumulators;
    return exceeded ? exceeded(grown(config, geometry, tiling)) : TilingLimit::none;
  };
  TemporalTiling tiling{geometry.P, geometry.Q, kc_in_force(config, geometry, layer, exceeded)};
  std::int64_t row_cuts = 1, column_cuts = 1;
  for (;;) {
    const TilingLimit limit = limit_of(tiling);
    if (limit == TilingLimit::none) {
      const TemporalTiling chosen = grown(config, geometry, tiling);
      const bool is_for_ram = tiling.limit == TilingLimit::iaram || tiling.limit == TilingLimit::oaram;
      return is_for_ram ? enlarged(config, geometry, chosen, limit_of) : chosen;
    }
    tiling.limit = limit;
    const bool rows_left = tiling.height > 1, columns_left = tiling.width > 1;
    if (!rows_left && !columns_left) break;
    if (rows_left && (row_cuts <= column_cuts || !columns_left))
      row_cuts *= 2;
    else
      column_cuts *= 2;
    tiling.height = ceil_divide(geometry.P, row_cuts);
    tiling.width = ceil_divide(geometry.Q, column_cuts);
  }
  throw UserError(fmt::format(
      "layer {}: even one-position tiles do not fit half of the activation RAMs (activation_ram.overflow = "
      "retile, "
      "iaram_bytes = {} B, oaram_bytes = {} B); enlarge them or use activation_ram.overflow = spill",
      layer, config.activation_ram.iaram_bytes, config.activation_ram.oaram_bytes));
}

double expected_occupancy(const MachineConfig& config, std::int64_t rows, std::int64_t columns,
                          std::uint64_t channels, double density) {
  const std::int64_t tile = ceil_divide<std::int64_t>(rows, config.pe_array.rows) *
                            ceil_divide<std::int64_t>(columns, config.pe_array.columns);
  return static_cast<double>(tile) * static_cast<double>(channels) * density;
}

std::vector<PeTile> tile_grid(const PeArrayParameters& grid, const Rectangle& inputs,
                              const Rectangle& outputs) {
  const auto piece = [&](const Rectangle& whole, std::uint32_t row, std::uint32_t column) {
    return Rectangle{split_range(whole.rows, row, grid.rows, grid.tiling),
                     split_range(whole.columns, column, grid.columns, grid.tiling)};
  };
  std::vector<PeTile> tiles;
  for (std::uint32_t row = 0; row < grid.rows; ++row)
    for (std::uint32_t column = 0; column < grid.columns; ++column)
      tiles.push_back({piece(inputs, row, column), piece(outputs, row, column), {}});
  return tiles;
}

void copy_tile(const std::int16_t* plane, std::int64_t columns, const Rectangle& tile,
               std::vector<std::int16_t>& values) {
  values.resize(static_cast<std::size_t>(tile.area()));
  auto next = values.begin();
  for (std::int64_t y = tile.rows.begin; y < tile.rows.end; ++y) {
    const std::int16_t* row = plane + y * columns;
    next = std::copy(row + tile.columns.begin, row + tile.columns.end, next);
  }
}

CompressedBlock compress_tile(const std::int16_t* plane, std::int64_t columns, const Rectangle& tile,
                              unsigned index_bits, std::vector<std::int16_t>& scratch) {
  copy_tile(plane, columns, tile, scratch);
  return compress(scratch.data(), scratch.size(), index_bits);
}

}  // namespace scnnsim
