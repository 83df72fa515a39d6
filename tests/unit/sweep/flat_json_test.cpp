// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/store/flat_json.h"

#include <gtest/gtest.h>

#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

const StorePlace place{"sweep.sqlite", 3};

TEST(FlatJson, texts_are_read_with_and_without_escapes) {
  EXPECT_EQ(texts_of_json("{}", place), Texts());
  EXPECT_EQ(texts_of_json(R"({"a.b":"4","c":""})", place), (Texts{{"a.b", "4"}, {"c", ""}}));
  EXPECT_EQ(texts_of_json(R"({"a.b":"4","c":"\"\\\u00e9"})", place), (Texts{{"a.b", "4"}, {"c", "\"\\é"}}));
  EXPECT_EQ(texts_of_json(R"({ "a" : "4" })", place), (Texts{{"a", "4"}}));
}

TEST(FlatJson, anything_else_is_refused_with_its_place) {
  for (const char* text :
       {"", "{", R"({"a"})", R"({"a":4})", R"({"a":"4",})", R"({"a":"4"}x)", R"({"a":"4")"})
    testing::expect_user_error([text] { texts_of_json(text, place); },
                               {"sweep.sqlite: point 3: got", "expected an object of texts"});
}

}  // namespace
}  // namespace scnnsim
