// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace scnnsim {

/// A new folder for temporary files, in $TMPDIR or /tmp. The destructor removes it with its content.
class ScratchFolder {
 public:
  /// Throws UserError if it cannot be made.
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace scnnsim
