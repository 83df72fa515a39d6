// SPDX-License-Identifier: Apache-2.0
#include "traces/layer_draws.h"

#include <gtest/gtest.h>

#include "traces/convolution.h"
#include "traces/generate.h"

namespace scnnsim {
namespace {

NetworkLayer layer_of(const std::string& name) {
  NetworkLayer layer;
  layer.description.name = name;
  layer.description.after = {"relu"};
  LayerShape& shape = layer.description.shape;
  shape.C = 4;
  shape.K = 6;
  shape.H = shape.W = 8;
  shape.R = shape.S = 3;
  layer.weight_density = 0.5;
  layer.input_density = 0.4;
  layer.output_density = 0.3;
  return layer;
}

TEST(LayerDraws, layers_are_the_same_with_and_without_shared_draws) {
  LayerDraws draws;
  for (const char* name : {"a", "b"})
    for (const std::uint64_t seed : {1u, 2u})
      for (const Granularity granularity : {Granularity::none, Granularity::element, Granularity::kernel})
        for (const char* pattern : {"clustered", "uniform", "correlated"})
          for (const double density : {0.2, 0.7})
            for (const std::uint32_t size : {7u, 8u}) {
              GenerateOptions options;
              options.seed = seed;
              options.granularity = granularity;
              options.activation_pattern = pattern;
              options.activation_density = density;
              if (granularity != Granularity::none) options.weight_density = density;
              NetworkLayer one = layer_of(name), other = one;
              one.description.shape.H = other.description.shape.H = size;
              const LayerTensors alone = generate_layer(one, options);
              const GeneratedLayer shared = generate_layer(other, options, draws);
              ASSERT_EQ(shared.tensors.weights.data, alone.weights.data);
              ASSERT_EQ(shared.tensors.activations.data, alone.activations.data);
              ASSERT_EQ(shared.tensors.bias->data, alone.bias->data);
              ASSERT_EQ(other.description.output_shift, one.description.output_shift);
              ASSERT_EQ(Sums(shared.sums), convolve(one.description, alone));
            }
}

TEST(LayerDraws, what_was_drawn_is_kept) {
  LayerDraws draws;
  const WeightDraw weights{1, "conv", 2, 3, 1, 1};
  const ActivationDraw activations{1, "conv", 2, 3, 4, 5, "uniform", {}};
  const std::int16_t* const first = draws.weights(weights).data.data();
  draws.activations(activations);
  EXPECT_EQ(draws.weights(weights).data.data(), first);
}

}  // namespace
}  // namespace scnnsim
