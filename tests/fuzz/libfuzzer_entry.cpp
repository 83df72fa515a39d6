// SPDX-License-Identifier: Apache-2.0
// What libFuzzer calls; SCNNSIM_FUZZ_TARGET is one of the functions of fuzz_targets.h.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz_targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  scnnsim::fuzz::SCNNSIM_FUZZ_TARGET({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
