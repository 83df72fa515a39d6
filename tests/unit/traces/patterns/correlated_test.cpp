// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/unit/traces/test_support.h"
#include "traces/patterns/activation_pattern.h"
#include "traces/patterns/channel_counts.h"

namespace scnnsim {
namespace {

using Marks = std::vector<std::uint8_t>;

Marks draw(const PatternPlanes& planes, std::uint64_t nonzeros, const PatternOptions& options = {},
           std::uint64_t seed = 1) {
  RandomStream random(seed, "layer", "activation positions");
  return make_activation_pattern("correlated", options, "test")->draw(planes, nonzeros, random);
}

PatternOptions with(double shared, double border, double concentration = 4) {
  PatternOptions options;
  options.concentration = concentration;
  options.shared = shared;
  options.border = border;
  return options;
}

std::uint64_t count(const Marks& marks) {
  return std::accumulate(marks.begin(), marks.end(), std::uint64_t{0});
}

TEST(CorrelatedPattern, marks_exactly_as_many_as_asked_for) {
  for (const PatternPlanes& planes :
       {PatternPlanes{3, 5, 7}, {1, 1, 1}, {40, 1, 1}, {2, 1, 33}, {2, 33, 1}, {8, 16, 16}})
    for (const double density : {0.0, 0.01, 0.5, 0.99, 1.0}) {
      const auto nonzeros = static_cast<std::uint64_t>(density * static_cast<double>(planes.size()));
      const Marks marks = draw(planes, nonzeros);
      ASSERT_EQ(marks.size(), planes.size());
      EXPECT_EQ(count(marks), nonzeros);
      EXPECT_LE(*std::max_element(marks.begin(), marks.end()), 1);
    }
}

TEST(CorrelatedPattern, channels_have_the_counts_that_clustered_draws) {
  const PatternPlanes planes{12, 9, 9};
  const Marks marks = draw(planes, 400, with(0.03, 0, 2));
  RandomStream random(1, "layer", "activation positions");
  const auto counts = draw_channel_counts(planes, 400, 2, random);
  for (std::size_t c = 0; c < 12; ++c)
    EXPECT_EQ(std::accumulate(&marks[c * 81], &marks[c * 81] + 81, std::uint64_t{0}), counts[c]);
}

TEST(CorrelatedPattern, channels_with_all_variance_in_common_are_nested) {
  const Marks marks = draw({6, 20, 20}, 1200, with(1, 0, 2));
  for (std::size_t a = 0; a < 6; ++a)
    for (std::size_t b = 0; b < 6; ++b) {
      bool a_in_b = true, b_in_a = true;
      for (std::size_t i = 0; i < 400; ++i) {
        a_in_b = a_in_b && marks[a * 400 + i] <= marks[b * 400 + i];
        b_in_a = b_in_a && marks[b * 400 + i] <= marks[a * 400 + i];
      }
      EXPECT_TRUE(a_in_b || b_in_a) << a << " " << b;
    }
}

TEST(CorrelatedPattern, a_high_border_fills_the_outermost_positions_first) {
  // 36 of 100 positions are outermost; five deviations put them before all others.
  const Marks marks = draw({10, 10, 10}, 360, with(0, 5, 1e6));
  std::uint64_t outermost = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::size_t y = i / 10 % 10, x = i % 10;
    if (y == 0 || y == 9 || x == 0 || x == 9) outermost += marks[i];
  }
  EXPECT_GE(outermost, 350u);
}

TEST(CorrelatedPattern, seeds_differ) {
  EXPECT_NE(draw({4, 12, 12}, 200, {}, 1), draw({4, 12, 12}, 200, {}, 2));
}

TEST(CorrelatedPattern, the_same_bytes_everywhere) {
  const Marks marks = draw({16, 28, 28}, 5000);
  EXPECT_EQ(XXH64(marks.data(), marks.size(), 0), 14768420069523738607u);
  const Marks wide = draw({3, 5, 150}, 700);
  EXPECT_EQ(XXH64(wide.data(), wide.size(), 0), 17708063411193528380u);
}

TEST(CorrelatedPattern, counts_have_the_concentration_of_the_layers_size) {
  const PatternPlanes planes{16, 15, 15};  // 3,600 activations: 600 / 60
  const Marks marks = draw(planes, 1500);
  RandomStream random(1, "layer", "activation positions");
  const auto counts = draw_channel_counts(planes, 1500, 10, random);
  for (std::size_t c = 0; c < 16; ++c)
    EXPECT_EQ(std::accumulate(&marks[c * 225], &marks[c * 225] + 225, std::uint64_t{0}), counts[c]);
}

TEST(ChannelConcentration, falls_with_the_square_root_of_the_size) {
  EXPECT_DOUBLE_EQ(channel_concentration({10, 10, 10}), 600 / std::sqrt(1000.0));
  EXPECT_DOUBLE_EQ(channel_concentration({16, 15, 15}), 10);
  EXPECT_DOUBLE_EQ(channel_concentration({64, 60, 60}), 1.25);
  EXPECT_DOUBLE_EQ(channel_concentration({1, 1, 1}), 600);
  EXPECT_DOUBLE_EQ(channel_concentration({4096, 1000, 1000}), 0.01);
}

TEST(SharedShare, falls_with_the_cube_root_of_the_size) {
  EXPECT_DOUBLE_EQ(shared_share({10, 10, 10}), 0.2);
  EXPECT_DOUBLE_EQ(shared_share({80, 10, 10}), 0.1);
  EXPECT_DOUBLE_EQ(shared_share({1, 1, 1}), 0.5);
}

TEST(Patterns, texts_of_laws_have_the_laws_numbers) {
  EXPECT_EQ(fmt::format("{:g}/sqrt(size)", channel_concentration({1, 1, 1})), channel_concentration_text);
  EXPECT_EQ(fmt::format("{:g}/cbrt(size)", 10 * shared_share({10, 10, 10})), shared_share_text);
}

TEST(Patterns, values_are_given_or_defaults) {
  const auto& parameters = pattern_parameters();
  PatternOptions options;
  EXPECT_EQ(pattern_value("clustered", options, parameters[0]), "1.5");
  EXPECT_EQ(pattern_value("uniform", options, parameters[0]), "1.5");
  EXPECT_EQ(pattern_value("correlated", options, parameters[2]), shared_share_text);
  EXPECT_EQ(pattern_value("correlated", options, parameters[0]), channel_concentration_text);
  options.shared = 0.25;
  EXPECT_EQ(pattern_value("correlated", options, parameters[2]), "0.25");
  EXPECT_EQ(patterns_with(parameters[0]), (std::vector<std::string>{"clustered", "correlated"}));
  testing::expect_user_error([] { pattern_defaults("corelated", "--activation-pattern"); },
                             {"--activation-pattern", "corelated", "did you mean \"correlated\""});
}

}  // namespace
}  // namespace scnnsim
