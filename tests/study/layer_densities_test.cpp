// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/layer_densities.h"

#include <gtest/gtest.h>

namespace scnnsim {

namespace {

/// "robust" loses nothing down to 0.5 and then 0.1; "sensitive" loses 0.2 at 0.5 already.
SensitivityScan two_layers() {
  return {0.9, {{"robust", 300, {{0.5, 0.9}, {0.25, 0.8}}}, {"sensitive", 100, {{0.5, 0.7}, {0.25, 0.5}}}}};
}

TEST(LayerDensities, GiveTheWantedShareOfAllWeights) {
  for (const double wanted : {0.05, 0.3, 0.6, 0.95}) {
    const std::vector<double> densities = densities_at_equal_loss(two_layers(), wanted);
    EXPECT_NEAR((300 * densities[0] + 100 * densities[1]) / 400, wanted, 1e-9);
  }
}

TEST(LayerDensities, AreThoseAtWhichAllLayersLoseTheSame) {
  // A loss of 0.1: robust at 0.25 (its slope adds 0.00075), sensitive half way from 1 to 0.5 (0.00025).
  const double sensitive = 1 - 0.5 * (0.10075 - 0) / 0.2005;
  const std::vector<double> densities =
      densities_at_equal_loss(two_layers(), (300 * 0.25 + 100 * sensitive) / 400);
  EXPECT_NEAR(densities[0], 0.25, 1e-6);
  EXPECT_NEAR(densities[1], sensitive, 1e-6);
}

TEST(LayerDensities, DoNotRiseWhereAnAccuracyHappensToRise) {
  const SensitivityScan scan{
      0.9, {{"one", 100, {{0.5, 0.6}, {0.25, 0.8}}}, {"other", 100, {{0.5, 0.6}, {0.25, 0.6}}}}};
  const std::vector<double> densities = densities_at_equal_loss(scan, 0.3);
  EXPECT_NEAR(densities[0], densities[1], 1e-9);
}

}  // namespace

}  // namespace scnnsim
