// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "traces/network.h"
#include "traces/patterns/activation_pattern.h"

namespace scnnsim {

/// Whether biases are chosen so that outputs reach a density.
enum class OutputDensity { published, none, given };
template <>
struct EnumNames<OutputDensity> {
  static constexpr std::array<std::string_view, 3> names{"published", "none", "given"};
};

/// How to generate a trace; the command line's options are named in brackets.
struct GenerateOptions {
  Granularity granularity = Granularity::none;  ///< of pruning [--granularity]
  std::optional<double> weight_density;         ///< of all layers; absent: as published [--weight-density]
  std::optional<double>
      activation_density;  ///< likewise; inputs published as dense stay dense [--activation-density]
  std::optional<std::string>
      activation_pattern;  ///< of all layers; absent: the network's, or the default [--activation-pattern]
  PatternOptions pattern;  ///< likewise, parameter by parameter [--concentration ...]
  OutputDensity output =
      OutputDensity::published;     ///< published: where the network has one [--output-density]
  double output_density = 0;        ///< if `given`
  std::vector<std::string> layers;  ///< what of the network was asked for, for provenance [--layers]
  std::uint64_t seed = 1;           ///< [--seed]
  unsigned operand_bits = 16;       ///< width that output_shift brings the largest sum within
};

/// The pattern of layers where neither the options nor the network name one.
inline constexpr const char* default_activation_pattern = "correlated";
/// The pattern of layers for which the network names none.
std::string activation_pattern(const GenerateOptions& options);

/// Reads an output density as users write it: "published", "none" or a number. Throws UserError.
void set_output_density(GenerateOptions& options, const std::string& text, const std::string& where);

/// Finds what generate_layer would refuse, before the long work begins. Throws UserError.
void check_generate(const Network& network, const GenerateOptions& options);

/// Every option that shapes the tensors of `network`, as YAML. No dates: the same options give the same
/// bytes.
std::string generate_provenance(const Network& network, const GenerateOptions& options);

/// The densities that generate_layer brings a layer's operands to. Throw UserError when none is known.
double generated_weight_density(const NetworkLayer& layer, const GenerateOptions& options);
double generated_activation_density(const NetworkLayer& layer, const GenerateOptions& options);
/// Pattern and parameters of a layer's activations: what the options give, else what the network gives.
std::pair<std::string, PatternOptions> generated_pattern(const NetworkLayer& layer,
                                                         const GenerateOptions& options);

/// Draws one layer: weights (normal, int8, pruned), activations (1 ... 127 at exactly round(density x size)
/// positions), and, if an output density is asked for and the layer has a ReLU, biases. Completes `layer`
/// with granularity and output_shift. Takes at most 4 bytes of memory per weight, and some per activation and
/// output. The result depends on the layer, the options and nothing else. Throws
/// UserError when a density is missing.
LayerTensors generate_layer(NetworkLayer& layer, const GenerateOptions& options);

struct GeneratedLayer {
  LayerTensors tensors;
  Tensor<std::int32_t> sums;  ///< what convolve() returns for the tensors
};
class LayerDraws;
/// The same, with what is left over. `draws` has what earlier layers drew alike, and keeps what is new.
GeneratedLayer generate_layer(NetworkLayer& layer, const GenerateOptions& options, LayerDraws& draws);

/// Writes a trace of all layers of `network` into an existing folder; calls progress(layer name) before each
/// layer.
void generate_trace(const Network& network, const GenerateOptions& options,
                    const std::filesystem::path& folder,
                    const std::function<void(const std::string&)>& progress = {});

}  // namespace scnnsim
