// SPDX-License-Identifier: Apache-2.0
#include "traces/npy_header.h"

#include <fmt/format.h>

#include <set>

#include "traces/npy.h"
#include "traces/support/scalar.h"

namespace scnnsim {

namespace {

/// Recursive descent over the few Python literals that NumPy writes.
class HeaderParser {
 public:
  explicit HeaderParser(std::string_view text) : text_(text) {}

  NpyHeader parse() {
    expect('{');
    while (!accept('}')) {
      entry();
      if (accept('}')) break;
      expect(',');
    }
    skip_blanks();
    if (at_ != text_.size()) fail("the end of the header");
    for (const char* key : {"descr", "fortran_order", "shape"})
      if (seen_.count(key) == 0) throw NpyHeaderError(fmt::format("header: key '{}' is missing", key));
    return header_;
  }

 private:
  [[noreturn]] void fail(std::string_view expected) const {
    const std::string found = at_ < text_.size() ? fmt::format("{:?}", text_.substr(at_, 12)) : "its end";
    throw NpyHeaderError(fmt::format("header: got {} at byte {}, expected {}", found, at_, expected));
  }

  void skip_blanks() {
    while (at_ < text_.size() && std::string_view(" \n\t\r").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }

  bool accept(char c) {
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!accept(c)) fail(fmt::format("'{}'", c));
  }

  bool accept_word(std::string_view word) {
    skip_blanks();
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  void entry() {
    const std::string key = string();
    if (!seen_.insert(key).second) throw NpyHeaderError(fmt::format("header: key '{}' is given twice", key));
    expect(':');
    if (key == "descr") {
      header_.descr = string();
    } else if (key == "fortran_order") {
      header_.fortran_order = boolean();
    } else if (key == "shape") {
      header_.shape = shape();
    } else {
      throw NpyHeaderError(
          fmt::format("header: unknown key {:?}, expected descr, fortran_order or shape", key));
    }
  }

  std::string string() {
    skip_blanks();
    const char quote = at_ < text_.size() ? text_[at_] : '\0';
    const auto end = quote == '\'' || quote == '"' ? text_.find(quote, at_ + 1) : std::string_view::npos;
    if (end == std::string_view::npos) fail("a string");
    std::string value(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return value;
  }

  bool boolean() {
    if (accept_word("True")) return true;
    if (!accept_word("False")) fail("True or False");
    return false;
  }

  Shape shape() {
    Shape shape;
    expect('(');
    while (!accept(')')) {
      shape.push_back(dimension());
      if (accept(')')) break;
      expect(',');
    }
    return shape;
  }

  std::size_t dimension() {
    skip_blanks();
    const auto end = text_.find_first_not_of("0123456789", at_);
    const auto value = detail::parse_number<std::size_t>(text_.substr(at_, end - at_));
    if (!value) fail("a dimension");
    at_ = end == std::string_view::npos ? text_.size() : end;
    if (text_.substr(at_, 1) == "L") ++at_;  // a long integer of Python 2
    return *value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  NpyHeader header_;
  std::set<std::string> seen_;
};

}  // namespace

NpyHeader parse_npy_header(std::string_view text) {
  return HeaderParser(text).parse();
}

std::string format_npy_header(const NpyHeader& header, std::size_t prefix) {
  std::string text = fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}", header.descr,
                                 header.fortran_order ? "True" : "False", describe_shape(header.shape));
  const std::size_t used = (prefix + text.size() + 1) % 64;
  text.append(used == 0 ? 0 : 64 - used, ' ');
  return text + "\n";
}

}  // namespace scnnsim
