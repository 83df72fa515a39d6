// SPDX-License-Identifier: Apache-2.0
#include "sim/run/child_memory.h"

#include <climits>
#include <cstdint>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace scnnsim {

#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)

void prepare_child_memory() {
  constexpr int reserve = 32 << 20, enough_to_grow = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, reserve);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, reserve);
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(sbrk(0));
  void* volatile block = std::malloc(enough_to_grow);  // volatile: else the compiler leaves both out
  std::free(block);
  const auto end = reinterpret_cast<std::uintptr_t>(sbrk(0));
  const std::uintptr_t first_page = (begin + page - 1) / page * page;
  // Only advice: where it is refused, pages stay small.
  if (end > first_page) madvise(reinterpret_cast<void*>(first_page), end - first_page, MADV_HUGEPAGE);
}

#else

void prepare_child_memory() {}

#endif

}  // namespace scnnsim
