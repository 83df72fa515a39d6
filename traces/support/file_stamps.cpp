// SPDX-License-Identifier: Apache-2.0
#include "traces/support/file_stamps.h"

#include <sys/stat.h>

#include <tuple>
#include <utility>

#include "traces/support/error.h"

namespace scnnsim {

bool FileStamps::Stamp::operator==(const Stamp& other) const {
  const auto fields = [](const Stamp& stamp) {
    return std::tie(stamp.exists, stamp.device, stamp.number, stamp.size, stamp.seconds, stamp.nanoseconds);
  };
  return fields(*this) == fields(other);
}

FileStamps::Stamp FileStamps::stamp_of(const std::filesystem::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return {};
  return {true, status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

void FileStamps::add(std::filesystem::path file) {
  const Stamp stamp = stamp_of(file);
  files_.push_back({std::move(file), stamp});
}

void FileStamps::check() const {
  for (const auto& [file, stamp] : files_)
    if (!(stamp_of(file) == stamp))
      throw UserError(file.string() + ": was changed while scnnsim was at work; run the command again");
}

}  // namespace scnnsim
