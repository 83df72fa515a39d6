// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tools/import/inputs/image.h"
#include "tools/import/model/graph.h"

namespace scnnsim {

/// Reads a file for an input of the model: .npy, an ONNX tensor (.pb), or an image, as its first bytes say. A
/// tensor without the batch dimension gets one. Floats of another width are cast and images resized, which is
/// added to `notes`. Several images in one file, where the model takes one or any number, come out one by
/// one. Throws UserError: file, input, got and expected.
std::vector<Value> read_input(const std::filesystem::path& file, const GraphInput& input,
                              const ImageOptions& options, std::vector<std::string>& notes);

/// Whether the file begins as an image does, or is called like one. Throws UserError when it cannot be
/// opened.
bool is_image(const std::filesystem::path& file, const GraphInput& input);

/// Which file each input of the model gets.
struct InputPlan {
  /// Weights that are inputs of the model: read once.
  std::map<std::string, std::string> parameters;
  /// One run of the network each: input and file.
  std::vector<std::vector<std::pair<std::string, std::string>>> runs;
};

/// Sorts what was given as `FILE` or `NAME=FILE`. An input that is nothing but the second operand of
/// convolutions, matrix products and normalisations is a parameter; the others are data. `FILE` alone goes to
/// the only input of data; several files for one input are several runs. Throws UserError: an input without a
/// file, an unknown name, parameters with several files, inputs with different numbers of files.
InputPlan plan_inputs(const Graph& graph, const std::vector<std::string>& given);

/// One run of the network: a name of its own, after its file, and the inputs.
struct ImageRun {
  std::string name;
  std::map<std::string, ValueRef> inputs;
  std::vector<std::string> notes;  ///< casts and resized images
};

/// Reads the files of all runs. A file that holds several images makes as many runs. Throws UserError.
std::vector<ImageRun> read_runs(const Graph& graph, const InputPlan& plan, const ImageOptions& options);

/// Reads the weights that are inputs of the model, which become constants of the graph.
void take_parameters(Graph& graph, const InputPlan& plan);

}  // namespace scnnsim
