// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "traces/support/scalar.h"
#include "traces/support/yaml_tree.h"

namespace scnnsim {

class YamlMap;

/// A value in a YAML file that knows where it stands. Every mistake is a UserError that begins with
/// "file:line: key: ". Nothing is converted silently: see parse_scalar. Example:
///
///     const YamlMap top = YamlNode::load(file).as_map({"version", "layers"});
///     const auto version = top.required<unsigned>("version", {1, 1});
///     for (const YamlNode& layer : top.at("layers").as_sequence()) ...
class YamlNode {
 public:
  /// Reads a file of exactly one document.
  static YamlNode load(const std::filesystem::path& file);
  /// The same for text in memory; `name` stands for the file in messages.
  static YamlNode parse(const std::string& text, const std::string& name);

  /// The scalar as bool, integer, floating-point number, std::string or enumeration.
  template <class T, class R = std::conditional_t<std::is_arithmetic_v<T>, T, int>>
  T as(const ValueRange<R>& range = {}) const {
    return parse_scalar<T>(scalar(!std::is_arithmetic_v<T>), where(), range);
  }

  /// The map, all of whose keys must be among `known`, each at most once.
  YamlMap as_map(const std::vector<std::string>& known) const;
  /// A map with free keys, each at most once.
  YamlMap as_map() const;
  bool is_map() const { return file_->tree.kind(node_) == YamlTree::Kind::map; }
  bool is_sequence() const { return file_->tree.kind(node_) == YamlTree::Kind::sequence; }

  std::vector<YamlNode> as_sequence() const;
  /// A sequence of exactly `length` items.
  std::vector<YamlNode> as_sequence(std::size_t length) const;
  /// A sequence of exactly `length` scalars.
  template <class T>
  std::vector<T> as_list(std::size_t length, const ValueRange<T>& range = {}) const {
    std::vector<T> values;
    for (const YamlNode& item : as_sequence(length)) values.push_back(item.as<T>(range));
    return values;
  }

  /// The value as YAML text, whatever it holds.
  std::string as_yaml() const { return file_->tree.as_yaml(node_); }

  const std::string& key() const { return key_; }  ///< "layers[2].stride"; empty for the document
  std::string file_and_line() const;               ///< "file:line"
  std::string where() const;                       ///< "file:line: key"
  /// Throws UserError "file:line: key: problem".
  [[noreturn]] void fail(const std::string& problem) const;

 private:
  friend class YamlMap;
  struct File {
    std::string name;
    YamlTree tree;
  };
  YamlNode(YamlTree::Index node, std::shared_ptr<const File> file, std::string key, int line);
  std::string scalar(bool quotes_allowed) const;
  std::string described() const;
  YamlNode child(YamlTree::Index node, std::string key) const;
  std::vector<std::pair<std::string, YamlNode>> entries() const;

  YamlTree::Index node_;
  std::shared_ptr<const File> file_;
  std::string key_;
  int line_;  ///< from 1; the parent's where yaml-cpp knows none
};

/// A map whose keys have been checked.
class YamlMap {
 public:
  bool has(const std::string& key) const { return find(key) != nullptr; }
  /// The key's value, or nullptr.
  const YamlNode* find(const std::string& key) const;
  /// The key's value; throws UserError when it is missing.
  const YamlNode& at(const std::string& key) const;

  template <class T, class R = std::conditional_t<std::is_arithmetic_v<T>, T, int>>
  T required(const std::string& key, const ValueRange<R>& range = {}) const {
    return at(key).as<T>(range);
  }
  template <class T, class R = std::conditional_t<std::is_arithmetic_v<T>, T, int>>
  T optional(const std::string& key, T otherwise, const ValueRange<R>& range = {}) const {
    const YamlNode* node = find(key);
    return node ? node->as<T>(range) : otherwise;
  }
  template <class T, class R = std::conditional_t<std::is_arithmetic_v<T>, T, int>>
  std::optional<T> if_given(const std::string& key, const ValueRange<R>& range = {}) const {
    const YamlNode* node = find(key);
    return node ? std::optional<T>(node->as<T>(range)) : std::nullopt;
  }

  /// Keys and values in the order of the file.
  const std::vector<std::pair<std::string, YamlNode>>& entries() const { return entries_; }
  const YamlNode& node() const { return node_; }  ///< the map itself

 private:
  friend class YamlNode;
  YamlMap(YamlNode node, std::vector<std::pair<std::string, YamlNode>> entries)
      : node_(std::move(node)), entries_(std::move(entries)) {}
  YamlNode node_;
  std::vector<std::pair<std::string, YamlNode>> entries_;
};

/// `text` as a double-quoted YAML scalar, for writers.
std::string yaml_quote(std::string_view text);

}  // namespace scnnsim
