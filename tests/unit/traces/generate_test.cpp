// SPDX-License-Identifier: Apache-2.0
#include "traces/generate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/unit/traces/test_support.h"
#include "traces/convolution.h"
#include "traces/output_bias.h"
#include "traces/patterns/activation_pattern.h"
#include "traces/trace.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;
using testing::read_text;
using testing::ScratchFolder;

NetworkLayer small_layer() {
  NetworkLayer layer;
  LayerShape& s = layer.description.shape;
  layer.description.name = "conv";
  layer.description.after = {"relu"};
  s.C = 24, s.K = 16, s.H = 14, s.W = 14, s.R = 3, s.S = 3;
  s.pad_top = s.pad_left = s.pad_bottom = s.pad_right = 1;
  layer.weight_density = 0.3;
  layer.input_density = 0.4;
  layer.output_density = 0.45;
  return layer;
}

GenerateOptions options_for(Granularity granularity, const std::string& pattern = "clustered") {
  GenerateOptions options;
  options.granularity = granularity;
  options.activation_pattern = pattern;
  return options;
}

template <class T>
std::size_t nonzeros(const std::vector<T>& values) {
  return static_cast<std::size_t>(
      std::count_if(values.begin(), values.end(), [](T value) { return value != 0; }));
}

std::size_t rounded(double value) {
  return static_cast<std::size_t>(std::llround(value));
}

TEST(Generate, MeetsWeightDensitiesExactly) {
  for (const auto& [granularity, grain] : {std::pair{Granularity::element, 1.0},
                                           {Granularity::vector, 3.0},
                                           {Granularity::kernel, 9.0},
                                           {Granularity::filter, 216.0}}) {
    NetworkLayer layer = small_layer();
    const auto weights = generate_layer(layer, options_for(granularity)).weights;
    EXPECT_EQ(nonzeros(weights.data), rounded(0.3 * 3456 / grain) * rounded(grain)) << to_string(granularity);
    EXPECT_EQ(layer.description.granularity, granularity);
  }
}

TEST(Generate, MeetsActivationDensitiesExactlyWithinTheirRange) {
  for (const std::string& pattern : activation_pattern_names()) {
    NetworkLayer layer = small_layer();
    const auto activations = generate_layer(layer, options_for(Granularity::element, pattern)).activations;
    EXPECT_EQ(nonzeros(activations.data), rounded(0.4 * 24 * 14 * 14)) << pattern;
    const auto [low, high] = std::minmax_element(activations.data.begin(), activations.data.end());
    EXPECT_GE(*low, 0);
    EXPECT_LE(*high, 127);
  }
}

/// Standard deviation of the channels' densities.
double spread(const std::string& pattern, double concentration) {
  NetworkLayer layer = small_layer();
  layer.description.shape.C = 400;
  GenerateOptions options = options_for(Granularity::element, pattern);
  options.pattern.concentration = concentration;
  options.output = OutputDensity::none;
  const auto activations = generate_layer(layer, options).activations;
  double squares = 0;
  for (std::size_t c = 0; c < 400; ++c) {
    const auto begin = activations.data.begin() + static_cast<std::ptrdiff_t>(c * 196);
    const double d =
        static_cast<double>(std::count_if(begin, begin + 196, [](int v) { return v != 0; })) / 196;
    squares += (d - 0.4) * (d - 0.4);
  }
  return std::sqrt(squares / 400);
}

TEST(Generate, ClusteredChannelsSpreadLikeTheirBetaDistribution) {
  // Beta(0.4 c, 0.6 c) has the standard deviation sqrt(0.24 / (c + 1)).
  EXPECT_NEAR(spread("clustered", 1.5), std::sqrt(0.24 / 2.5), 0.03);
  EXPECT_NEAR(spread("clustered", 20), std::sqrt(0.24 / 21 + 0.24 / 196), 0.015);
  EXPECT_NEAR(spread("uniform", 1.5), std::sqrt(0.24 / 196), 0.01);
}

TEST(Generate, DependsOnSeedAndLayerNameAlone) {
  NetworkLayer a = small_layer(), b = small_layer(), other = small_layer();
  other.description.name = "other";
  GenerateOptions options = options_for(Granularity::vector);
  const auto first = generate_layer(a, options), again = generate_layer(b, options);
  EXPECT_EQ(first.weights.data, again.weights.data);
  EXPECT_EQ(first.activations.data, again.activations.data);
  EXPECT_EQ(first.bias->data, again.bias->data);
  EXPECT_NE(generate_layer(other, options).weights.data, first.weights.data);
  options.seed = 2;
  NetworkLayer c = small_layer();
  EXPECT_NE(generate_layer(c, options).activations.data, first.activations.data);
}

TEST(Generate, OptionsComeBeforeTheNetworksPatternAndItBeforeDefaults) {
  NetworkLayer layer = small_layer();
  GenerateOptions options;
  EXPECT_EQ(generated_pattern(layer, options).first, default_activation_pattern);
  layer.activation_pattern = "correlated";
  layer.pattern.shared = 0.2;
  layer.pattern.border = 0.3;
  options.pattern.border = 0.4;
  EXPECT_EQ(generated_pattern(layer, options).first, "correlated");
  EXPECT_EQ(generated_pattern(layer, options).second.shared, 0.2);
  EXPECT_EQ(generated_pattern(layer, options).second.border, 0.4);
  options.activation_pattern = "uniform";
  EXPECT_EQ(generated_pattern(layer, options).first, "uniform");
}

TEST(Generate, ProvenanceHoldsEveryParameterOfThePattern) {
  Network network{"n", "", {small_layer(), small_layer()}};
  network.layers[1].description.name = "own";
  GenerateOptions options = options_for(Granularity::element, "correlated");
  options.pattern.spectrum = 0.8;
  const std::string plain = generate_provenance(network, options);
  EXPECT_NE(
      plain.find("activation_pattern: correlated\nconcentration: " + std::string(channel_concentration_text) +
                 "\nspectrum: 0.8\nshared: " + std::string(shared_share_text) +
                 "\nborder: 0.04\noutput_density"),
      std::string::npos)
      << plain;
  network.layers[1].pattern.shared = 0.1;
  const std::string own = generate_provenance(network, options);
  EXPECT_NE(own.find("activations:\n  - {layer: \"own\", pattern: correlated, concentration: 600/sqrt(size), "
                     "spectrum: 0.8, shared: 0.1, border: 0.04}\n"),
            std::string::npos)
      << own;
}

TEST(Generate, LayersWithPatternsOfTheirOwnDiffer) {
  NetworkLayer plain = small_layer(), own = small_layer();
  own.pattern.concentration = 20;
  const GenerateOptions options = options_for(Granularity::element);
  EXPECT_NE(generate_layer(plain, options).activations.data, generate_layer(own, options).activations.data);
}

// A change here changes every generated trace, and with them all recorded results.
TEST(Generate, KeepsItsBytes) {
  NetworkLayer layer = small_layer();
  const auto tensors = generate_layer(layer, options_for(Granularity::element));
  const auto digest = [](const auto& tensor) {
    std::uint64_t hash = 14695981039346656037u;  // FNV-1a
    for (const auto value : tensor.data) hash = (hash ^ static_cast<std::uint16_t>(value)) * 1099511628211u;
    return hash;
  };
  EXPECT_EQ(digest(tensors.weights), 4982548811756764449u);
  EXPECT_EQ(digest(tensors.activations), 9907606088668778418u);
}

double density_of_outputs(const NetworkLayer& layer, const LayerTensors& tensors, unsigned operand_bits) {
  std::size_t count = 0;
  const auto sums = convolve(layer.description, tensors).as_int32().value();
  for (const std::int32_t sum : sums.data) count += Requantisation(layer.description, operand_bits)(sum) != 0;
  return static_cast<double>(count) / static_cast<double>(sums.size());
}

TEST(Generate, BiasesBringOutputsToTheirDensity) {
  for (const Granularity granularity : {Granularity::element, Granularity::filter}) {
    NetworkLayer layer = small_layer();
    layer.description.after = {"relu"};
    const auto tensors = generate_layer(layer, options_for(granularity));
    ASSERT_TRUE(tensors.bias);
    EXPECT_NEAR(density_of_outputs(layer, tensors, 16), 0.45,
                granularity == Granularity::element ? 0.001 : 0.04);
  }
}

TEST(Generate, ShiftIsTheSmallestThatFits) {
  NetworkLayer layer = small_layer();
  layer.description.after = {"relu"};
  GenerateOptions options = options_for(Granularity::element);
  options.operand_bits = 8;
  options.output = OutputDensity::given;
  options.output_density = 0.2;
  const auto tensors = generate_layer(layer, options);
  const auto sums = convolve(layer.description, tensors).as_int32().value();
  const std::int32_t largest = *std::max_element(sums.data.begin(), sums.data.end());
  const std::uint32_t shift = layer.description.output_shift;
  EXPECT_GT(shift, 0u);
  EXPECT_LE(largest >> shift, 127);
  EXPECT_NEAR(density_of_outputs(layer, tensors, 8), 0.2, 0.001);
}

TEST(Generate, HandlesFullyConnectedAndDepthwiseLayers) {
  NetworkLayer fc = small_layer(), depthwise = small_layer();
  fc.description.after = depthwise.description.after = {"relu"};
  fc.description.shape = {};
  fc.description.shape.C = 1000;
  fc.description.shape.K = 300;
  depthwise.description.shape.C = depthwise.description.shape.K = depthwise.description.shape.groups = 24;
  for (const auto* one : {&fc, &depthwise}) {
    NetworkLayer layer = *one;
    const auto tensors = generate_layer(layer, options_for(Granularity::kernel));
    EXPECT_EQ(nonzeros(tensors.activations.data),
              rounded(0.4 * static_cast<double>(tensors.activations.size())));
    EXPECT_NEAR(density_of_outputs(layer, tensors, 16), 0.45, 0.05);
  }
}

TEST(Generate, DenseInputsStayDense) {
  NetworkLayer layer = small_layer();
  layer.input_density = 1.0;
  GenerateOptions options = options_for(Granularity::element);
  options.activation_density = 0.3;
  const auto activations = generate_layer(layer, options).activations;
  EXPECT_EQ(nonzeros(activations.data), activations.size());
}

TEST(Generate, NamesTheOptionForAMissingDensity) {
  NetworkLayer layer = small_layer();
  layer.weight_density.reset();
  expect_user_error([&] { generate_layer(layer, options_for(Granularity::element)); },
                    {"conv", "weight_density", "--weight-density"});
  layer = small_layer();
  layer.input_density.reset();
  expect_user_error([&] { generate_layer(layer, options_for(Granularity::element)); },
                    {"conv", "input_density", "--activation-density"});
  layer = small_layer();
  GenerateOptions options = options_for(Granularity::none);
  options.weight_density = 0.5;
  expect_user_error([&] { generate_layer(layer, options); }, {"--weight-density", "0.5", "none"});
  expect_user_error([&] { generate_layer(layer, options_for(Granularity::element, "cluster")); },
                    {"cluster", "uniform, clustered"});
}

TEST(Generate, WritesTheSameBytesForALayerWhateverElseIsGenerated) {
  Network network;
  network.name = "two";
  network.layers = {small_layer(), small_layer()};
  network.layers[1].description.name = "second";
  const ScratchFolder both, alone;
  generate_trace(network, options_for(Granularity::vector), both.path());
  network.layers.erase(network.layers.begin());
  generate_trace(network, options_for(Granularity::vector), alone.path());
  for (const char* file : {"second.weights.npy", "second.activations.npy"})
    EXPECT_EQ(read_text(both / file), read_text(alone / file));
  const Trace trace = Trace::open(both.path());
  EXPECT_NE(trace.provenance.find("seed: 1"), std::string::npos);
  EXPECT_NE(trace.provenance.find("scnnsim trace generate"), std::string::npos);
}

TEST(ScaleOutputs, PutsTheQuantileAtTheThreshold) {
  LayerDescription layer;
  layer.after = {"relu"};
  layer.shape.K = 2, layer.shape.H = 4;
  Tensor<std::int32_t> sums({2, 4, 1});
  sums.data = {10, 20, 30, 40, -1, -2, -3, -4};
  const OutputScaling scaling = scale_outputs(layer, sums, 0.5, std::nullopt, 16);
  EXPECT_EQ(scaling.shift, 0u);
  EXPECT_EQ(scaling.bias->data, (std::vector<std::int32_t>{1 - 30, 1 + 2}));
}

TEST(ScaleOutputs, SwitchesChannelsThatAreAllAlike) {
  LayerDescription layer;
  layer.after = {"relu"};
  layer.shape.K = 4, layer.shape.H = 3;
  Tensor<std::int32_t> sums({4, 3, 1});
  const OutputScaling scaling = scale_outputs(layer, sums, 0.5, std::nullopt, 16);
  EXPECT_EQ(std::count(scaling.bias->data.begin(), scaling.bias->data.end(), 1), 2);  // on
  EXPECT_EQ(std::count(scaling.bias->data.begin(), scaling.bias->data.end(), 0), 2);  // off
}

TEST(ScaleOutputs, LeavesLayersWithoutReluUnbiased) {
  LayerDescription layer;
  layer.after.clear();
  layer.shape.H = 2;
  Tensor<std::int32_t> sums({1, 2, 1});
  sums.data = {100, -1000};
  const OutputScaling scaling = scale_outputs(layer, sums, 0.5, std::nullopt, 8);
  EXPECT_FALSE(scaling.bias);
  EXPECT_EQ(scaling.shift, 3u);  // -1000 >> 3 = -125
}

TEST(Generate, NOfMHasItsOwnDensity) {
  NetworkLayer layer = small_layer();
  layer.weight_density = 0.3;
  const auto tensors = generate_layer(layer, options_for(Granularity::n_of_m(1, 4)));
  EXPECT_EQ(layer.description.granularity, Granularity::n_of_m(1, 4));
  EXPECT_EQ(nonzeros(tensors.weights.data), 16u * 24 * 9 / 4);
  GenerateOptions options = options_for(Granularity::n_of_m(1, 4));
  options.weight_density = 0.3;
  expect_user_error([&] { generate_layer(layer, options); }, {"--weight-density", "0.3", "0.25"});
}

}  // namespace
}  // namespace scnnsim
