// SPDX-License-Identifier: Apache-2.0
// Valid taps and the coordinate unit must drop the same products.
#include "models/pe/batched/tile_places.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// Prepares for a tile of which the coordinate unit has the outputs of one temporal tile, the valid taps
/// those of another.
void configure(const Rectangle& outputs, const Rectangle& outputs_of_taps) {
  UnitGeometry geometry;
  geometry.R = geometry.S = 7;
  geometry.pad_top = geometry.pad_left = 3;
  geometry.H = geometry.W = geometry.P = geometry.Q = 12;
  PeTile tile;
  tile.input = {{3, 8}, {2, 6}};
  Pass pass, pass_of_taps;
  pass.outputs = outputs;
  pass_of_taps.outputs = outputs_of_taps;
  constexpr std::uint32_t kc = 2;
  const AccumulatorParameters parameters;
  CoordinateUnit coordinates(sc_core::sc_gen_unique_name("coordinates"), parameters);
  coordinates.configure(geometry, pass, tile, kc);
  const ValidTaps taps(geometry, pass_of_taps, tile);
  TapClasses classes;
  for (std::size_t y = 0; y < taps.rows(); ++y)
    for (std::size_t x = 0; x < taps.columns(); ++x) classes.push_back(taps.valid(y, x));
  std::sort(classes.begin(), classes.end());
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  TilePlaces(coordinates, parameters.banks).configure(geometry, taps, classes, kc);
}

TEST(TilePlaces, RefusesValidTapsThatTheCoordinateUnitDoesNotKeep) {
  const Rectangle outputs{{0, 6}, {0, 12}};
  EXPECT_NO_THROW(configure(outputs, outputs));
  EXPECT_THROW(configure(outputs, {{0, 7}, {0, 12}}), SimulationError);
  EXPECT_THROW(configure(outputs, {{0, 6}, {1, 12}}), SimulationError);
}

}  // namespace
}  // namespace scnnsim
