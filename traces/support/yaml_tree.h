// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>

namespace scnnsim {

/// The nodes of a YAML document, as yaml-cpp reads it. A node takes 32 bytes and its text, where YAML::Node
/// takes some 450, so that a trace of 100,000 layers fits.
class YamlTree {
 public:
  /// A node's place in the tree. Aliases have none: what they stand for takes their place.
  using Index = std::uint32_t;
  static constexpr Index none = UINT32_MAX;
  enum class Kind : std::uint8_t { null, scalar, sequence, map };

  /// Reads the first document of a text of less than 4 GB. Throws YAML::Exception.
  static YamlTree of_first_document(const std::string& text);

  /// The document itself; an empty text is a null.
  Index root() const { return root_; }
  Kind kind(Index node) const { return nodes_[node].kind; }
  std::string scalar(Index node) const;
  bool is_quoted(Index node) const { return nodes_[node].is_quoted; }
  bool is_block(Index node) const { return nodes_[node].is_block; }
  int line(Index node) const { return static_cast<int>(nodes_[node].line); }  ///< from 1; 0: unknown
  bool begins_line(Index node) const { return nodes_[node].begins_line; }     ///< stands in the first column
  /// Items of a sequence; of a map its keys and values in turn, two for each entry.
  std::uint32_t children(Index node) const { return nodes_[node].children; }
  /// Calls visit(child) for each.
  template <class Visit>
  void for_each_child(Index node, Visit&& visit) const {
    for (Index child = nodes_[node].first; child != none; child = nodes_[child].next)
      visit(nodes_[child].alias_of == none ? child : nodes_[child].alias_of);
  }
  /// The node as YAML text, as YAML::Dump writes it.
  std::string as_yaml(Index node) const;

 private:
  friend class YamlTreeBuilder;
  struct Node {
    Index first = none, next = none;  ///< child and sibling
    Index alias_of = none;            ///< of an alias alone
    std::uint32_t children = 0;
    std::uint32_t text = 0, length = 0;  ///< of a scalar, in texts_
    std::uint32_t line = 0;
    Kind kind = Kind::null;
    bool is_quoted : 1, is_block : 1, begins_line : 1;
    Node() : is_quoted(false), is_block(false), begins_line(false) {}
  };

  std::deque<Node> nodes_;
  std::string texts_;
  std::map<Index, std::string> tags_;  ///< those that the document writes, as "!!str"
  Index root_ = none;
};

}  // namespace scnnsim
