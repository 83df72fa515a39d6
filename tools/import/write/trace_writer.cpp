// SPDX-License-Identifier: Apache-2.0
#include "tools/import/write/trace_writer.h"

#include <utility>

#include "traces/npy.h"

namespace scnnsim {

namespace {

void write_floats(TraceLayer& layer, const FloatTensors& tensors, const std::filesystem::path& folder,
                  const std::vector<TraceLayer>& others) {
  name_tensor_files(layer, others);
  write_npy(folder / layer.weights_file, tensors.weights);
  write_npy(folder / layer.activations_file, tensors.activations);
  if (tensors.bias) write_npy(folder / layer.bias_file, *tensors.bias);
  if (!tensors.bias) layer.bias_file.clear();
  write_npy(folder / layer.output_file, tensors.output);
  write_npy(folder / layer.written_file, tensors.written);
}

}  // namespace

TraceWriter::TraceWriter(std::string network, std::filesystem::path folder) : folder_(std::move(folder)) {
  trace_.version = 2;
  trace_.network = std::move(network);
}

void TraceWriter::add(const ImportedLayer& imported) {
  TraceLayer layer;
  layer.description = imported.description;
  if (imported.floats)
    write_floats(layer, *imported.floats, folder_, trace_.layers);
  else
    write_tensors(layer, imported.integers, folder_, trace_.layers);
  trace_.layers.push_back(std::move(layer));
}

void TraceWriter::finish(const std::string& provenance) {
  trace_.provenance = provenance;
  write_trace_yaml(trace_, folder_);
}

}  // namespace scnnsim
