// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "traces/support/temporary_folder.h"

namespace scnnsim {

/// A folder that a command fills: written under a temporary name beside its place and renamed when complete,
/// so that no reader ever sees half of one.
class OutputFolder {
 public:
  /// Checks everything that can be checked before the work begins and creates the temporary folder, and the
  /// folders above it that are missing, which stay whatever happens. Throws UserError when these cannot be
  /// made or the parent is not writable, when `place` is a file, the current folder, a
  /// mount point or a non-empty folder without `force`. Even with `force` nothing is replaced that equals or
  /// holds one of `inputs`, or that is not wholly a trace (trace.yaml, *.npy), the results of a run or a
  /// report. What killed processes left of the same place is removed first.
  OutputFolder(const std::filesystem::path& place, bool force,
               const std::vector<std::filesystem::path>& inputs = {});
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where to write: the temporary folder, which is removed in the end unless commit() was called.
  const std::filesystem::path& path() const { return temporary_->path(); }
  /// What may have been left by killed processes and could not be removed: see remove_leftovers().
  const std::vector<std::filesystem::path>& leftovers() const { return leftovers_; }
  /// Moves the folder to its place in one step. What came to lie there meanwhile is judged as in the
  /// constructor: with `force` it is swapped with the new folder and then removed. Throws UserError; what was
  /// written is then kept in a folder that the message names and no later run removes, so that no work is
  /// lost.
  void commit();

 private:
  void make_temporary();
  void put_in_place();

  std::filesystem::path place_;
  std::optional<TemporaryFolder> temporary_;
  std::filesystem::path old_;  ///< what was replaced, still to be removed
  bool force_;
  std::vector<std::filesystem::path> inputs_, leftovers_;
};

}  // namespace scnnsim
