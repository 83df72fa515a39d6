// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace scnnsim {

/// Opens a regular file, or the one that a link leads to; a pipe or a device, which might never end, is
/// refused. Throws UserError "<file>: <field>: ..."; an empty field is left out.
std::ifstream open_regular_file(const std::filesystem::path& file, const std::string& field);

/// The whole file. Throws UserError when it is missing, a folder, unreadable or longer than `limit` bytes.
std::string read_file(const std::filesystem::path& file, std::uint64_t limit);

/// Writes beside the file and renames, so that a reader sees the old file or the new one. Throws UserError.
void write_file(const std::filesystem::path& file, std::string_view bytes);

/// A file that is written piece by piece beside its place and renamed when complete, so that a reader sees
/// the old file or the new one. "<file>.partial-<process>" stays if the process is killed: remove_leftovers()
/// removes it.
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
  void flush();

  std::filesystem::path file_, beside_;
  int descriptor_ = -1;
  std::string buffer_;
  int error_ = 0;  ///< what failed first
};

}  // namespace scnnsim
