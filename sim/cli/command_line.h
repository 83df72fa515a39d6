// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/program_options.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/command_description.h"
#include "traces/support/scalar.h"

namespace scnnsim {

/// Options of one command: Boost.Program_options splits the arguments, parse_scalar reads the values, so that
/// a bad one is worded like a bad value in a file.
class CommandLine {
 public:
  /// `command` is for example "scnnsim run"; `examples` are whole, indented lines.
  CommandLine(std::string command, std::string about, std::string examples);

  CommandLine& value(const char* name, const char* placeholder, const std::string& meaning);
  /// The same, but may be given several times.
  CommandLine& repeated(const char* name, const char* placeholder, const std::string& meaning);
  CommandLine& flag(const char* name, const std::string& meaning);
  /// An option of one of `names`; {} in `meaning` stands for "a, b or c".
  CommandLine& choice(const char* name, const char* placeholder, const std::vector<std::string>& names,
                      const std::string& meaning);
  template <class E>
  CommandLine& choice(const char* name, const char* placeholder, const std::string& meaning) {
    return choice(name, placeholder, all_names<E>(), meaning);
  }
  /// The argument without a name, needed once, or once and more; at most one call.
  CommandLine& positional(const char* name, const std::string& meaning);
  CommandLine& positionals(const char* name, const std::string& meaning);
  /// Values of an option or positional that a shell may offer; others may be right as well.
  CommandLine& offer(const std::string& name, std::vector<std::string> values);

  /// Returns false when help was asked for and printed. Throws UserError for unknown, repeated or incomplete
  /// options.
  bool parse(const std::vector<std::string>& arguments);

  bool given(const std::string& name) const { return values_.count(name) > 0; }
  /// The option's value, if given. Throws UserError.
  template <class T, class R = std::conditional_t<std::is_arithmetic_v<T>, T, int>>
  std::optional<T> find(const std::string& name, const ValueRange<R>& range = {}) const {
    if (!given(name)) return std::nullopt;
    return parse_scalar<T>(all(name).front(), where(name), range);
  }
  /// The same, but throws UserError when it is not given.
  template <class T, class R = std::conditional_t<std::is_arithmetic_v<T>, T, int>>
  T at(const std::string& name, const ValueRange<R>& range = {}) const {
    require(name);
    return *find<T>(name, range);
  }
  /// Every value given for a repeated option or the positionals.
  std::vector<std::string> all(const std::string& name) const;
  /// A list separated by commas; empty when not given. An item may stand in double quotes, as in CSV: it then
  /// may hold commas. Throws UserError for an empty item.
  std::vector<std::string> list(const std::string& name) const;
  /// "scnnsim run"
  const std::string& command() const { return command_; }
  CommandDescription describe() const;
  /// "scnnsim run: --format", or the positional's name.
  std::string where(const std::string& name) const;

 private:
  using Texts = std::vector<std::string>;
  void store(const std::vector<std::string>& arguments);
  std::string help() const;
  void require(const std::string& name) const;
  [[noreturn]] void fail(const std::string& problem) const;

  std::string command_, about_, examples_, positional_, positional_meaning_;
  int most_positionals_ = 1;  ///< as Boost counts: -1 for any number
  boost::program_options::options_description options_{"Options"};
  std::vector<std::string> names_;
  std::map<std::string, std::vector<std::string>> offered_;  ///< by option or positional
  boost::program_options::variables_map values_;
};

}  // namespace scnnsim
