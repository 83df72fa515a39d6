// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "sim/cli/standard_streams.h"
#include "traces/support/messages.h"

namespace scnnsim {

namespace po = boost::program_options;

CommandLine::CommandLine(std::string command, std::string about, std::string examples)
    : command_(std::move(command)), about_(std::move(about)), examples_(std::move(examples)) {
  options_.add_options()("help,h", "show this text");
}

CommandLine& CommandLine::value(const char* name, const char* placeholder, const std::string& meaning) {
  options_.add_options()(name, po::value<std::string>()->value_name(placeholder), meaning.c_str());
  names_.push_back(fmt::format("--{}", name));
  return *this;
}

CommandLine& CommandLine::repeated(const char* name, const char* placeholder, const std::string& meaning) {
  options_.add_options()(name, po::value<Texts>()->composing()->value_name(placeholder), meaning.c_str());
  names_.push_back(fmt::format("--{}", name));
  return *this;
}

CommandLine& CommandLine::flag(const char* name, const std::string& meaning) {
  options_.add_options()(name, meaning.c_str());
  names_.push_back(fmt::format("--{}", name));
  return *this;
}

CommandLine& CommandLine::choice(const char* name, const char* placeholder,
                                 const std::vector<std::string>& names, const std::string& meaning) {
  return value(name, placeholder, fmt::format(fmt::runtime(meaning), choices(names))).offer(name, names);
}

CommandLine& CommandLine::positional(const char* name, const std::string& meaning) {
  positional_ = name;
  positional_meaning_ = meaning;
  return *this;
}

CommandLine& CommandLine::positionals(const char* name, const std::string& meaning) {
  most_positionals_ = -1;
  return positional(name, meaning);
}

CommandLine& CommandLine::offer(const std::string& name, std::vector<std::string> values) {
  offered_[name] = std::move(values);
  return *this;
}

bool CommandLine::parse(const std::vector<std::string>& arguments) {
  store(arguments);
  if (given("help")) {
    if (DescriptionRequest::pending())
      DescriptionRequest::answer(describe());
    else
      print_lines(help());
    return false;
  }
  if (!positional_.empty()) require(positional_);
  return true;
}

void CommandLine::store(const std::vector<std::string>& arguments) {
  using namespace po::command_line_style;
  po::options_description all_options;
  all_options.add(options_);
  po::positional_options_description positionals;
  if (!positional_.empty()) {
    all_options.add_options()(positional_.c_str(), po::value<Texts>());
    positionals.add(positional_.c_str(), most_positionals_);
  }
  try {
    // Without guessing: "--net" is a mistake, not --network.
    const int style = unix_style & ~allow_guessing;
    po::store(
        po::command_line_parser(arguments).options(all_options).positional(positionals).style(style).run(),
        values_);
  } catch (const po::unknown_option& error) {
    fail(unknown_name("option", error.get_option_name(), "known options", names_));
  } catch (const po::too_many_positional_options_error&) {
    fail(positional_.empty() ? "expected options only" : fmt::format("expected one {} only", positional_));
  } catch (const po::error& error) {
    fail(error.what());
  }
}

std::vector<std::string> CommandLine::all(const std::string& name) const {
  if (!given(name)) return {};
  const auto& value = values_[name].value();
  if (const auto* several = boost::any_cast<Texts>(&value)) return *several;
  return {boost::any_cast<std::string>(value)};
}

namespace {

/// Takes the first item and the comma behind it off `text`: a name, or a name in double quotes, in which ""
/// stands for one. Nothing if it is neither.
std::optional<std::string> take_item(std::string_view& text) {
  std::string item;
  if (text.substr(0, 1) != "\"") {
    item = text.substr(0, text.find(','));
    text.remove_prefix(item.size());
  } else {
    text.remove_prefix(1);
    for (;;) {
      const std::size_t end = text.find('"');
      if (end == std::string_view::npos) return std::nullopt;
      const bool is_doubled = text.substr(end + 1, 1) == "\"";
      item += text.substr(0, is_doubled ? end + 1 : end);
      text.remove_prefix(is_doubled ? end + 2 : end + 1);
      if (!is_doubled) break;
    }
  }
  if (item.empty() || (!text.empty() && text.front() != ',')) return std::nullopt;
  return item;
}

}  // namespace

std::vector<std::string> CommandLine::list(const std::string& name) const {
  std::vector<std::string> items;
  if (!given(name)) return items;
  const std::string text = all(name).front();
  std::string_view rest = text;
  for (bool has_more = true; has_more;) {
    const std::optional<std::string> item = take_item(rest);
    if (!item)
      throw UserError(
          fmt::format("{}: got {}, expected names separated by commas, those that hold a comma or "
                      "begin with a quote in double quotes, quotes in them doubled: a,\"b,c\"",
                      where(name), text.empty() ? "nothing" : text));
    items.push_back(*item);
    has_more = !rest.empty();
    if (has_more) rest.remove_prefix(1);
  }
  return items;
}

std::string CommandLine::where(const std::string& name) const {
  return fmt::format("{}: {}{}", command_, name == positional_ ? "" : "--", name);
}

CommandDescription CommandLine::describe() const {
  CommandDescription description{command_, about_, examples_, {}, {}};
  const auto offered = [&](const std::string& name) {
    const auto found = offered_.find(name);
    return found == offered_.end() ? std::vector<std::string>{} : found->second;
  };
  if (!positional_.empty())
    description.positional = ArgumentDescription{positional_, positional_, positional_meaning_,
                                                 most_positionals_ < 0, offered(positional_)};
  for (const auto& option : options_.options()) {
    const std::string& name = option->long_name();
    const bool takes_value = option->semantic()->max_tokens() > 0;
    description.options.push_back({name, takes_value ? option->semantic()->name() : "", option->description(),
                                   option->semantic()->is_composing(), offered(name)});
  }
  return description;
}

std::string CommandLine::help() const {
  std::string text = fmt::format("Usage: {}", command_);
  if (!positional_.empty()) text += fmt::format(" {}{}", positional_, most_positionals_ < 0 ? "..." : "");
  text += fmt::format(" [OPTIONS]\n\n{}\n\n", about_);
  if (!positional_.empty()) text += fmt::format("{}: {}\n\n", positional_, positional_meaning_);
  std::ostringstream options;
  options << options_;
  return text + options.str() + "\nExamples:\n" + examples_;
}

void CommandLine::require(const std::string& name) const {
  if (!given(name)) fail(fmt::format("{}{} is missing", name == positional_ ? "" : "--", name));
}

void CommandLine::fail(const std::string& problem) const {
  throw UserError(fmt::format("{}: {} (see {} --help)", command_, problem, command_));
}

}  // namespace scnnsim
