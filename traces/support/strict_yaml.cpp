// SPDX-License-Identifier: Apache-2.0
#include "traces/support/strict_yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "traces/support/files.h"
#include "traces/support/messages.h"
#include "traces/support/utf8.h"
#include "traces/support/yaml_events.h"

namespace scnnsim {

namespace {

constexpr std::uint64_t largest_yaml_bytes = 64 << 20;

int line_of(const YAML::Node& node, int otherwise) {
  const YAML::Mark mark = node.Mark();
  return mark.is_null() ? otherwise : mark.line + 1;
}

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
bool is_all(const YAML::Node& document, const std::string& text) {
  if (!document.IsMap() || document.size() == 0 || document.Style() != YAML::EmitterStyle::Block)
    return false;
  return document.Mark().column == 0 && document.begin()->first.Mark().column == 0 &&
         text.find("---") == std::string::npos && text.find("...") == std::string::npos &&
         text.find("\n%") == std::string::npos;
}

/// Whether anything follows the first document. (YAML::LoadAll, which would tell, never ends on the text
/// ",".)
bool holds_more_documents(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  IgnoreYamlEvents ignore;
  return parser.HandleNextDocument(ignore) && parser.HandleNextDocument(ignore);
}

/// What the user wrote, for messages.
std::string describe(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      return fmt::format("\"{}\"", node.Scalar());
    case YAML::NodeType::Sequence:
      return fmt::format("a list of {}", node.size());
    case YAML::NodeType::Map:
      return "a map";
    default:
      return "nothing";
  }
}

}  // namespace

YamlNode::YamlNode(const YAML::Node& node, std::shared_ptr<const std::string> file, std::string key, int line)
    : node_(node), file_(std::move(file)), key_(std::move(key)), line_(line) {}

YamlNode YamlNode::load(const std::filesystem::path& file) {
  return parse(read_file(file, largest_yaml_bytes), file.string());
}

YamlNode YamlNode::parse(const std::string& text, const std::string& name) {
  check_utf8(text, name);
  try {
    const std::string joined = join_surrogates(text);
    const YAML::Node node = YAML::Load(joined);
    if (!is_all(node, joined) && holds_more_documents(joined))
      throw UserError(
          fmt::format("{}: holds more than one document, or stray text, expected one document", name));
    return YamlNode(node, std::make_shared<std::string>(name), "", line_of(node, 1));
  } catch (const YAML::DeepRecursion& error) {
    throw UserError(fmt::format("{}:{}: lists and maps are nested more than {} deep", name,
                                error.mark.line + 1, error.depth() - 1));
  } catch (const YAML::Exception& error) {
    throw UserError(fmt::format("{}:{}: not valid YAML: {}", name, error.mark.line + 1, error.msg));
  }
}

std::string YamlNode::file_and_line() const {
  return fmt::format("{}:{}", *file_, line_);
}

std::string YamlNode::where() const {
  return key_.empty() ? file_and_line() : file_and_line() + ": " + key_;
}

void YamlNode::fail(const std::string& problem) const {
  throw UserError(where() + ": " + problem);
}

YamlNode YamlNode::child(const YAML::Node& node, std::string key) const {
  return YamlNode(node, file_, std::move(key), line_of(node, line_));
}

std::string YamlNode::scalar(bool quotes_allowed) const {
  if (node_.IsNull()) return "";
  if (!node_.IsScalar()) fail(fmt::format("got {}, expected a single value", describe(node_)));
  // yaml-cpp tags quoted scalars "!": "1" is a text, not a number.
  if (!quotes_allowed && node_.Tag() == "!")
    fail(fmt::format("got the quoted text {}, expected a value without quotes", describe(node_)));
  return node_.Scalar();
}

std::vector<std::pair<std::string, YamlNode>> YamlNode::entries() const {
  if (!node_.IsMap()) fail(fmt::format("got {}, expected a map of keys and values", describe(node_)));
  std::vector<std::pair<std::string, YamlNode>> entries;
  std::set<std::string> seen;
  for (const auto& entry : node_) {
    const YamlNode key_node = child(entry.first, key_);
    if (!entry.first.IsScalar())
      key_node.fail(fmt::format("got {} as a key, expected a word", describe(entry.first)));
    const std::string& name = entry.first.Scalar();
    if (!seen.insert(name).second) key_node.fail(fmt::format("key \"{}\" is given twice", name));
    YamlNode value(entry.second, file_, key_.empty() ? name : key_ + "." + name,
                   line_of(entry.second, key_node.line_));
    entries.emplace_back(name, std::move(value));
  }
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
  if (!node_.IsSequence()) fail(fmt::format("got {}, expected a list", describe(node_)));
  std::vector<YamlNode> items;
  for (const auto& item : node_) items.push_back(child(item, fmt::format("{}[{}]", key_, items.size())));
  return items;
}

std::vector<YamlNode> YamlNode::as_sequence(std::size_t length) const {
  if (!node_.IsSequence() || node_.size() != length)
    fail(fmt::format("got {}, expected a list of {}", describe(node_), length));
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
