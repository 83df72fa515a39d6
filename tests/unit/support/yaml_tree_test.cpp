// SPDX-License-Identifier: Apache-2.0
#include "traces/support/yaml_tree.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

namespace scnnsim {
namespace {

std::string written(const std::string& text) {
  const YamlTree tree = YamlTree::of_first_document(text);
  return tree.as_yaml(tree.root());
}

TEST(YamlTree, WritesWhatYamlCppWrites) {
  for (const std::string text :
       {"~", "a", "\"1\"", "'it''s'", "a: 1", "{a: 1, b: [x, \"y: z\", ~]}",
        "- a\n- [b, c]\n- {d: e}\n- f:\n    g:\n", "a: |\n  two\n  lines\nb: >\n  folded\n  text\n",
        "a: !!str 1\nb: !own [1]\nc: ! x\n", "a: &x [1, 2]\nb: *x\nc: *x\n",
        "a: &x 1\nb: &y {c: *x}\nd: [*y, *y]\n", "&all [1, *all]", "? [k]\n: v\n",
        "a: \"\\u00e9 \\n\"\nb: é\n"})
    EXPECT_EQ(written(text), YAML::Dump(YAML::Load(text))) << text;
}

TEST(YamlTree, WritesAPartWithItsOwnAnchors) {
  const std::string text = "a: &x [1]\nb: {c: *x, d: *x}\ne: *x\n";
  const YamlTree tree = YamlTree::of_first_document(text);
  std::vector<YamlTree::Index> children;
  tree.for_each_child(tree.root(), [&](YamlTree::Index child) { children.push_back(child); });
  ASSERT_EQ(children.size(), 6u);
  const YAML::Node document = YAML::Load(text);
  EXPECT_EQ(tree.as_yaml(children[3]), YAML::Dump(document["b"]));
  EXPECT_EQ(children[5], children[1]) << "an alias is what it stands for";
  EXPECT_EQ(tree.as_yaml(children[5]), YAML::Dump(document["e"]));
}

TEST(YamlTree, AnEmptyTextIsANull) {
  const YamlTree tree = YamlTree::of_first_document("");
  EXPECT_EQ(tree.kind(tree.root()), YamlTree::Kind::null);
  EXPECT_EQ(tree.line(tree.root()), 0);
}

TEST(YamlTree, KnowsLinesAndKinds) {
  const YamlTree tree = YamlTree::of_first_document("a: 1\nb:\n  - x\n  - \"2\"\n");
  EXPECT_EQ(tree.kind(tree.root()), YamlTree::Kind::map);
  EXPECT_TRUE(tree.is_block(tree.root()));
  EXPECT_TRUE(tree.begins_line(tree.root()));
  EXPECT_EQ(tree.children(tree.root()), 4u);
  std::vector<YamlTree::Index> children;
  tree.for_each_child(tree.root(), [&](YamlTree::Index child) { children.push_back(child); });
  EXPECT_EQ(tree.line(children[2]), 2);
  EXPECT_FALSE(tree.begins_line(children[1]));
  std::vector<std::string> items;
  std::vector<bool> quoted;
  tree.for_each_child(children[3], [&](YamlTree::Index item) {
    EXPECT_EQ(tree.line(item), 3 + static_cast<int>(items.size()));
    items.push_back(tree.scalar(item));
    quoted.push_back(tree.is_quoted(item));
  });
  EXPECT_EQ(items, (std::vector<std::string>{"x", "2"}));
  EXPECT_EQ(quoted, (std::vector<bool>{false, true}));
}

}  // namespace
}  // namespace scnnsim
