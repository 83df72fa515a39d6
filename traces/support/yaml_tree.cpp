// SPDX-License-Identifier: Apache-2.0
#include "traces/support/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <set>
#include <sstream>
#include <vector>

namespace scnnsim {

namespace {

// yaml-cpp's tags of scalars without a tag of their own: quoted, and not.
constexpr const char* quoted_tag = "!";
constexpr const char* plain_tag = "?";

}  // namespace

/// Makes the tree of what a YAML parser reports.
class YamlTreeBuilder : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(YamlTree::Kind::null, mark, anchor);
  }
  void OnAlias(const YAML::Mark&, YAML::anchor_t anchor) override {
    YamlTree::Node& node = tree_.nodes_.emplace_back();
    node.alias_of = anchored_.at(anchor);
    link();
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlTree::Node& node = add(YamlTree::Kind::scalar, mark, anchor, tag);
    node.text = static_cast<std::uint32_t>(tree_.texts_.size());
    node.length = static_cast<std::uint32_t>(value.size());
    tree_.texts_ += value;
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(YamlTree::Kind::sequence, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(YamlTree::Kind::map, mark, tag, anchor, style);
  }
  void OnMapEnd() override { open_.pop_back(); }

  YamlTree take() {
    if (tree_.root_ == YamlTree::none) {
      tree_.nodes_.emplace_back();
      tree_.root_ = 0;
    }
    return std::move(tree_);
  }

 private:
  struct Parent {
    YamlTree::Index node, last_child;
  };

  /// Puts the newest node behind the last child of the innermost open one.
  void link() {
    const auto added = static_cast<YamlTree::Index>(tree_.nodes_.size() - 1);
    if (open_.empty()) {
      tree_.root_ = added;
      return;
    }
    Parent& parent = open_.back();
    (parent.last_child == YamlTree::none ? tree_.nodes_[parent.node].first
                                         : tree_.nodes_[parent.last_child].next) = added;
    parent.last_child = added;
    ++tree_.nodes_[parent.node].children;
  }

  YamlTree::Node& add(YamlTree::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor,
                      const std::string& tag = "") {
    YamlTree::Node& node = tree_.nodes_.emplace_back();
    const auto added = static_cast<YamlTree::Index>(tree_.nodes_.size() - 1);
    node.kind = kind;
    node.line = mark.is_null() ? 0 : static_cast<std::uint32_t>(mark.line + 1);
    node.begins_line = mark.column == 0;
    node.is_quoted = tag == quoted_tag;
    if (!tag.empty() && tag != quoted_tag && tag != plain_tag) tree_.tags_.emplace(added, tag);
    if (anchor != 0) anchored_[anchor] = added;
    link();
    return node;
  }

  void open(YamlTree::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style) {
    add(kind, mark, anchor, tag).is_block = style == YAML::EmitterStyle::Block;
    open_.push_back({static_cast<YamlTree::Index>(tree_.nodes_.size() - 1), YamlTree::none});
  }

  YamlTree tree_;
  std::vector<Parent> open_;  ///< from the document inwards
  std::map<YAML::anchor_t, YamlTree::Index> anchored_;
};

namespace {

/// Writes a node and what is in it; nodes that come more than once become anchors and aliases.
class TreeEmitter {
 public:
  TreeEmitter(const YamlTree& tree, const std::map<YamlTree::Index, std::string>& tags)
      : tree_(tree), tags_(tags) {}

  std::string emit(YamlTree::Index root) {
    find_repeated(root);
    write(root);
    return emitter_.c_str();
  }

 private:
  void find_repeated(YamlTree::Index node) {
    if (!seen_.insert(node).second) {
      repeated_.insert(node);
      return;
    }
    tree_.for_each_child(node, [&](YamlTree::Index child) { find_repeated(child); });
  }

  void write(YamlTree::Index node) {
    if (repeated_.count(node) > 0) {
      const auto [found, is_first] = anchors_.emplace(node, std::to_string(anchors_.size() + 1));
      if (!is_first) {
        emitter_ << YAML::Alias(found->second);
        return;
      }
      write_tag(node);
      emitter_ << YAML::Anchor(found->second);
    } else {
      write_tag(node);
    }
    switch (tree_.kind(node)) {
      case YamlTree::Kind::null:
        emitter_ << YAML::Null;
        return;
      case YamlTree::Kind::scalar:
        emitter_ << tree_.scalar(node);
        return;
      case YamlTree::Kind::sequence:
        set_style(node);
        emitter_ << YAML::BeginSeq;
        tree_.for_each_child(node, [&](YamlTree::Index child) { write(child); });
        emitter_ << YAML::EndSeq;
        return;
      case YamlTree::Kind::map:
        set_style(node);
        emitter_ << YAML::BeginMap;
        bool is_key = true;
        tree_.for_each_child(node, [&](YamlTree::Index child) {
          is_key ? emitter_ << YAML::Key : emitter_ << YAML::Value;
          is_key = !is_key;
          write(child);
        });
        emitter_ << YAML::EndMap;
        return;
    }
  }

  void write_tag(YamlTree::Index node) {
    const auto found = tags_.find(node);
    if (found != tags_.end()) emitter_ << YAML::VerbatimTag(found->second);
  }
  void set_style(YamlTree::Index node) {
    tree_.is_block(node) ? emitter_ << YAML::Block : emitter_ << YAML::Flow;
    emitter_.RestoreGlobalModifiedSettings();  // the style of this node is none of the next
  }

  const YamlTree& tree_;
  const std::map<YamlTree::Index, std::string>& tags_;
  YAML::Emitter emitter_;
  std::set<YamlTree::Index> seen_, repeated_;
  std::map<YamlTree::Index, std::string> anchors_;
};

}  // namespace

YamlTree YamlTree::of_first_document(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  YamlTreeBuilder builder;
  parser.HandleNextDocument(builder);
  return builder.take();
}

std::string YamlTree::scalar(Index node) const {
  return texts_.substr(nodes_[node].text, nodes_[node].length);
}

std::string YamlTree::as_yaml(Index node) const {
  return TreeEmitter(*this, tags_).emit(node);
}

}  // namespace scnnsim
