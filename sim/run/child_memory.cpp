// SPDX-License-Identifier: Apache-2.0
#include "sim/run/child_process.h"

#include <algorithm>
#include <climits>
#include <cstdint>
#include <cstdlib>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace scnnsim {

#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)

namespace {

constexpr int usual_reserve = 32 << 20;
constexpr int most_reserve = 1 << 30;

/// `reserve`, or less where the process may take little memory: stacks and files need some, too.
int affordable(int reserve) {
  constexpr rlim_t share = 16;
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return reserve;
  return static_cast<int>(std::min<rlim_t>(limit.rlim_cur / share, static_cast<rlim_t>(reserve)));
}

/// Asks the allocator for blocks of `size` until the heap has grown, by `reserve` more than it must, at most
/// `most` of them. What is new gets large pages. Returns whether there was memory.
bool grow_heap(std::size_t size, std::size_t most, int reserve) {
  mallopt(M_TOP_PAD, reserve);
  const auto heap_end = [] { return reinterpret_cast<std::uintptr_t>(sbrk(0)); };
  const std::uintptr_t begin = heap_end();
  std::vector<void*> blocks;
  do {
    blocks.push_back(std::malloc(size));
  } while (blocks.back() != nullptr && blocks.size() < most && heap_end() == begin);
  const bool has_memory = blocks.back() != nullptr;
  for (void* block : blocks) std::free(block);
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const std::uintptr_t first_page = (begin + page - 1) / page * page, end = heap_end();
  // Only advice: where it is refused, pages stay small.
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the end of the heap is rounded to pages as a number
  if (end > first_page) madvise(reinterpret_cast<void*>(first_page), end - first_page, MADV_HUGEPAGE);
  return has_memory;
}

}  // namespace

void prepare_child_memory() {
  mallopt(M_MMAP_THRESHOLD, usual_reserve);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  grow_heap(1 << 20, 1, affordable(usual_reserve));
}

void prepare_parent_memory() {
  for (int reserve = affordable(most_reserve); reserve > usual_reserve; reserve /= 2)
    if (grow_heap(usual_reserve / 2, 4, reserve)) break;
  mallopt(M_TOP_PAD, affordable(usual_reserve));  // if that does not last
}

#else

void prepare_child_memory() {}
void prepare_parent_memory() {}

#endif

}  // namespace scnnsim
