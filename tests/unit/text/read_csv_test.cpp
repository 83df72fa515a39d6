// SPDX-License-Identifier: Apache-2.0
#include "sim/text/read_csv.h"

#include <gtest/gtest.h>

#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

TEST(ReadCsv, KeepsEmptyCellsAndTellsWhereRowsAre) {
  const CsvRows csv = read_csv("# a comment\n\na,b,c\r\n1,, \"x y\" \r\n,,\n", "f.csv");
  EXPECT_EQ(csv.header, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(csv.header_where, "f.csv:3");
  ASSERT_EQ(csv.rows.size(), 2u);
  EXPECT_EQ(csv.rows[0].cells, (std::vector<std::string>{"1", "", "x y"}));
  EXPECT_EQ(csv.rows[1].cells, (std::vector<std::string>{"", "", ""}));
  EXPECT_EQ(csv.rows[1].where, "f.csv:5");
}

TEST(ReadCsv, EveryRowHasTheHeadersCells) {
  testing::expect_user_error([] { read_csv("a,b\n1,2,3\n", "f.csv"); }, {"f.csv:2", "3 cells", "2"});
}

TEST(ReadCsv, QuotationMarksStandInPairsAroundACell) {
  for (const char* row : {"\"1,2", "1,\"2", "1,2\"", "\"1,1\",2", "1,a\"b"})
    testing::expect_user_error([&] { read_csv(std::string("a,b\n") + row + "\n", "f.csv"); },
                               {"f.csv:2", "quotation marks at both its ends"});
}

}  // namespace
}  // namespace scnnsim
