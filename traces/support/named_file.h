// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// One file of the table that embed_files.cmake generates.
struct EmbeddedFile {
  std::string_view path, text;
};
extern const EmbeddedFile embedded_table[];  ///< sorted by path
extern const std::size_t embedded_table_size;

/// Text of a file of configs/ that was compiled into the program (embed_files.cmake), by its path below
/// configs/, for example "networks/vgg16.yaml"; nothing when there is none.
std::optional<std::string_view> embedded_file(std::string_view path);

/// Paths below configs/ of the compiled-in files of a folder ("networks"), sorted.
std::vector<std::string_view> embedded_files(std::string_view folder);

/// Whether what a user gave for "a name or a file" means a file: it holds a '/' or ends in ".yaml". All else
/// is the name of a compiled-in file, whatever lies in the current folder.
bool means_file(std::string_view name_or_file);

/// The text that a user names.
struct NamedText {
  std::string text;
  std::string place;  ///< for messages: the file, or where it is below configs/
  bool is_built_in = false;

  YamlNode parse() const { return YamlNode::parse(text, place); }
};

/// A name ("45nm") among the compiled-in files of configs/<folder>, or a file: see means_file. `what` opens
/// the message of the UserError when there is no such name: "energy table".
NamedText load_named_text(const std::string& folder, const std::string& name_or_file,
                          const std::string& what);

/// The same as a YAML document.
YamlNode load_named_file(const std::string& folder, const std::string& name_or_file, const std::string& what);

/// Names of the compiled-in files of configs/<folder>.
std::vector<std::string> named_files(const std::string& folder);

}  // namespace scnnsim
