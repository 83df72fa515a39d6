// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_targets.h"
#include "traces/npy.h"
#include "traces/support/error.h"
#include "traces/trace.h"

namespace scnnsim::fuzz {
namespace {

template <class T>
void tensor_file(const std::string& name, const Shape& shape, T value) {
  Tensor<T> tensor(shape);
  for (std::size_t i = 0; i < tensor.data.size(); i += 2) tensor.data[i] = value;
  write_npy(scratch_file(name, ""), tensor);
}

/// The tensors of a layer of two 3 x 3 filters on two channels of 4 x 4, which the corpus's traces name.
bool make_tensors() {
  tensor_file<std::int8_t>("a.weights.npy", {2, 2, 3, 3}, 3);
  tensor_file<std::int8_t>("a.activations.npy", {2, 4, 4}, 1);
  tensor_file<std::int32_t>("a.bias.npy", {2}, -4);
  tensor_file<std::int32_t>("a.output.npy", {2, 2, 2}, 5);
  tensor_file<std::int8_t>("a.written.npy", {2, 1, 1}, 2);
  tensor_file<float>("f.weights.npy", {2, 2, 3, 3}, 0.5F);
  tensor_file<float>("f.activations.npy", {2, 4, 4}, 0.25F);
  return true;
}

/// A trace that is written is read back.
void write_and_read(const Trace& trace, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  write_trace_yaml(trace, folder);
  try {
    promise(Trace::open(folder).layers.size() == trace.layers.size(),
            "a trace that is written has other layers");
  } catch (const UserError& error) {
    promise(false, error.what());
  }
}

}  // namespace

bool trace(std::string_view bytes) {
  static const bool tensors_are_there = make_tensors();
  promise(tensors_are_there, "no tensors");
  const std::filesystem::path folder = scratch_file("trace.yaml", bytes).parent_path();
  try {
    const Trace trace = Trace::open(folder);
    trace.checksum();
    for (const TraceLayer& layer : trace.layers) trace.load(layer, 16);
    write_and_read(trace, folder / "copy");
    return true;
  } catch (const UserError&) {
    return false;
  }
}

}  // namespace scnnsim::fuzz
