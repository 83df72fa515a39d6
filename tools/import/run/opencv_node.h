// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

#include "tools/import/run/kernel.h"

namespace scnnsim {

/// An operator that neither a kernel nor OpenCV can run: layers that need its output are left out.
class CannotRun : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Runs one node by OpenCV's DNN as a network of its own, with the shapes that its inputs have; so there are
/// no open dimensions, and nothing is fused. Returns the first output. Throws CannotRun.
Value run_by_opencv(const KernelCall& call);

}  // namespace scnnsim
