// SPDX-License-Identifier: Apache-2.0
#include "models/common/main_stack.h"

#ifdef __has_feature  // Clang
#if __has_feature(address_sanitizer)
#define SCNNSIM_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)  // GCC
#define SCNNSIM_ADDRESS_SANITIZER
#endif

#ifdef SCNNSIM_ADDRESS_SANITIZER
#include <pthread.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace scnnsim {

void announce_main_stack() {
#ifdef SCNNSIM_ADDRESS_SANITIZER
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void* bottom = nullptr;
  std::size_t size = 0;
  if (pthread_attr_getstack(&attributes, &bottom, &size) == 0) {
    void* fake_stack = nullptr;
    __sanitizer_start_switch_fiber(&fake_stack, bottom, size);
    __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
  }
  pthread_attr_destroy(&attributes);
#endif
}

}  // namespace scnnsim
