// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include <string>

#include "sim/tables/table.h"
#include "sim/tables/table_cells.h"

namespace scnnsim {
namespace {

Table example() {
  Table table;
  table.caption = "Example";
  table.columns = {{"layer", "layer", CellStyle::text},
                   {"cycles", "cycles", CellStyle::integer, "cycles"},
                   {"share_issue", "issue", CellStyle::share},
                   {"energy_pj", "energy", CellStyle::picojoules}};
  table.rows = {{{"conv_1", 1234567u, 0.25, 2.5e6}, false},
                {{"a,\"b\"", 7u, 1.0, 1e6}, false},
                {{"total", 1234574u, nullptr, 3.5e6}, true}};
  return table;
}

TEST(TableFormats, text_is_aligned_with_units_below_the_titles) {
  EXPECT_EQ(render(example(), TableFormat::text),
            "Example\n"
            "layer      cycles  issue  energy\n"
            "                     [%]    [uJ]\n"
            "------  ---------  -----  ------\n"
            "conv_1  1,234,567   25.0   2.500\n"
            "a,\"b\"           7  100.0   1.000\n"
            "------  ---------  -----  ------\n"
            "total   1,234,574          3.500\n");
}

TEST(TableFormats, markdown_escapes_and_sets_totals_bold) {
  EXPECT_EQ(render(example(), TableFormat::md),
            "Example\n\n"
            "| layer | cycles | issue [%] | energy [uJ] |\n"
            "|---|---:|---:|---:|\n"
            "| conv\\_1 | 1,234,567 | 25.0 | 2.500 |\n"
            "| a,\"b\" | 7 | 100.0 | 1.000 |\n"
            "| **total** | **1,234,574** |  | **3.500** |\n");
}

TEST(TableFormats, csv_holds_the_numbers_as_they_are) {
  EXPECT_EQ(render(example(), TableFormat::csv),
            "layer,cycles,share_issue,energy_pj\n"
            "conv_1,1234567,0.25,2500000\n"
            "\"a,\"\"b\"\"\",7,1,1000000\n"
            "total,1234574,,3500000\n");
}

TEST(TableFormats, json_holds_the_numbers_as_they_are) {
  const auto json = nlohmann::json::parse(render(example(), TableFormat::json));
  EXPECT_EQ(json.at("rows").size(), 3u);
  EXPECT_EQ(json.at("rows").at(0).at("cycles"), 1234567);
  EXPECT_EQ(json.at("rows").at(2).at("is_total"), true);
  EXPECT_TRUE(json.at("rows").at(2).at("share_issue").is_null());
}

TEST(TableFormats, latex_is_a_table_with_booktabs_rules) {
  Table table = example();
  table.label = "example";
  const std::string text = render(table, TableFormat::latex);
  for (const char* part :
       {"\\caption{Example}\\label{tab:scnnsim-example}", "\\begin{tabular}{lrrr}", "\\toprule",
        "layer & cycles & issue & energy \\\\", " &  & {[}\\%{]} & {[}$\\mu$J{]} \\\\",
        "conv\\_1 & 1,234,567 & 25.0 & 2.500 \\\\", "\\midrule\n  total & 1,234,574 &  & 3.500",
        "\\bottomrule\n\\end{tabular}}\n\\end{table}\n"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
}

TEST(TableFormats, latex_escapes_all_that_has_a_meaning) {
  Table table;
  table.columns = {{"layer", "two words"}};
  table.rows = {{{"[1]*&%$#_{}~^\\<>|\"--'`"}}};
  const std::string text = render(table, TableFormat::latex);
  for (const char* part : {"  two \\\\\n  words \\\\\n",
                           "  {[}1]{*}\\&\\%\\$\\#\\_\\{\\}\\textasciitilde{}\\textasciicircum{}"
                           "\\textbackslash{}\\textless{}\\textgreater{}\\textbar{}''-{}-{}"
                           "\\textquotesingle{}\\textasciigrave{} \\\\\n"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
}

TEST(TableFormats, latex_captions_may_break_within_names) {
  Table table;
  table.caption = "Ratios to scnn_sparse_a";
  table.columns = {{"layer", "layer"}};
  const std::string text = render(table, TableFormat::latex);
  EXPECT_NE(text.find("\\caption{Ratios to scnn\\_\\allowbreak{}sparse\\_\\allowbreak{}a}"),
            std::string::npos)
      << text;
}

TEST(TableFormats, long_texts_are_paragraphs_in_latex) {
  Table table;
  table.columns = {{"reason", "reason"}};
  table.rows = {{{"took longer than 5 s"}},
                {{"accumulator.bank_hash: \"xor\" needs a power of two as accumulator.banks, got 24"}}};
  const std::string text = render(table, TableFormat::latex);
  EXPECT_NE(text.find("\n  took longer than 5 s \\\\\n"), std::string::npos) << text;
  EXPECT_NE(
      text.find("\n  \\parbox[t]{0.4\\linewidth}{\\raggedright\\strut accumulator.\\allowbreak{}bank\\_"),
      std::string::npos)
      << text;
}

TEST(TableFormats, a_long_latex_table_has_parts_of_a_page) {
  Table table;
  table.caption = "Long";
  table.label = "long";
  table.columns = {{"layer", "layer"}};
  table.rows.assign(51, {{"conv"}});
  const std::string two = render(table, TableFormat::latex);
  EXPECT_NE(two.find("\\caption{Long}\\label{tab:scnnsim-long}\n"), std::string::npos) << two;
  EXPECT_NE(two.find("\\clearpage\n\\begin{table}[p]"), std::string::npos) << two;
  EXPECT_NE(two.find("\\addtocounter{table}{-1}\\caption{Long (continued)}\n"), std::string::npos) << two;
  table.rows.pop_back();
  EXPECT_EQ(render(table, TableFormat::latex).find("continued"), std::string::npos);
}

TEST(TableFormats, groups_of_columns_have_a_title) {
  Table table;
  table.columns = {{"layer", "layer"},
                   {"a.x", "x", CellStyle::integer, {}, "run a"},
                   {"a.y", "y", CellStyle::integer, {}, "run a"},
                   {"b.x", "x", CellStyle::integer, {}, "b"}};
  table.rows = {{{"conv", 1u, 2u, 3u}}};
  EXPECT_EQ(render(table, TableFormat::text),
            "       run a  b\n"
            "layer   x  y  x\n"
            "-----  --  -  -\n"
            "conv    1  2  3\n");
  EXPECT_EQ(render(table, TableFormat::md),
            "| layer | run a: x | run a: y | b: x |\n|---|---:|---:|---:|\n| conv | 1 | 2 | 3 |\n");
  const std::string latex = render(table, TableFormat::latex);
  EXPECT_NE(latex.find("   & \\multicolumn{2}{c}{run a} & \\multicolumn{1}{c}{b} \\\\\n"
                       "  \\cmidrule(lr){2-3} \\cmidrule(lr){4-4}\n"),
            std::string::npos)
      << latex;
}

TEST(TableFormats, large_counts_are_shown_in_thousands_of_the_unit) {
  Table table;
  table.columns = {{"reads", "reads", CellStyle::count, "words"}, {"bytes", "bytes", CellStyle::bytes}};
  table.rows = {{{9'999'999u, 9'999u}, false}};
  EXPECT_EQ(show(table).units, (std::vector<std::string>{"words", "B"}));
  table.rows.push_back({{12'345'678u, 20'000u}, false});
  EXPECT_EQ(show(table).units, (std::vector<std::string>{"k words", "kB"}));
  EXPECT_EQ(show(table).cells[1], (std::vector<std::string>{"12,346", "20.0"}));
  table.rows.push_back({{20'000'000'000u, 20'000'000u}, false});
  EXPECT_EQ(show(table).units, (std::vector<std::string>{"M words", "kB"}));  // 9,999 B are 0.0 MB
  table.rows.erase(table.rows.begin(), table.rows.begin() + 2);
  EXPECT_EQ(show(table).units, (std::vector<std::string>{"M words", "MB"}));
}

TEST(TableFormats, a_title_that_says_the_unit_has_none_beside_it) {
  Table table;
  table.columns = {{"cycles", "cycles", CellStyle::count, "cycles"},
                   {"all", "all cycles", CellStyle::integer, "cycles"},
                   {"seconds", "time", CellStyle::decimal, "s"}};
  table.rows = {{{1000u, 1000u, 2.5}}};
  EXPECT_EQ(show(table).units, (std::vector<std::string>{"", "", "s"}));
  EXPECT_EQ(show(table).cells[0].back(), "2.50");
  table.rows = {{{50'000'000u, 1000u, 2.5}}};
  EXPECT_EQ(show(table).units.front(), "k");
}

/// A column of one style with one value, as it is shown: number and unit.
std::string shown(CellStyle style, const std::string& unit, double value) {
  Table table;
  table.columns = {{"x", "x", style, unit}};
  table.rows = {{{value}}};
  const ShownTable form = show(table);
  return form.cells[0][0] + " " + form.units[0];
}

TEST(TableFormats, scaled_numbers_have_a_prefix_and_decimals_their_unit) {
  EXPECT_EQ(shown(CellStyle::scaled, "s", 9.09e-7), "909.0 ns");
  EXPECT_EQ(shown(CellStyle::scaled, "s", 0.0123), "12.30 ms");
  EXPECT_EQ(shown(CellStyle::scaled, "W", 1.5), "1.500 W");
  EXPECT_EQ(shown(CellStyle::scaled, "J s", 3.2e-11), "32.00 pJ s");
  EXPECT_EQ(shown(CellStyle::scaled, "s", 0), "0.000 s");
  EXPECT_EQ(shown(CellStyle::decimal, "GB/s", 16.876), "16.88 GB/s");
  EXPECT_EQ(shown(CellStyle::decimal, "GB/s", 0.00123), "0.00123 GB/s");
  EXPECT_EQ(shown(CellStyle::decimal, "1/s", 1234567.8), "1,234,568 1/s");
}

/// "label" and `count` columns of six digits, named "wide head".
Table wide_table(std::size_t count) {
  Table table;
  table.columns = {{"layer", "layer"}};
  table.rows = {{{"conv"}, false}, {{"fc"}, false}};
  for (std::size_t i = 0; i < count; ++i) {
    table.columns.push_back({"x", "wide head", CellStyle::integer});
    for (TableRow& row : table.rows) row.cells.push_back(100000u + i);
  }
  return table;
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, display_width(line));
  return widest;
}

TEST(TableFormats, wide_tables_break_their_heads_and_then_go_on_below) {
  const Table narrow = wide_table(2), stacked = wide_table(8), blocks = wide_table(20);
  EXPECT_EQ(render(narrow, TableFormat::text, terminal_width), render(narrow, TableFormat::text));
  EXPECT_GT(widest_line(render(stacked, TableFormat::text)), terminal_width);
  const std::string once = render(stacked, TableFormat::text, terminal_width);
  EXPECT_LE(widest_line(once), terminal_width);
  EXPECT_EQ(once.find("\n\n"), std::string::npos) << once;
  EXPECT_EQ(once.rfind("          wide  ", 0), 0u) << once;
  const std::string thrice = render(blocks, TableFormat::text, terminal_width);
  EXPECT_LE(widest_line(thrice), terminal_width);
  std::size_t rows = 0;
  for (std::size_t at = 0; (at = thrice.find("\nconv ", at)) != std::string::npos; ++at) ++rows;
  EXPECT_EQ(rows, 3u) << thrice;
  for (std::size_t i = 0; i < 20; ++i) {
    const std::string number = with_thousands(std::uint64_t{100000 + i});
    EXPECT_NE(thrice.find(number), std::string::npos) << number;
  }
}

TEST(TableFormats, long_texts_of_wide_tables_keep_their_end_if_that_tells_them_apart) {
  Table table = wide_table(5);
  const std::string folder(60, 'f');
  table.rows[0].cells[0] = folder + "/vector-0.30";
  table.rows[1].cells[0] = folder + "/element-0.30";
  const std::string text = render(table, TableFormat::text, terminal_width);
  EXPECT_LE(widest_line(text), terminal_width);
  EXPECT_NE(text.find("\n…ffffffffff/vector-0.30"), std::string::npos) << text;
  table.rows[1].cells[0] = "other/" + folder + "/vector-0.30";
  EXPECT_NE(render(table, TableFormat::text, terminal_width).find("\nother/fff"), std::string::npos);
}

TEST(TableFormats, lowest_cells_are_marked_for_people_alone) {
  Table table;
  table.caption = "Runs";
  table.columns = {{"run", "run"}, {"cycles", "cycles", CellStyle::integer, "cycles"}};
  table.rows = {{{"a", 10u}}, {{"b", 9u}, false, {1}}};
  EXPECT_EQ(render(table, TableFormat::text),
            "Runs (* lowest)\nrun  cycles\n---  ------\na       10\nb        9*\n");
  EXPECT_NE(render(table, TableFormat::md).find("| b | **9** |"), std::string::npos);
  EXPECT_NE(render(table, TableFormat::latex).find("b & \\textbf{9}"), std::string::npos);
  EXPECT_EQ(render(table, TableFormat::csv), "run,cycles\na,10\nb,9\n");
  EXPECT_EQ(render(table, TableFormat::json).find('*'), std::string::npos);
}

TEST(TableFormats, digits_are_grouped_by_three) {
  EXPECT_EQ(with_thousands(std::uint64_t{0}), "0");
  EXPECT_EQ(with_thousands(std::uint64_t{999}), "999");
  EXPECT_EQ(with_thousands(std::uint64_t{1000}), "1,000");
  EXPECT_EQ(with_thousands(std::uint64_t{18446744073709551615u}), "18,446,744,073,709,551,615");
  EXPECT_EQ(with_thousands(1234567.891, 2), "1,234,567.89");
  EXPECT_EQ(with_thousands(0.5, 3), "0.500");
}

}  // namespace
}  // namespace scnnsim
