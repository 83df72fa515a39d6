// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/replaceable_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "traces/support/error.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;

/// The first bytes of a file; none if it cannot be read.
std::string beginning_of(const fs::path& file) {
  std::ifstream old(file, std::ios::binary);
  if (!old) return "";
  std::string begin(64, '\0');
  old.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  begin.resize(static_cast<std::size_t>(old.gcount()));
  return begin;
}

bool begins_with_one(const std::string& text, const std::vector<std::string_view>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view one) { return text.compare(0, one.size(), one) == 0; });
}

/// Whether both names mean one file, through links as well.
bool is_same_file(const fs::path& a, const fs::path& b) {
  std::error_code ignored;
  return fs::equivalent(a, b, ignored);
}

/// Whether `file` is a file that is read for a place which is a file.
bool belongs_to_file(const fs::path& file, const fs::path& place) {
  std::vector<fs::path> read{place, fs::absolute(place).parent_path() / "run.json"};
  for (const char* journal : {"-wal", "-shm", "-journal"}) read.emplace_back(place.string() + journal);
  return std::any_of(read.begin(), read.end(), [&](const fs::path& one) { return is_same_file(file, one); });
}

bool stands_in(const fs::path& file, const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (is_same_file(file, entry->path())) return true;
  return false;
}

}  // namespace

void require_no_input(const std::string& where, const fs::path& file, const std::vector<std::string>& places,
                      const std::vector<std::string_view>& beginnings) {
  for (const std::string& place : places) {
    std::error_code ignored;
    const bool is_folder = fs::is_directory(place, ignored);
    const bool is_input = is_folder
                              ? stands_in(file, place) && !begins_with_one(beginning_of(file), beginnings)
                              : belongs_to_file(file, place);
    if (is_input)
      throw UserError(fmt::format("{}: {} is {} {}, which is read; choose another name", where, file.string(),
                                  is_folder ? "a file of the input" : "the input", place));
  }
}

void require_regular(const std::string& where, const fs::path& file) {
  std::error_code ignored;
  const fs::file_type type = fs::status(file, ignored).type();
  if (type != fs::file_type::not_found && type != fs::file_type::regular)
    throw UserError(fmt::format("{}: {} is no regular file", where, file.string()));
}

void require_replaceable(const std::string& where, const fs::path& file, std::string_view what,
                         const std::vector<std::string_view>& beginnings) {
  require_regular(where, file);
  const std::string begin = beginning_of(file);
  if (begin.empty() || begins_with_one(begin, beginnings)) return;
  throw UserError(fmt::format("{}: {} exists and is no {}; remove it or choose another name", where,
                              file.string(), what));
}

}  // namespace scnnsim
