// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/trace_options.h"

#include <fmt/format.h>

#include <iostream>
#include <utility>

#include "traces/nearest_name.h"

namespace scnnsim {

namespace po = boost::program_options;

TraceOptions::TraceOptions(std::string command, std::string about, std::string examples)
    : command_(std::move(command)), about_(std::move(about)), examples_(std::move(examples)) {
  options_.add_options()("help,h", "show this text");
}

TraceOptions& TraceOptions::value(const char* name, const char* placeholder, const std::string& meaning) {
  options_.add_options()(name, po::value<std::string>()->value_name(placeholder), meaning.c_str());
  names_.push_back(fmt::format("--{}", name));
  return *this;
}

TraceOptions& TraceOptions::flag(const char* name, const std::string& meaning) {
  options_.add_options()(name, meaning.c_str());
  names_.push_back(fmt::format("--{}", name));
  return *this;
}

TraceOptions& TraceOptions::positional(const char* name, const std::string& meaning) {
  positional_ = name;
  positional_meaning_ = meaning;
  return *this;
}

bool TraceOptions::parse(const std::vector<std::string>& arguments) {
  using namespace po::command_line_style;
  po::options_description all;
  all.add(options_);
  po::positional_options_description positionals;
  if (!positional_.empty()) {
    all.add_options()(positional_.c_str(), po::value<std::string>());
    positionals.add(positional_.c_str(), 1);
  }
  try {
    // Without guessing: "--net" is a mistake, not --network.
    const int style = unix_style & ~allow_guessing;
    po::store(po::command_line_parser(arguments).options(all).positional(positionals).style(style).run(),
              values_);
  } catch (const po::unknown_option& error) {
    fail(unknown_name("option", error.get_option_name(), "known options", names_));
  } catch (const po::too_many_positional_options_error&) {
    fail(positional_.empty() ? "expected options only" : fmt::format("expected one {} only", positional_));
  } catch (const po::error& error) {
    fail(error.what());
  }
  if (given("help")) {
    print_help();
    return false;
  }
  if (!positional_.empty()) require(positional_);
  return true;
}

std::vector<std::string> TraceOptions::list(const std::string& name) const {
  std::vector<std::string> items;
  if (!given(name)) return items;
  const auto text = values_[name].as<std::string>();
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    items.push_back(text.substr(begin, end - begin));
    if (items.back().empty())
      throw UserError(fmt::format("{}: got \"{}\", expected names separated by commas", where(name), text));
    begin = end + 1;
  }
  return items;
}

std::string TraceOptions::where(const std::string& name) const {
  return fmt::format("{}: {}{}", command_, name == positional_ ? "" : "--", name);
}

void TraceOptions::print_help() const {
  fmt::print("Usage: {}{} [OPTIONS]\n\n{}\n\n", command_, positional_.empty() ? "" : " " + positional_,
             about_);
  if (!positional_.empty()) fmt::print("{}: {}\n\n", positional_, positional_meaning_);
  std::fflush(stdout);
  std::cout << options_ << std::flush;
  fmt::print("\nExamples:\n{}", examples_);
}

void TraceOptions::require(const std::string& name) const {
  if (!given(name)) fail(fmt::format("{}{} is missing", name == positional_ ? "" : "--", name));
}

void TraceOptions::fail(const std::string& problem) const {
  throw UserError(fmt::format("{}: {} (see {} --help)", command_, problem, command_));
}

}  // namespace scnnsim
