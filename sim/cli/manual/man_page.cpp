// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/manual/manual.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace scnnsim {
namespace {

/// Text as it is, whatever roff would take for a request or an escape.
std::string plain(const std::string& line) {
  std::string text;
  if (!line.empty() && line.front() == '.') text = "\\&";
  for (const char c : line) {
    if (c == '\\')
      text += "\\e";
    else if (c == '-')
      text += "\\-";
    else if (c == '`' || c == '\'' || c == '^' || c == '~')
      text += fmt::format("\\[u00{:02X}]", static_cast<unsigned char>(c));
    else
      text += c;
  }
  return text;
}

/// Several lines of it.
std::string plain_lines(const std::string& text) {
  std::string page;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) page += plain(line) + "\n";
  return page;
}

bool is_indented(const std::string& line) {
  return line.rfind("  ", 0) == 0;
}

/// Lines of a help text: indented ones keep their shape, the others are paragraphs that roff fills.
std::string body(const std::string& text) {
  std::string page;
  std::istringstream lines(text);
  bool as_written = false, is_apart = false;  // after an empty line
  for (std::string line; std::getline(lines, line); is_apart = line.empty()) {
    if (line.empty()) continue;
    const bool switches = is_indented(line) != as_written;
    if (switches && as_written) page += ".fi\n";
    if (is_apart) page += as_written && !switches ? "\n" : ".PP\n";
    if (switches && !as_written) page += ".nf\n";
    as_written = is_indented(line);
    page += plain(line) + "\n";
  }
  return page + (as_written ? ".fi\n" : "");
}

std::string options(const CommandDescription& command) {
  std::string page;
  for (const ArgumentDescription& option : command.options) {
    page += fmt::format(".TP\n{}\\fB{}\\fR", option.name == "help" ? "\\fB\\-h\\fR, " : "",
                        plain("--" + option.name));
    if (!option.placeholder.empty()) page += fmt::format(" \\fI{}\\fR", plain(option.placeholder));
    page += "\n" + plain_lines(option.meaning);
  }
  return page;
}

std::string synopsis(const CatalogEntry& command) {
  const CommandDescription& description = command.description;
  std::string page = fmt::format("\\fB{}\\fR", plain(description.command));
  if (!command.forms.empty() && !description.positional) page += " \\fICOMMAND\\fR";
  if (description.positional)
    page += fmt::format(" \\fI{}\\fR{}", plain(description.positional->name),
                        description.positional->may_be_repeated ? " ..." : "");
  page += " [\\fIOPTIONS\\fR]\n";
  for (const Subcommand& form : command.forms)
    page += fmt::format(".br\n\\fB{} {}\\fR ...\n", plain(description.command), plain(form.name));
  return page;
}

std::string forms(const CatalogEntry& command) {
  std::string page = command.forms.empty() ? "" : ".SH COMMANDS\n";
  for (const Subcommand& form : command.forms) {
    std::vector<std::string> words = command.words;
    words.emplace_back(form.name);
    page += fmt::format(".TP\n\\fB{}\\fR\n{}; see \\fB{}\\fR(1)\n", plain(form.name), plain(form.summary),
                        plain(page_name(words)));
  }
  return page;
}

std::string see_also(const CatalogEntry& command) {
  if (command.words.empty()) return "";
  std::vector<std::string> parent = command.words;
  parent.pop_back();
  return fmt::format(".SH SEE ALSO\n\\fB{}\\fR(1)\n", plain(page_name(parent)));
}

std::string upper_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

}  // namespace

std::string page_name(const std::vector<std::string>& words) {
  return words.empty() ? "scnnsim" : fmt::format("scnnsim-{}", fmt::join(words, "-"));
}

std::string man_page(const CatalogEntry& command, const std::string& version) {
  const std::string name = page_name(command.words);
  const CommandDescription& description = command.description;
  std::string page = fmt::format(
      ".TH \"{}\" 1 \"\" \"scnnsim {}\" \"scnnsim\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n{}",
      plain(upper_case(name)), plain(version), plain(name), plain(command.summary), synopsis(command));
  page += ".SH DESCRIPTION\n" + body(description.about);
  if (description.positional)
    page += fmt::format(".TP\n\\fI{}\\fR\n{}", plain(description.positional->name),
                        plain_lines(description.positional->meaning));
  page += forms(command) + ".SH OPTIONS\n" + options(description);
  return page + ".SH EXAMPLES\n" + body(description.examples) + see_also(command);
}

}  // namespace scnnsim
