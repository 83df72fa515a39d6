// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace scnnsim {

/// A folder that a command fills: written under a temporary name beside its place and renamed when complete,
/// so that no reader ever sees half of one.
class OutputFolder {
 public:
  /// Checks everything that can be checked before the work begins and creates the temporary folder. Throws
  /// UserError when the parent is missing or not writable, when `place` is a file, the current folder, a
  /// mount point or a non-empty folder without `force`, and even with `force` when the non-empty folder holds
  /// neither trace.yaml nor results.json: then it is not one of ours to replace.
  OutputFolder(const std::filesystem::path& place, bool force);
  /// Removes the temporary folder unless commit() was called.
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where to write: the temporary folder.
  const std::filesystem::path& path() const { return temporary_; }
  /// Moves the folder to its place; an old one is moved aside first and removed last. Throws UserError.
  void commit();

 private:
  std::filesystem::path place_, temporary_;
  bool committed_ = false;
};

}  // namespace scnnsim
