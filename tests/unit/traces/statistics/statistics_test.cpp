// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "traces/patterns/activation_pattern.h"
#include "traces/statistics/activation_mask.h"
#include "traces/statistics/normal_quantile.h"

namespace scnnsim {
namespace {

/// One string per channel; rows are separated by spaces, # is a non-zero.
ActivationMask mask_of(const std::vector<std::string>& channels) {
  ActivationMask mask{channels.size(), 1, 0, {}};
  for (const char c : channels[0]) {
    if (c == ' ') ++mask.rows;
    if (c != ' ' && mask.rows == 1) ++mask.columns;
  }
  for (const std::string& channel : channels)
    for (const char c : channel)
      if (c != ' ') mask.marks.push_back(c == '#');
  return mask;
}

TEST(ActivationMask, holds_where_a_tensor_is_not_zero) {
  Tensor<std::int16_t> tensor({2, 1, 3});
  tensor.data = {0, -5, 1, 0, 0, 7};
  const ActivationMask mask = ActivationMask::of(tensor);
  EXPECT_EQ(mask.marks, (std::vector<std::uint8_t>{0, 1, 1, 0, 0, 1}));
  EXPECT_DOUBLE_EQ(mask.density(), 0.5);
  EXPECT_EQ(mask.channel_densities(), (std::vector<double>{2.0 / 3, 1.0 / 3}));
  EXPECT_EQ(mask.position_densities(), (std::vector<double>{0, 0.5, 1}));
}

TEST(Autocorrelation, of_a_row_by_hand) {
  // Deviations +-1/2, variance 1/4. Distance 1: products + - + over 3 pairs; distance 2: - - over 2.
  const ActivationMask mask = mask_of({"##.."});
  EXPECT_DOUBLE_EQ(autocorrelation(mask, 1).value(), 1.0 / 3);
  EXPECT_DOUBLE_EQ(autocorrelation(mask, 2).value(), -1);
  EXPECT_EQ(autocorrelation(mask, 4), std::nullopt);
}

TEST(Autocorrelation, takes_rows_and_columns_and_weighs_channels_by_variance) {
  // Channel 1: pairs in rows agree (2 of +1/4), pairs in columns do not (2 of -1/4). Channel 2 does not vary.
  EXPECT_DOUBLE_EQ(autocorrelation(mask_of({"## ..", "## ##"}), 1).value(), 0);
  // Variances 1/4 and 3/16; covariances sum to (1/4 + 3 x -1/4 ...) of chess: -4/4 and of one corner: 4
  // pairs, deviations 3/4 and -1/4: two of -3/16, two of +1/16.
  const double covariances = (-4 * 0.25 + 2 * -3.0 / 16 + 2 * 1.0 / 16) / 4;
  EXPECT_DOUBLE_EQ(autocorrelation(mask_of({"#. .#", "#. .."}), 1).value(), covariances / (0.25 + 3.0 / 16));
}

TEST(Autocorrelation, of_constant_channels_is_undefined) {
  EXPECT_EQ(autocorrelation(mask_of({"###", "..."}), 1), std::nullopt);
}

TEST(ChannelCorrelation, of_equal_and_of_opposite_channels) {
  EXPECT_DOUBLE_EQ(channel_correlation(mask_of({"##..", "##.."})).value(), 1);
  EXPECT_DOUBLE_EQ(channel_correlation(mask_of({"##..", "..##"})).value(), -1);
  EXPECT_NEAR(channel_correlation(mask_of({"##..", "#.#."})).value(), 0, 1e-12);
  EXPECT_EQ(channel_correlation(mask_of({"##..", "####"})), std::nullopt);
}

TEST(ChannelCorrelation, by_hand_for_different_densities) {
  // Densities 1/2 and 1/4: covariance 1/4 - 1/8 = 1/8, deviations 1/2 and sqrt(3)/4.
  EXPECT_NEAR(channel_correlation(mask_of({"##..", "#..."})).value(), 0.125 / (0.5 * std::sqrt(3.0) / 4),
              1e-12);
}

TEST(BorderDensities, by_hand) {
  // 4 of the 12 outermost positions, 2 of the 4 others.
  const ActivationMask mask = mask_of({"#### .#.. ..#. ...."});
  EXPECT_DOUBLE_EQ(border_densities(mask)->outermost, 1.0 / 3);
  EXPECT_DOUBLE_EQ(border_densities(mask)->inside, 0.5);
  EXPECT_EQ(border_densities(mask_of({"## ##"})), std::nullopt);
}

TEST(FitBorder, is_the_difference_of_normal_quantiles) {
  // 4 of 8 outermost, 1 of 1 inside; 1 counts as 1 - 1/18.
  const ActivationMask mask = mask_of({"### ##. ..."});
  EXPECT_NEAR(fit_border(mask).value(), 0 - normal_quantile(1 - 1.0 / 18), 1e-12);
}

TEST(NormalQuantile, has_the_tables_values) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959964, 1e-6);
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-12);
  EXPECT_NEAR(normal_density(0), 0.398942, 1e-6);
}

TEST(TileUnevenness, by_hand) {
  // 2 x 2 PEs, tiles of 1 x 2: densities 1, 0, 1/2, 1/2; mean 1/2, deviation sqrt(1/8).
  EXPECT_NEAR(tile_unevenness(mask_of({"##.. #.#."}), 2, 2).value(), std::sqrt(0.125) / 0.5, 1e-12);
  EXPECT_DOUBLE_EQ(tile_unevenness(mask_of({"##.. ##..", "..## ..##"}), 2, 2).value(), 0);
  // 3 columns on 2: tiles of 2 and 1. Densities 1/2 and 1, mean 2/3.
  EXPECT_NEAR(tile_unevenness(mask_of({"#.#"}), 1, 2).value(),
              std::sqrt((2 * 1.0 / 36 + 1.0 / 9) / 3) / (2.0 / 3), 1e-12);
  EXPECT_EQ(tile_unevenness(mask_of({"..."}), 8, 8), std::nullopt);
  EXPECT_EQ(tile_unevenness(mask_of({"#"}), 8, 8), std::nullopt);
}

TEST(FitConcentration, needs_channels_that_differ) {
  EXPECT_EQ(fit_concentration(mask_of({"#."})), std::nullopt);
  EXPECT_EQ(fit_concentration(mask_of({"#.", ".#"})), std::nullopt);
}

TEST(FitConcentration, is_where_the_likelihood_is_flat) {
  // Densities 1/4 and 3/4: alpha = beta by symmetry, and digamma(a) - digamma(2 a) = mean of the logarithms,
  // which a = 1.95389 solves.
  EXPECT_NEAR(fit_concentration(mask_of({"#...", ".###"})).value(), 3.90779, 1e-3);
}

TEST(FitConcentration, is_that_of_the_distribution_drawn_from) {
  for (const double concentration : {1.5, 5.0, 30.0}) {
    RandomStream random(1, "layer", "test");
    ActivationMask mask{1000, 40, 40, {}};
    for (int c = 0; c < 1000; ++c) {
      const double density = random.beta(0.4 * concentration, 0.6 * concentration);
      for (int i = 0; i < 1600; ++i) mask.marks.push_back(i < density * 1600);
    }
    EXPECT_NEAR(fit_concentration(mask).value(), concentration, 0.1 * concentration);
  }
}

ActivationMask generated(const PatternPlanes& planes, double density, const PatternOptions& options) {
  RandomStream random(3, "layer", "activation positions");
  const auto nonzeros = static_cast<std::uint64_t>(density * static_cast<double>(planes.size()));
  return {planes.channels, planes.rows, planes.columns,
          make_activation_pattern("correlated", options, "test")->draw(planes, nonzeros, random)};
}

TEST(FittedParameters, are_those_that_the_field_was_drawn_with) {
  for (const double concentration : {4.0, 20.0})
    for (const double shared : {0.0, 0.05, 0.2})
      for (const double border : {0.0, 0.4}) {
        PatternOptions options;
        options.concentration = concentration;
        options.shared = shared;
        options.border = border;
        const ActivationMask mask = generated({400, 32, 32}, 0.4, options);
        SCOPED_TRACE(::testing::Message() << concentration << " " << shared << " " << border);
        EXPECT_NEAR(fit_concentration(mask).value(), concentration, 0.2 * concentration);
        EXPECT_NEAR(fit_shared(mask).value(), shared, 0.005 + 0.2 * shared);
        EXPECT_NEAR(fit_border(mask).value(), border, 0.1 + 0.2 * border + shared);
      }
}

TEST(FittedParameters, give_the_spectrum_back) {
  for (const double spectrum : {0.3, 0.9, 1.3})
    for (const double concentration : {2.0, 30.0}) {
      PatternOptions options;
      options.concentration = concentration;
      options.spectrum = spectrum;
      options.shared = options.border = 0;
      // The counts of small planes are exact, which the fields' expectation does not know.
      for (const auto& [side, error] : {std::pair<std::uint64_t, double>{8, 0.2}, {20, 0.08}, {60, 0.08}})
        EXPECT_NEAR(fit_spectrum(generated({300, side, side}, 0.3, options)).value(), spectrum, error)
            << spectrum << " " << concentration << " " << side;
    }
}

TEST(FittedParameters, of_uniform_positions_are_near_zero) {
  RandomStream random(3, "layer", "activation positions");
  const PatternPlanes planes{200, 20, 20};
  const ActivationMask mask{200, 20, 20,
                            make_activation_pattern("uniform", {}, "test")->draw(planes, 30000, random)};
  EXPECT_NEAR(autocorrelation(mask, 1).value(), 0, 0.02);
  EXPECT_NEAR(fit_spectrum(mask).value(), 0, 0.1);
  EXPECT_NEAR(channel_correlation(mask).value(), 0, 0.002);
  EXPECT_NEAR(fit_border(mask).value(), 0, 0.05);
  EXPECT_GT(fit_concentration(mask).value(), 100);
}

}  // namespace
}  // namespace scnnsim
