// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <regex>

#include "sim/text/formats.h"
#include "sim/text/visible.h"
#include "tests/support/hostile_texts.h"
#include "traces/support/scalar.h"

namespace scnnsim {
namespace {

/// The field as a reader of RFC 4180 gets it.
std::string read_field(const std::string& field) {
  if (field.empty() || field.front() != '"') return field;
  std::string text;
  for (std::size_t i = 1; i + 1 < field.size(); ++i) {
    text += field[i];
    if (field[i] == '"') ++i;
  }
  return text;
}

/// What the header tells readers to do for the name.
std::string name_of(const std::string& text) {
  static const std::regex added("(^|[,;\"])([ ']*)'(?=[=+@-]|＝|＋|－|＠)");
  std::string name, rest = text;
  // A match ends before what the next may begin with.
  for (std::smatch match; std::regex_search(rest, match, added); rest = match.suffix().str())
    name += match.prefix().str() + match[1].str() + match[2].str();
  return name + rest;
}

/// Cells as a spreadsheet splits the line where commas or semicolons separate; quotes count at the beginning
/// of a cell alone.
std::vector<std::string> cells_of(const std::string& line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false, begins = true;
  for (const char c : line) {
    if (c == '"' && (begins || quoted)) {
      quoted = !quoted;
      begins = false;
    } else if (c == separator && !quoted) {
      cells.emplace_back();
      begins = true;
    } else {
      cells.back() += c;
      begins = false;
    }
  }
  return cells;
}

bool is_formula(const std::string& cell) {
  static const std::regex formula("[ \t\r\n]*([=+@-]|＝|＋|－|＠)[^]*");
  return std::regex_match(cell, formula) && !detail::parse_number<double>(cell);
}

TEST(Csv, fields_are_quoted_where_rfc_4180_wants_it) {
  EXPECT_EQ(csv_text("conv_1"), "conv_1");
  EXPECT_EQ(csv_text("a,\"b\""), "\"a,\"\"b\"\"\"");
  EXPECT_EQ(csv_text(""), "");
}

TEST(Csv, formulas_have_an_apostrophe_before_them) {
  EXPECT_EQ(csv_text("=1+1"), "'=1+1");
  EXPECT_EQ(csv_text("+x"), "'+x");
  EXPECT_EQ(csv_text("-x"), "'-x");
  EXPECT_EQ(csv_text("@x"), "'@x");
  EXPECT_EQ(csv_text("＝x"), "'＝x");
  EXPECT_EQ(csv_text("  =x"), "  '=x");
  EXPECT_EQ(csv_text("a;=x"), "a;'=x");
  EXPECT_EQ(csv_text("'=x"), "''=x");
  EXPECT_EQ(csv_text("=HYPERLINK(\"u\")"), "\"'=HYPERLINK(\"\"u\"\")\"");
}

TEST(Csv, numbers_and_names_stay) {
  for (const char* text :
       {"-1", "-1.5e-3", "1", "conv-1", "a=b", "a+b", "x@y", "got -1, expected 2", "'quoted'"})
    EXPECT_EQ(read_field(csv_text(text)), text);
}

TEST(Csv, no_spreadsheet_finds_a_formula_in_any_text) {
  for (const std::string& text : testing::hostile_texts())
    for (const char separator : {',', ';'})
      for (const std::string& cell : cells_of("vgg16," + csv_text(text) + ",1", separator))
        EXPECT_FALSE(is_formula(cell)) << csv_text(text) << " has the cell " << cell;
}

TEST(Csv, a_text_is_in_one_line_and_can_be_had_back) {
  for (const std::string& text : testing::hostile_texts()) {
    const std::string field = csv_text(text);
    EXPECT_EQ(field, visible(field));
    EXPECT_EQ(name_of(read_field(field)), visible(text)) << field;
  }
}

}  // namespace
}  // namespace scnnsim
