// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "traces/support/simd_dispatch.h"

namespace scnnsim {

/// Calls check() once per SIMD target of this machine, which the kernels then use.
template <class Check>
void on_every_target(Check check) {
  for (const SimdTarget& target : supported_simd_targets()) {
    SCOPED_TRACE(target.name);
    const UseSimdTarget use(target);
    check();
  }
}

}  // namespace scnnsim
