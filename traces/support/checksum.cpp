// SPDX-License-Identifier: Apache-2.0
#include "traces/support/checksum.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace scnnsim {

std::string checksum_of(std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("xxh3-128:{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace scnnsim
