// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace scnnsim {

/// Takes what a worker and its children write to stderr.
class StderrCapture {
 public:
  StderrCapture();
  ~StderrCapture();
  StderrCapture(const StderrCapture&) = delete;
  StderrCapture& operator=(const StderrCapture&) = delete;

  /// For a child to write to; open as long as the object lives.
  int descriptor() const { return descriptor_; }
  /// In the worker: stderr goes here from now on.
  void redirect() const;
  /// In the parent: what came since the last call, at most its last 64 KiB.
  std::string take();

 private:
  int descriptor_;
  long read_ = 0;
};

}  // namespace scnnsim
