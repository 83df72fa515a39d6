// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "models/common/machine_config.h"
#include "tests/support/hostile_texts.h"
#include "tests/unit/traces/test_support.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {
namespace {

/// yaml-cpp replaces codes that are no characters.
std::vector<std::string> texts() {
  std::vector<std::string> texts = testing::hostile_utf8_texts();
  const auto has_noncharacter = [](const std::string& text) {
    return text.find("\ufffe") != std::string::npos;
  };
  texts.erase(std::remove_if(texts.begin(), texts.end(), has_noncharacter), texts.end());
  return texts;
}

TEST(YamlQuote, gives_every_text_back_from_one_line) {
  for (const std::string& text : texts()) {
    const std::string quoted = yaml_quote(text);
    EXPECT_EQ(quoted.find('\n'), std::string::npos) << quoted;
    const YamlMap map =
        YamlNode::parse("name: " + quoted + "\nlist: [" + quoted + ", x]\n", "f.yaml").as_map();
    EXPECT_EQ(map.required<std::string>("name"), text) << quoted;
    EXPECT_EQ(map.at("list").as_list<std::string>(2).front(), text) << quoted;
  }
}

TEST(ConfigYaml, gives_every_path_back) {
  const testing::ScratchFolder folder;
  for (const std::string& text : texts()) {
    MachineConfig config;
    config.energy.table = std::filesystem::path("/x" + text + ".yaml").lexically_normal().string();
    testing::write_text(folder / "config.yaml", to_yaml(config, true));
    EXPECT_EQ(load_config(folder / "config.yaml").energy.table, config.energy.table);
  }
}

}  // namespace
}  // namespace scnnsim
