// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

namespace scnnsim {

/// Files in a sweep's folder: the store, what its writer locks, and the copy of the sweep file.
inline constexpr const char* store_file_name = "sweep.sqlite";
inline constexpr const char* lock_file_name = "sweep.lock";
inline constexpr const char* sweep_copy_name = "sweep.yaml";

/// Files that commands write beside the store, through temporaries.
inline const std::vector<const char*> sweep_output_names{"points.csv", "layers.csv", "sweep.json",
                                                         sweep_copy_name};

/// Makes a sweep's folder, or checks that an existing one is empty or a sweep's. Throws UserError.
void open_sweep_folder(const std::filesystem::path& folder);

/// Whether `place` is a sweep's store, or a folder that holds one.
bool is_sweep_store(const std::filesystem::path& place);

/// The store that `place`, a store or a folder, means. Throws UserError when there is none.
std::filesystem::path store_file(const std::filesystem::path& place);

/// While one lives, no other process gets one for the same folder, also on another machine that shares it. It
/// ends with the process, however that ends; forked children do not hold it.
class SweepFolderLock {
 public:
  /// Creates the file lock_file_name, which stays. Throws UserError naming the process that holds the lock.
  explicit SweepFolderLock(const std::filesystem::path& folder);
  ~SweepFolderLock();
  SweepFolderLock(const SweepFolderLock&) = delete;
  SweepFolderLock& operator=(const SweepFolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace scnnsim
