// SPDX-License-Identifier: Apache-2.0
#include "models/common/named_file.h"

#include <fmt/format.h>

#include <filesystem>

#include "traces/embedded_files.h"
#include "traces/nearest_name.h"

namespace scnnsim {
namespace {

std::vector<std::string> known_names(const std::string& folder) {
  std::vector<std::string> names;
  for (const std::string_view path : embedded_files(folder))
    names.push_back(std::filesystem::path(path).stem().string());
  return names;
}

}  // namespace

YamlNode load_named_file(const std::string& folder, const std::string& name_or_file,
                         const std::string& what) {
  const std::string path = folder + "/" + name_or_file + ".yaml";
  if (const auto text = embedded_file(path)) return YamlNode::parse(std::string(*text), "configs/" + path);
  std::error_code ignored;
  const bool looks_like_path = name_or_file.find_first_of("/.") != std::string::npos;
  if (looks_like_path || std::filesystem::exists(name_or_file, ignored)) return YamlNode::load(name_or_file);
  throw UserError(unknown_name(what, name_or_file, "give a file or one of", known_names(folder)));
}

}  // namespace scnnsim
