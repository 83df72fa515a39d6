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

/// The layer's name with everything but letters, digits, '-', '_' and '.' replaced, and without what is too
/// long, so that it names a file on any system.
std::string file_stem(const std::string& name) {
  constexpr std::size_t longest = 100;
  std::string stem;
  for (const char c : name.substr(0, longest)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    stem += plain && !(c == '.' && stem.empty()) ? c : '_';
  }
  return stem;
}

/// "a/b" and "a_b" have the same stem: the later one gets a number.
std::string free_stem(const std::string& name, const std::vector<TraceLayer>& others) {
  const std::string stem = file_stem(name);
  std::string candidate = stem, file;
  const auto is_taken = [&] {
    file = candidate + ".weights.npy";
    return std::any_of(others.begin(), others.end(),
                       [&](const TraceLayer& other) { return other.weights_file == file; });
  };
  for (int number = 2; is_taken(); ++number) candidate = fmt::format("{}-{}", stem, number);
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
  if (!layer.written_file.empty()) text += fmt::format(", written: {}", yaml_quote(layer.written_file));
  return text;
}

/// The least version that holds the layers, from that of the trace on.
unsigned version_to_write(const Trace& trace) {
  unsigned version = trace.version;
  for (const TraceLayer& layer : trace.layers) {
    const bool is_version_1 = layer.written_file.empty() && version_1_describes(layer.description);
    version = std::max({version, layer.least_version, is_version_1 ? 1u : 2u});
  }
  return version;
}

/// Writes the output as int32 if all sums fit. Returns the least version of the format with the file's type.
unsigned write_sums(const std::filesystem::path& file, Sums sums) {
  const std::optional<Tensor<std::int32_t>> narrow = Sums(sums).as_int32();
  if (narrow)
    write_npy(file, *narrow);
  else
    write_npy(file, sums.as<std::int64_t>());
  return narrow ? 1 : 2;
}

}  // namespace

void write_trace_yaml(const Trace& trace, const std::filesystem::path& folder) {
  const unsigned version = version_to_write(trace);
  std::string text = fmt::format("version: {}\nnetwork: {}\n", version, yaml_quote(trace.network));
  if (!trace.provenance.empty()) {
    text += "provenance:\n";
    std::istringstream lines(trace.provenance);
    for (std::string line; std::getline(lines, line);) text += "  " + line + "\n";
  }
  text += "layers:\n";
  for (const TraceLayer& layer : trace.layers)
    text += fmt::format("  - {{{},\n     {}}}\n", layer_as_yaml(layer.description, version),
                        files_as_yaml(layer));
  write_file(folder / "trace.yaml", text);
}

void name_tensor_files(TraceLayer& layer, const std::vector<TraceLayer>& others) {
  const std::string stem = free_stem(layer.description.name, others);
  layer.weights_file = stem + ".weights.npy";
  layer.activations_file = stem + ".activations.npy";
  layer.bias_file = stem + ".bias.npy";
  layer.output_file = stem + ".output.npy";
  layer.written_file = stem + ".written.npy";
}

void write_tensors(TraceLayer& layer, const LayerTensors& tensors, const std::filesystem::path& folder,
                   const std::vector<TraceLayer>& others) {
  name_tensor_files(layer, others);
  if (!tensors.bias) layer.bias_file.clear();
  if (!tensors.output) layer.output_file.clear();
  if (!tensors.written) layer.written_file.clear();
  write_operands(folder / layer.weights_file, tensors.weights);
  write_operands(folder / layer.activations_file, tensors.activations);
  if (tensors.bias) write_npy(folder / layer.bias_file, *tensors.bias);
  layer.least_version = tensors.output ? write_sums(folder / layer.output_file, *tensors.output) : 1;
  if (tensors.written) write_operands(folder / layer.written_file, *tensors.written);
}

}  // namespace scnnsim
