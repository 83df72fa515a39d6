// SPDX-License-Identifier: Apache-2.0
#include "traces/support/strict_yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <set>
#include <sstream>

#include "traces/support/files.h"
#include "traces/support/messages.h"
#include "traces/support/utf8.h"
#include "traces/support/yaml_events.h"

namespace scnnsim {

namespace {

constexpr std::uint64_t largest_yaml_bytes = 64 << 20;

/// Throws UserError. (yaml-cpp replaces such bytes, or reads on in another encoding.)
void check_utf8(std::string_view text, const std::string& name) {
  for (std::size_t at = 0; at < text.size();) {
    const TextCharacter character = first_character(text.substr(at));
    if (character.code == not_utf8)
      throw UserError(fmt::format("{}:{}: got the byte 0x{:02x} at offset {}, expected UTF-8", name,
                                  1 + std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'),
                                  static_cast<unsigned char>(text[at]), at));
    at += character.bytes.size();
  }
}

/// Whether the document is sure to be all of the text, told without reading it again: nothing but the end, a
/// mark between documents or a directive ends a map whose keys begin their lines.
bool is_all(const YamlTree& tree, const std::string& text) {
  const YamlTree::Index root = tree.root();
  if (tree.kind(root) != YamlTree::Kind::map || tree.children(root) == 0 || !tree.is_block(root))
    return false;
  std::optional<bool> key_begins_line;
  tree.for_each_child(root, [&](YamlTree::Index child) {
    if (!key_begins_line) key_begins_line = tree.begins_line(child);
  });
  return tree.begins_line(root) && *key_begins_line && text.find("---") == std::string::npos &&
         text.find("...") == std::string::npos && text.find("\n%") == std::string::npos;
}

/// Whether anything follows the first document. (YAML::LoadAll, which would tell, never ends on the text
/// ",".)
bool holds_more_documents(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  IgnoreYamlEvents ignore;
  return parser.HandleNextDocument(ignore) && parser.HandleNextDocument(ignore);
}

}  // namespace

YamlNode::YamlNode(YamlTree::Index node, std::shared_ptr<const File> file, std::string key, int line)
    : node_(node), file_(std::move(file)), key_(std::move(key)), line_(line) {}

/// What the user wrote, for messages.
std::string YamlNode::described() const {
  switch (file_->tree.kind(node_)) {
    case YamlTree::Kind::scalar:
      return fmt::format("\"{}\"", file_->tree.scalar(node_));
    case YamlTree::Kind::sequence:
      return fmt::format("a list of {}", file_->tree.children(node_));
    case YamlTree::Kind::map:
      return "a map";
    case YamlTree::Kind::null:
      break;
  }
  return "nothing";
}

YamlNode YamlNode::load(const std::filesystem::path& file) {
  return parse(read_file(file, largest_yaml_bytes), file.string());
}

YamlNode YamlNode::parse(const std::string& text, const std::string& name) {
  check_utf8(text, name);
  try {
    const std::string joined = join_surrogates(text);
    YamlTree tree = YamlTree::of_first_document(joined);
    if (!is_all(tree, joined) && holds_more_documents(joined))
      throw UserError(
          fmt::format("{}: holds more than one document, or stray text, expected one document", name));
    const YamlTree::Index root = tree.root();
    const int line = std::max(1, tree.line(root));
    return YamlNode(root, std::make_shared<File>(File{name, std::move(tree)}), "", line);
  } catch (const YAML::DeepRecursion& error) {
    throw UserError(fmt::format("{}:{}: lists and maps are nested more than {} deep", name,
                                error.mark.line + 1, error.depth() - 1));
  } catch (const YAML::Exception& error) {
    throw UserError(fmt::format("{}:{}: not valid YAML: {}", name, error.mark.line + 1, error.msg));
  }
}

std::string YamlNode::file_and_line() const {
  return fmt::format("{}:{}", file_->name, line_);
}

std::string YamlNode::where() const {
  return key_.empty() ? file_and_line() : file_and_line() + ": " + key_;
}

void YamlNode::fail(const std::string& problem) const {
  throw UserError(where() + ": " + problem);
}

YamlNode YamlNode::child(YamlTree::Index node, std::string key) const {
  const int line = file_->tree.line(node);
  return YamlNode(node, file_, std::move(key), line > 0 ? line : line_);
}

std::string YamlNode::scalar(bool quotes_allowed) const {
  const YamlTree::Kind kind = file_->tree.kind(node_);
  if (kind == YamlTree::Kind::null) return "";
  if (kind != YamlTree::Kind::scalar) fail(fmt::format("got {}, expected a single value", described()));
  if (!quotes_allowed && file_->tree.is_quoted(node_))  // "1" is a text, not a number
    fail(fmt::format("got the quoted text {}, expected a value without quotes", described()));
  return file_->tree.scalar(node_);
}

std::vector<std::pair<std::string, YamlNode>> YamlNode::entries() const {
  if (!is_map()) fail(fmt::format("got {}, expected a map of keys and values", described()));
  std::vector<std::pair<std::string, YamlNode>> entries;
  std::set<std::string> seen;
  std::optional<YamlNode> key;
  file_->tree.for_each_child(node_, [&](YamlTree::Index node) {
    if (!key) {
      key = child(node, key_);
      return;
    }
    if (file_->tree.kind(key->node_) != YamlTree::Kind::scalar)
      key->fail(fmt::format("got {} as a key, expected a word", key->described()));
    const std::string name = file_->tree.scalar(key->node_);
    if (!seen.insert(name).second) key->fail(fmt::format("key \"{}\" is given twice", name));
    entries.emplace_back(name, key->child(node, key_.empty() ? name : key_ + "." + name));
    key.reset();
  });
  return entries;
}

YamlMap YamlNode::as_map() const {
  return YamlMap(*this, entries());
}

YamlMap YamlNode::as_map(const std::vector<std::string>& known) const {
  YamlMap map = as_map();
  for (const auto& [name, value] : map.entries()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw UserError(fmt::format("{}: {}{}", value.file_and_line(), key_.empty() ? "" : key_ + ": ",
                                unknown_name("key", name, "known keys", known)));
  }
  return map;
}

std::vector<YamlNode> YamlNode::as_sequence() const {
  if (!is_sequence()) fail(fmt::format("got {}, expected a list", described()));
  std::vector<YamlNode> items;
  items.reserve(file_->tree.children(node_));
  file_->tree.for_each_child(node_, [&](YamlTree::Index item) {
    items.push_back(child(item, fmt::format("{}[{}]", key_, items.size())));
  });
  return items;
}

std::vector<YamlNode> YamlNode::as_sequence(std::size_t length) const {
  if (!is_sequence() || file_->tree.children(node_) != length)
    fail(fmt::format("got {}, expected a list of {}", described(), length));
  return as_sequence();
}

const YamlNode* YamlMap::find(const std::string& key) const {
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry.first == key; });
  return found == entries_.end() ? nullptr : &found->second;
}

const YamlNode& YamlMap::at(const std::string& key) const {
  if (const YamlNode* node = find(key)) return *node;
  node_.fail(fmt::format("key \"{}\" is missing", key));
}

std::string yaml_quote(std::string_view text) {
  YAML::Emitter emitter;
  emitter << YAML::DoubleQuoted << std::string(text);
  return emitter.c_str();
}

}  // namespace scnnsim
