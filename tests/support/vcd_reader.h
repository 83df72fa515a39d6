// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace scnnsim {

/// Reader of value change dumps (IEEE 1364-2005, section 18), as far as wires go. Knows nothing of the
/// writer.
class VcdReader {
 public:
  explicit VcdReader(const std::string& text) : words_(text) {
    for (std::string word; words_ >> word;) take(word);
  }

  const std::string& timescale() const { return timescale_; }
  std::uint64_t end() const { return time_; }
  bool has(const std::string& name) const { return codes_.count(name) > 0; }

  /// Value of "scope.name" at a time: digits of a binary number, x for an unknown one.
  std::string at(const std::string& name, std::uint64_t time) const {
    const auto& changes = changes_.at(codes_.at(name));
    auto after = changes.upper_bound(time);
    if (after == changes.begin()) throw std::logic_error(name + " has no value yet");
    return std::prev(after)->second;
  }
  /// Values at the times begin ... end - 1, as numbers; -1 for an unknown one.
  std::vector<int> values(const std::string& name, std::uint64_t begin, std::uint64_t end) const {
    std::vector<int> values;
    for (std::uint64_t time = begin; time < end; ++time) {
      const std::string value = at(name, time);
      values.push_back(value == "x" ? -1 : std::stoi(value, nullptr, 2));
    }
    return values;
  }

 private:
  std::string next() {
    std::string word;
    if (!(words_ >> word)) throw std::logic_error("the file ends inside a command");
    return word;
  }
  void skip_command() {
    while (next() != "$end") {
    }
  }
  void take(const std::string& word) {
    if (word == "$scope") {
      next();
      scopes_.push_back(next());
      skip_command();
    } else if (word == "$upscope") {
      scopes_.pop_back();
      skip_command();
    } else if (word == "$var") {
      declare();
    } else if (word == "$timescale") {
      for (std::string part = next(); part != "$end"; part = next()) timescale_ += part;
    } else if (word == "$comment" || word == "$version" || word == "$enddefinitions") {
      skip_command();
    } else if (word == "$dumpvars" || word == "$end") {
      // What stands between them are changes.
    } else if (word[0] == '#') {
      const std::uint64_t time = std::stoull(word.substr(1));
      if (has_time_ && time <= time_) throw std::logic_error("times do not increase at " + word);
      time_ = time;
      has_time_ = true;
    } else if (word[0] == 'b') {
      change(next(), word.substr(1));
    } else if (std::string("01x").find(word[0]) != std::string::npos) {
      change(word.substr(1), word.substr(0, 1));
    } else {
      throw std::logic_error("unexpected: " + word);
    }
  }
  void declare() {
    next();  // wire
    const unsigned bits = static_cast<unsigned>(std::stoul(next()));
    const std::string code = next();
    std::string name;
    for (const std::string& scope : scopes_) name += scope + ".";
    name += next();
    if (!bits_.emplace(code, bits).second) throw std::logic_error("two signals " + code);
    codes_[name] = code;
    skip_command();
  }
  void change(const std::string& code, const std::string& value) {
    if (value.size() > bits_.at(code)) throw std::logic_error(code + ": too wide: " + value);
    if (!has_time_) throw std::logic_error("a change before the first time");
    changes_[code][time_] = value;
  }

  std::istringstream words_;
  std::string timescale_;
  std::vector<std::string> scopes_;
  std::map<std::string, std::string> codes_;  ///< by name
  std::map<std::string, unsigned> bits_;      ///< by code
  std::map<std::string, std::map<std::uint64_t, std::string>> changes_;
  std::uint64_t time_ = 0;
  bool has_time_ = false;
};

}  // namespace scnnsim
