// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>

#include <atomic>
#include <functional>
#include <new>

namespace scnnsim::testing {

/// Clock that stands still until a test, or a process that it forked, sets it forward. Time limits then mean
/// the same on a slow machine as on a fast one.
class SharedClock {
 public:
  SharedClock() {
    void* const page =
        mmap(nullptr, sizeof(Seconds), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) throw std::bad_alloc();
    seconds_ = new (page) Seconds(0);
  }
  ~SharedClock() { munmap(seconds_, sizeof(Seconds)); }
  SharedClock(const SharedClock&) = delete;
  SharedClock& operator=(const SharedClock&) = delete;

  /// By one process at a time.
  void advance(double seconds) { *seconds_ = *seconds_ + seconds; }
  /// Valid as long as this object lives.
  std::function<double()> reader() const {
    return [this] { return seconds_->load(); };
  }

 private:
  using Seconds = std::atomic<double>;
  static_assert(Seconds::is_always_lock_free, "a lock would hold in one process only");

  Seconds* seconds_;
};

}  // namespace scnnsim::testing
