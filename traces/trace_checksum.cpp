// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <xxhash.h>

#include <fstream>
#include <memory>

#include "traces/trace.h"

namespace scnnsim {

namespace {

struct FreeState {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

void add_file(XXH3_state_t* state, const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<char> buffer(1 << 16);
  do {
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    XXH3_128bits_update(state, buffer.data(), static_cast<std::size_t>(stream.gcount()));
  } while (stream);
  if (!stream.eof()) throw UserError(fmt::format("{}: cannot be read", file.string()));
}

}  // namespace

std::string Trace::checksum() const {
  const std::unique_ptr<XXH3_state_t, FreeState> state(XXH3_createState());
  XXH3_128bits_reset(state.get());
  add_file(state.get(), folder / "trace.yaml");
  for (const TraceLayer& layer : layers)
    for (const std::string& file :
         {layer.weights_file, layer.activations_file, layer.bias_file, layer.output_file})
      if (!file.empty()) add_file(state.get(), folder / file);
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  return fmt::format("xxh3-128:{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace scnnsim
