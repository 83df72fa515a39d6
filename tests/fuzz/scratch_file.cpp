// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "tests/fuzz/fuzz_targets.h"

namespace scnnsim::fuzz {
namespace {

/// Removed at the end of the process.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "scnnsim-fuzz-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

std::filesystem::path scratch_file(const std::string& name, std::string_view bytes) {
  static const Folder folder;
  const std::filesystem::path file = folder.path() / name;
  std::ofstream stream(file, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
  return file;
}

void promise(bool is_kept, const char* what) {
  if (!is_kept) throw std::logic_error(what);
}

}  // namespace scnnsim::fuzz
