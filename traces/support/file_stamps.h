// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace scnnsim {

/// Notices files that others change while a command reads them: by device, number, size and time of change.
class FileStamps {
 public:
  /// Remembers the file as it is now.
  void add(std::filesystem::path file);
  /// Throws UserError, naming the file, if one has been changed, replaced or removed since.
  void check() const;

 private:
  struct Stamp {
    bool exists = false;
    std::uint64_t device = 0, number = 0;
    std::int64_t size = 0, seconds = 0, nanoseconds = 0;

    bool operator==(const Stamp& other) const;
  };
  static Stamp stamp_of(const std::filesystem::path& file);

  struct Stamped {
    std::filesystem::path file;
    Stamp stamp;
  };
  std::vector<Stamped> files_;
};

}  // namespace scnnsim
