// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "sim/cli/command_line.h"
#include "tests/unit/traces/test_support.h"

namespace scnnsim {
namespace {

using testing::expect_user_error;

CommandLine example() {
  CommandLine command("scnnsim test", "About.", "  scnnsim test x\n");
  command.positional("PLACE", "a folder");
  command.value("jobs", "N", "number")
      .repeated("set", "KEY=VALUE", "key")
      .value("layers", "A,B", "names")
      .flag("quiet", "silence");
  return command;
}

void parse(const std::vector<std::string>& arguments) {
  CommandLine command = example();
  command.parse(arguments);
  command.find<unsigned>("jobs", ValueRange<unsigned>{1, 8});
  command.list("layers");
}

TEST(CliCommandLine, values_flags_and_positionals_are_sorted) {
  CommandLine command = example();
  ASSERT_TRUE(
      command.parse({"--jobs", "3", "here", "--set", "a=1", "--quiet", "--set=b=2", "--layers", "x/1,y"}));
  EXPECT_EQ(command.at<std::string>("PLACE"), "here");
  EXPECT_EQ(command.find<unsigned>("jobs"), 3u);
  EXPECT_EQ(command.all("set"), (std::vector<std::string>{"a=1", "b=2"}));
  EXPECT_EQ(command.list("layers"), (std::vector<std::string>{"x/1", "y"}));
  EXPECT_TRUE(command.given("quiet"));
}

TEST(CliCommandLine, names_in_lists_may_hold_commas_and_quotes) {
  const auto list = [](const std::string& text) {
    CommandLine command = example();
    command.parse({"here", "--layers", text});
    return command.list("layers");
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(list(R"("a,b")"), (Names{"a,b"}));
  EXPECT_EQ(list(R"(x,"a,b","c",y)"), (Names{"x", "a,b", "c", "y"}));
  EXPECT_EQ(list(R"("""a""b,",c)"), (Names{"\"a\"b,", "c"}));
  EXPECT_EQ(list(R"(a"b,c")"), (Names{"a\"b", "c\""}));
  for (const char* text : {R"("a,b)", R"("a"b)", R"("")", R"(a,)", R"(,a)", R"("a",)", ""})
    expect_user_error([&] { list(text); }, {"--layers: got", "expected names separated by commas"});
}

TEST(CliCommandLine, what_is_not_given_is_absent) {
  CommandLine command = example();
  ASSERT_TRUE(command.parse({"here"}));
  EXPECT_EQ(command.find<unsigned>("jobs"), std::nullopt);
  EXPECT_TRUE(command.all("set").empty());
  EXPECT_TRUE(command.list("layers").empty());
  EXPECT_FALSE(command.given("quiet"));
}

TEST(CliCommandLine, mistakes_name_command_and_option) {
  expect_user_error([&] { parse({"here", "--job", "3"}); }, {"did you mean \"--jobs\""});
  expect_user_error([&] { parse({"here", "--jobs"}); }, {"--jobs"});
  expect_user_error(
      [&] {
        parse({"here", "--jobs", "x"});
      },
      {"scnnsim test: --jobs: got x, expected an integer in 1 ... 8"});
  expect_user_error([&] { parse({"here", "--jobs", "9"}); }, {"got 9"});
  expect_user_error([&] { parse({"here", "--jobs", "1", "--jobs", "2"}); }, {"--jobs"});
  expect_user_error([&] { parse({"here", "there"}); }, {"expected one PLACE only"});
  expect_user_error([&] { parse({"here", "--layers", "a,,b"}); }, {"expected names separated by commas"});
  expect_user_error([&] { parse({}); }, {"PLACE is missing"});
}

TEST(CliCommandLine, positionals_may_be_many) {
  CommandLine command("scnnsim test", "About.", "");
  command.positionals("PLACES", "folders");
  ASSERT_TRUE(command.parse({"a", "b", "c"}));
  EXPECT_EQ(command.all("PLACES"), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(CliCommandLine, help_is_printed_even_if_something_is_missing) {
  ::testing::internal::CaptureStdout();
  CommandLine command = example();
  EXPECT_FALSE(command.parse({"--help"}));
  const std::string help = ::testing::internal::GetCapturedStdout();
  for (const char* part :
       {"Usage: scnnsim test PLACE [OPTIONS]", "About.", "--jobs N", "Examples:\n  scnnsim test x\n"})
    EXPECT_NE(help.find(part), std::string::npos) << part;
}

}  // namespace
}  // namespace scnnsim
