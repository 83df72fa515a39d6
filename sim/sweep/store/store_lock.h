// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace scnnsim {

/// While one lives, no other process gets one for the same file, also on another machine that shares the
/// folder. It ends with the process, however that ends; forked children do not hold it.
class StoreLock {
 public:
  /// Creates the file, which stays. Throws UserError naming the process that holds the lock.
  explicit StoreLock(const std::filesystem::path& file);
  ~StoreLock();
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace scnnsim
