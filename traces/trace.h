// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "traces/layer.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {

/// One layer of a trace on disk: its description and the names of its files inside the trace folder.
struct TraceLayer {
  LayerDescription description;
  std::string weights_file, activations_file;
  std::string bias_file, output_file, written_file;  ///< empty when absent
  /// Least version of the format that has the types of the layer's files.
  unsigned least_version = 1;

  /// "weights of layer conv1", for messages.
  std::string field(std::string_view tensor) const {
    return std::string(tensor) + " of layer " + description.name;
  }
  /// Calls visit(tensor, file) for each file that the layer has.
  template <class Visit>
  void for_each_file(Visit&& visit) const {
    for (const auto& [tensor, file] :
         {std::pair{"weights", &weights_file}, std::pair{"activations", &activations_file},
          std::pair{"bias", &bias_file}, std::pair{"output", &output_file},
          std::pair{"written", &written_file}})
      if (!file->empty()) visit(tensor, *file);
  }
};

/// What load() found in a layer's files beside the tensors.
struct LoadReport {
  /// "weights: float16, quantised to 8 bits: value x 2^7", one per tensor whose file has another type than
  /// int8 ... int64.
  std::vector<std::string> casts;
  /// The framework's output (K, P, Q), if the trace brings one in floating point.
  std::optional<Tensor<double>> float_output;
  /// Of quantised tensors: a sum of products is about the value of the output x 2^exponent.
  int sum_exponent = 0;
  /// Of quantised weights: a weight of the network is about value x 2^-exponent; nothing for integers.
  std::optional<int> weight_exponent;
};

/// A trace folder: `trace.yaml` and NumPy files. Opening reads and checks trace.yaml only; tensors are read
/// layer by layer, so that a network never has to fit in memory.
struct Trace {
  /// Version of the format, 1 or 2. A trace is written as the least version, from this one on, that holds it.
  unsigned version = 1;
  std::filesystem::path folder;
  std::string network;
  std::string provenance;  ///< free YAML, as text; empty when absent
  std::vector<TraceLayer> layers;

  /// Throws UserError naming file, field, value and what was expected.
  static Trace open(const std::filesystem::path& folder);

  /// Reads and checks one layer's tensors. Floating-point weights, activations and `written` are quantised to
  /// 8 bits (see quantize.h), a floating-point bias at the scale of the products; integers must fit
  /// `operand_bits`. A floating-point output is no exact expectation: it goes to `report` alone. Throws
  /// UserError.
  LayerTensors load(const TraceLayer& layer, unsigned operand_bits, LoadReport* report = nullptr) const;

  /// "xxh3-128:<hex>" over trace.yaml and every file it names, in order.
  std::string checksum() const;
};

/// Writes `trace.yaml` for the given layers, as the least version, from trace.version on, that holds them;
/// tensors are written beside it with write_tensors.
void write_trace_yaml(const Trace& trace, const std::filesystem::path& folder);

/// Names the files of a layer's five tensors after the layer, apart from those of `others`.
void name_tensor_files(TraceLayer& layer, const std::vector<TraceLayer>& others);

/// Writes one layer's tensors into `folder`, the names of their files into `layer`: weights, activations
/// and `written` as int8 when all values fit, else int16; sums as int32 when all fit, else int64. Names the
/// files as name_tensor_files() does.
void write_tensors(TraceLayer& layer, const LayerTensors& tensors, const std::filesystem::path& folder,
                   const std::vector<TraceLayer>& others);

/// The layers of these names, in the trace's order; all of them for an empty list. Works for any list whose
/// items have a `description`. Throws UserError for a name that does not exist.
template <class Layer>
std::vector<Layer> select_layers(const std::vector<Layer>& layers, const std::vector<std::string>& names,
                                 const std::string& where) {
  if (names.empty()) return layers;
  std::vector<std::string> known;
  known.reserve(layers.size());
  for (const Layer& layer : layers) known.push_back(layer.description.name);
  for (const std::string& name : names)
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw UserError(where + ": " + unknown_name("layer", name, "known layers", known));
  std::vector<Layer> selected;
  for (const Layer& layer : layers)
    if (std::find(names.begin(), names.end(), layer.description.name) != names.end())
      selected.push_back(layer);
  return selected;
}

}  // namespace scnnsim
