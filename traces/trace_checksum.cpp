// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include "traces/support/files.h"
#include "traces/trace.h"

namespace scnnsim {

namespace {

struct FreeState {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

void add_file(XXH3_state_t* state, const std::filesystem::path& file, const std::string& field) {
  std::ifstream stream = open_regular_file(file, field);
  std::vector<char> buffer(1 << 16);
  do {
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    XXH3_128bits_update(state, buffer.data(), static_cast<std::size_t>(stream.gcount()));
  } while (stream);
  if (!stream.eof())
    throw UserError(fmt::format("{}: {}: cannot be read: {}", file.string(), field, std::strerror(errno)));
}

}  // namespace

std::string Trace::checksum() const {
  const std::unique_ptr<XXH3_state_t, FreeState> state(XXH3_createState());
  XXH3_128bits_reset(state.get());
  add_file(state.get(), folder / "trace.yaml", "description");
  for (const TraceLayer& layer : layers)
    layer.for_each_file([&](const char* tensor, const std::string& file) {
      add_file(state.get(), folder / file, layer.field(tensor));
    });
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  return fmt::format("xxh3-128:{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace scnnsim
