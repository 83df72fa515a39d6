// SPDX-License-Identifier: Apache-2.0
#include "traces/support/named_file.h"

#include <cstdint>
#include <filesystem>

#include "traces/support/embedded_files.h"
#include "traces/support/error.h"
#include "traces/support/files.h"
#include "traces/support/messages.h"

namespace scnnsim {

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
