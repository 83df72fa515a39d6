// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace scnnsim {

/// A file that is written piece by piece beside its place and renamed when complete, so that a reader sees
/// the old file or the new one.
class FileWriter {
 public:
  explicit FileWriter(std::filesystem::path file);
  /// Removes what was written unless commit() was reached.
  ~FileWriter();
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  void write(std::string_view bytes);
  /// Throws UserError when anything could not be written.
  void commit();

 private:
  /// Keeps why the stream failed, if it did just now: other calls change errno.
  void note_error();

  std::filesystem::path file_, beside_;
  std::ofstream stream_;
  int error_ = 0;
};

}  // namespace scnnsim
