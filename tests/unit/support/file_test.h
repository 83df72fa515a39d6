// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/traces/test_support.h"

namespace scnnsim {

// What tests of files call in nearly every line.
namespace fs = std::filesystem;
using testing::expect_user_error;
using testing::read_text;
using testing::ScratchFolder;
using testing::write_text;

namespace testing {

/// Tests with a folder of their own.
class FileTest : public ::testing::Test {
 protected:
  /// What lies in the folder, sorted.
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(scratch_.path()))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
  std::size_t entries() const { return names().size(); }

  ScratchFolder scratch_;
};

}  // namespace testing
}  // namespace scnnsim
