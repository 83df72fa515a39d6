// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <sstream>

#include "traces/layer_yaml.h"
#include "traces/npy.h"
#include "traces/support/files.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

/// The layer's name with everything but letters, digits, '-', '_' and '.' replaced, so that it names a file
/// on any system.
std::string file_stem(const std::string& name) {
  std::string stem;
  for (const char c : name) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    stem += plain && !(c == '.' && stem.empty()) ? c : '_';
  }
  return stem;
}

/// "a/b" and "a_b" have the same stem: the later one gets a number.
std::string free_stem(const std::string& name, const std::vector<TraceLayer>& others) {
  const std::string stem = file_stem(name);
  std::string candidate = stem;
  const auto taken = [&](const TraceLayer& other) {
    return other.weights_file == candidate + ".weights.npy";
  };
  for (int number = 2; std::any_of(others.begin(), others.end(), taken); ++number)
    candidate = fmt::format("{}-{}", stem, number);
  return candidate;
}

void write_operands(const std::filesystem::path& file, const Tensor<std::int16_t>& tensor) {
  using Byte = std::numeric_limits<std::int8_t>;
  const auto wide = [](std::int16_t value) { return value < Byte::min() || value > Byte::max(); };
  if (std::any_of(tensor.data.begin(), tensor.data.end(), wide)) return write_npy(file, tensor);
  Tensor<std::int8_t> bytes(tensor.shape);
  std::transform(tensor.data.begin(), tensor.data.end(), bytes.data.begin(),
                 [](std::int16_t value) { return static_cast<std::int8_t>(value); });
  write_npy(file, bytes);
}

std::string files_as_yaml(const TraceLayer& layer) {
  std::string text = fmt::format("weights: {}, activations: {}", yaml_quote(layer.weights_file),
                                 yaml_quote(layer.activations_file));
  if (!layer.bias_file.empty()) text += fmt::format(", bias: {}", yaml_quote(layer.bias_file));
  if (!layer.output_file.empty()) text += fmt::format(", output: {}", yaml_quote(layer.output_file));
  return text;
}

}  // namespace

void write_trace_yaml(const Trace& trace, const std::filesystem::path& folder) {
  std::string text = fmt::format("version: 1\nnetwork: {}\n", yaml_quote(trace.network));
  if (!trace.provenance.empty()) {
    text += "provenance:\n";
    std::istringstream lines(trace.provenance);
    for (std::string line; std::getline(lines, line);) text += "  " + line + "\n";
  }
  text += "layers:\n";
  for (const TraceLayer& layer : trace.layers)
    text += fmt::format("  - {{{},\n     {}}}\n", layer_as_yaml(layer.description), files_as_yaml(layer));
  write_file(folder / "trace.yaml", text);
}

void write_tensors(TraceLayer& layer, const LayerTensors& tensors, const std::filesystem::path& folder,
                   const std::vector<TraceLayer>& others) {
  const std::string stem = free_stem(layer.description.name, others);
  layer.weights_file = stem + ".weights.npy";
  layer.activations_file = stem + ".activations.npy";
  layer.bias_file = tensors.bias ? stem + ".bias.npy" : "";
  layer.output_file = tensors.output ? stem + ".output.npy" : "";
  write_operands(folder / layer.weights_file, tensors.weights);
  write_operands(folder / layer.activations_file, tensors.activations);
  if (tensors.bias) write_npy(folder / layer.bias_file, *tensors.bias);
  if (tensors.output) write_npy(folder / layer.output_file, *tensors.output);
}

}  // namespace scnnsim
