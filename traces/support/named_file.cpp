// SPDX-License-Identifier: Apache-2.0
#include "traces/support/named_file.h"

#include <cstdint>
#include <filesystem>

#include "traces/support/error.h"
#include "traces/support/files.h"
#include "traces/support/messages.h"

namespace scnnsim {

std::optional<std::string_view> embedded_file(std::string_view path) {
  for (std::size_t i = 0; i < embedded_table_size; ++i)
    if (embedded_table[i].path == path) return embedded_table[i].text;
  return std::nullopt;
}

std::vector<std::string_view> embedded_files(std::string_view folder) {
  std::vector<std::string_view> paths;
  for (std::size_t i = 0; i < embedded_table_size; ++i) {
    const std::string_view path = embedded_table[i].path;
    if (path.substr(0, folder.size()) == folder && path.substr(folder.size(), 1) == "/")
      paths.push_back(path);
  }
  return paths;
}

namespace {

constexpr std::uint64_t largest_file = 16 << 20;

}  // namespace

std::vector<std::string> named_files(const std::string& folder) {
  std::vector<std::string> names;
  for (const std::string_view path : embedded_files(folder))
    names.push_back(std::filesystem::path(path).stem().string());
  return names;
}

bool means_file(std::string_view name_or_file) {
  constexpr std::string_view suffix = ".yaml";
  if (name_or_file.find('/') != std::string_view::npos) return true;
  return name_or_file.size() >= suffix.size() &&
         name_or_file.substr(name_or_file.size() - suffix.size()) == suffix;
}

NamedText load_named_text(const std::string& folder, const std::string& name_or_file,
                          const std::string& what) {
  if (means_file(name_or_file)) return {read_file(name_or_file, largest_file), name_or_file, false};
  const std::string path = folder + "/" + name_or_file + ".yaml";
  if (const auto text = embedded_file(path)) return {std::string(*text), "configs/" + path, true};
  throw UserError(unknown_name(what, name_or_file, "give a file with a / or .yaml in its name, or one of",
                               named_files(folder)));
}

YamlNode load_named_file(const std::string& folder, const std::string& name_or_file,
                         const std::string& what) {
  return load_named_text(folder, name_or_file, what).parse();
}

}  // namespace scnnsim
