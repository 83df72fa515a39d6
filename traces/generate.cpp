// SPDX-License-Identifier: Apache-2.0
#include "traces/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "traces/convolution.h"
#include "traces/layer_draws.h"
#include "traces/output_bias.h"
#include "traces/prune.h"
#include "traces/support/error.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

[[noreturn]] void missing_density(const LayerDescription& layer, const char* key, const char* option) {
  throw UserError(fmt::format("layer {}: the network gives no {}; give one for all layers with {}",
                              layer.name, key, option));
}

}  // namespace

double generated_weight_density(const NetworkLayer& layer, const GenerateOptions& options) {
  if (options.granularity == Granularity::none) {
    if (options.weight_density.value_or(1) != 1)
      throw UserError(fmt::format(
          "--weight-density: got {}, expected 1 or nothing with --granularity none, which does not prune",
          *options.weight_density));
    return 1;
  }
  if (options.granularity.is_n_of_m())
    return density_of(options.granularity, options.weight_density, "--weight-density");
  if (options.weight_density) return *options.weight_density;
  if (!layer.weight_density) missing_density(layer.description, "weight_density", "--weight-density");
  return *layer.weight_density;
}

double generated_activation_density(const NetworkLayer& layer, const GenerateOptions& options) {
  const bool dense_input = layer.input_density == 1.0;
  if (options.activation_density && !dense_input) return *options.activation_density;
  if (!layer.input_density) missing_density(layer.description, "input_density", "--activation-density");
  return *layer.input_density;
}

std::string activation_pattern(const GenerateOptions& options) {
  return options.activation_pattern.value_or(default_activation_pattern);
}

std::pair<std::string, PatternOptions> generated_pattern(const NetworkLayer& layer,
                                                         const GenerateOptions& options) {
  PatternOptions parameters = options.pattern;
  for (const PatternParameter& parameter : pattern_parameters())
    if (!(parameters.*parameter.member)) parameters.*parameter.member = layer.pattern.*parameter.member;
  const std::string otherwise = layer.activation_pattern.value_or(default_activation_pattern);
  return {options.activation_pattern.value_or(otherwise), parameters};
}

namespace {

std::optional<double> output_density(const NetworkLayer& layer, const GenerateOptions& options) {
  if (options.output == OutputDensity::given) return options.output_density;
  return options.output == OutputDensity::published ? layer.output_density : std::nullopt;
}

Tensor<std::int16_t> pruned_weights(const NetworkLayer& layer, const GenerateOptions& options,
                                    LayerDraws* draws) {
  const LayerShape& s = layer.description.shape;
  const WeightDraw what{options.seed, layer.description.name, s.K, s.channels_per_group(), s.R, s.S};
  Tensor<std::int16_t> weights;
  if (draws != nullptr)
    weights = draws->weights(what);
  else
    weights = draw(what);
  const double density = generated_weight_density(layer, options);
  if (options.granularity != Granularity::none) prune(weights, s, options.granularity, density);
  return weights;
}

Tensor<std::int16_t> drawn_activations(const NetworkLayer& layer, const GenerateOptions& options,
                                       LayerDraws* draws) {
  const LayerShape& s = layer.description.shape;
  const auto [pattern, parameters] = generated_pattern(layer, options);
  const double wanted =
      generated_activation_density(layer, options) * static_cast<double>(std::size_t{s.C} * s.H * s.W);
  const ActivationDraw what{options.seed, layer.description.name,
                            s.C,          s.H,
                            s.W,          static_cast<std::uint64_t>(std::llround(wanted)),
                            pattern,      parameters};
  return draws != nullptr ? draws->activations(what) : draw(what);
}

/// Adds each output channel's bias to its sums.
void add_bias(const Tensor<std::int32_t>& bias, Tensor<std::int32_t>& sums) {
  const std::size_t positions = sums.size() / bias.size();
  for (std::size_t i = 0; i < sums.size(); ++i) sums.data[i] += bias.data[i / positions];
}

}  // namespace

void set_output_density(GenerateOptions& options, const std::string& text, const std::string& where) {
  const auto choice = from_string<OutputDensity>(text);
  if (choice && *choice != OutputDensity::given) {
    options.output = *choice;
    return;
  }
  const auto density = detail::parse_number<double>(text);
  if (!density || *density < 0 || *density > 1)
    throw UserError(fmt::format("{}: got {}, expected published, none or a number in 0 ... 1", where, text));
  options.output = OutputDensity::given;
  options.output_density = *density;
}

void check_generate(const Network& network, const GenerateOptions& options) {
  make_activation_pattern(activation_pattern(options), options.pattern, "--activation-pattern");
  for (const NetworkLayer& layer : network.layers) {
    generated_weight_density(layer, options);
    generated_activation_density(layer, options);
    check_grains(options.granularity, layer.description.shape, layer.description.name);
  }
}

namespace {

/// "concentration: 1.5" and so on, a line for each parameter that the pattern takes.
std::string parameter_lines(const std::string& pattern, const PatternOptions& options) {
  std::string text;
  for (const PatternDefault& one : pattern_defaults(pattern, "pattern"))
    text += fmt::format("{}: {}\n", one.parameter->name, pattern_value(pattern, options, *one.parameter));
  return text;
}

/// The layers for which the network names a pattern or parameters, with what they get.
std::string layer_patterns(const Network& network, const GenerateOptions& options) {
  std::string text;
  for (const NetworkLayer& layer : network.layers) {
    if (!layer.activation_pattern && layer.pattern.fields() == PatternOptions{}.fields()) continue;
    const auto [pattern, parameters] = generated_pattern(layer, options);
    text += fmt::format("  - {{layer: {}, pattern: {}", yaml_quote(layer.description.name), pattern);
    for (const PatternDefault& one : pattern_defaults(pattern, "pattern"))
      text +=
          fmt::format(", {}: {}", one.parameter->name, pattern_value(pattern, parameters, *one.parameter));
    text += "}\n";
  }
  return text.empty() ? "" : "activations:\n" + text;
}

}  // namespace

std::string generate_provenance(const Network& network, const GenerateOptions& options) {
  const auto one = [](const std::optional<double>& density) {
    return density ? fmt::format("{}", *density) : "published";
  };
  std::string text = "program: scnnsim trace generate\n";
  text += fmt::format("network: {}\n", yaml_quote(network.name));
  if (!network.source.empty()) text += fmt::format("source: {}\n", yaml_quote(network.source));
  if (!options.layers.empty()) {
    std::vector<std::string> quoted;
    for (const std::string& name : options.layers) quoted.push_back(yaml_quote(name));
    text += fmt::format("layers: [{}]\n", fmt::join(quoted, ", "));
  }
  text += fmt::format("seed: {}\ngranularity: {}\n", options.seed, as_yaml(options.granularity));
  if (options.granularity != Granularity::none && !options.granularity.is_n_of_m())
    text += fmt::format("weight_density: {}\n", one(options.weight_density));
  text += fmt::format("activation_density: {}\n", one(options.activation_density));
  text += fmt::format("activation_pattern: {}\n", activation_pattern(options));
  text += parameter_lines(activation_pattern(options), options.pattern);
  text += layer_patterns(network, options);
  const bool given = options.output == OutputDensity::given;
  text += fmt::format("output_density: {}\n",
                      given ? one(options.output_density) : std::string(to_string(options.output)));
  return text + fmt::format("operand_bits: {}\n", options.operand_bits);
}

namespace {

/// Without `draws`, nothing is kept but what is returned.
GeneratedLayer generate_from(NetworkLayer& layer, const GenerateOptions& options, LayerDraws* draws) {
  LayerDescription& description = layer.description;
  GeneratedLayer generated;
  LayerTensors& tensors = generated.tensors;
  tensors.weights = pruned_weights(layer, options, draws);
  tensors.activations = drawn_activations(layer, options, draws);
  description.granularity = options.granularity;
  std::optional<std::uint32_t> fixed_shift;
  if (layer.has_output_shift) fixed_shift = description.output_shift;
  auto sums = convolve(description, tensors).as_int32();
  if (!sums) throw UserError(fmt::format("layer {}: a sum does not fit 32 bits", description.name));
  generated.sums = *std::move(sums);
  const OutputScaling scaling = scale_outputs(description, generated.sums, output_density(layer, options),
                                              fixed_shift, options.operand_bits);
  tensors.bias = scaling.bias;
  description.output_shift = scaling.shift;
  if (tensors.bias) add_bias(*tensors.bias, generated.sums);
  return generated;
}

}  // namespace

GeneratedLayer generate_layer(NetworkLayer& layer, const GenerateOptions& options, LayerDraws& draws) {
  return generate_from(layer, options, &draws);
}

LayerTensors generate_layer(NetworkLayer& layer, const GenerateOptions& options) {
  return generate_from(layer, options, nullptr).tensors;
}

void generate_trace(const Network& network, const GenerateOptions& options,
                    const std::filesystem::path& folder,
                    const std::function<void(const std::string&)>& progress) {
  check_generate(network, options);
  Trace trace;
  trace.folder = folder;
  trace.network = network.name;
  trace.provenance = generate_provenance(network, options);
  for (NetworkLayer layer : network.layers) {
    if (progress) progress(layer.description.name);
    const LayerTensors tensors = generate_layer(layer, options);
    TraceLayer written;
    written.description = layer.description;
    write_tensors(written, tensors, folder, trace.layers);
    trace.layers.push_back(written);
  }
  write_trace_yaml(trace, folder);
}

}  // namespace scnnsim
