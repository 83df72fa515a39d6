// SPDX-License-Identifier: Apache-2.0
#include "traces/granularity.h"

#include <fmt/format.h>

#include "traces/support/scalar.h"

namespace scnnsim {

namespace {

struct NamedGranularity {
  std::string_view name, meaning;
  Granularity granularity;
};

constexpr NamedGranularity named[] = {
    {"none", "not pruned", Granularity::none},
    {"element", "single weights", Granularity::element},
    {"vector", "kernel rows, 1 x S", Granularity::vector},
    {"kernel", "kernels, R x S", Granularity::kernel},
    {"filter", "filters, C x R x S", Granularity::filter},
    {"channel", "input channels, K x R x S", Granularity::channel},
};

constexpr std::string_view block_prefix = "block:";

/// The numbers between the separators; empty if one is none, or is 0 or too large.
std::vector<std::uint32_t> numbers_of(std::string_view text, char separator) {
  std::vector<std::uint32_t> numbers;
  while (true) {
    const std::size_t end = text.find(separator);
    const auto number = detail::parse_number<std::uint32_t>(text.substr(0, end));
    if (!number || *number == 0 || *number > Granularity::longest) return {};
    numbers.push_back(*number);
    if (end == std::string_view::npos) return numbers;
    text.remove_prefix(end + 1);
  }
}

std::optional<Granularity> block_from(std::string_view extents) {
  const std::vector<std::uint32_t> numbers = numbers_of(extents, 'x');
  if (numbers.size() == 2) return Granularity::block(numbers[0], numbers[1]);
  const bool is_at_a_tap = numbers.size() == 4 && numbers[2] == 1 && numbers[3] == 1;
  if (is_at_a_tap) return Granularity::element_block(numbers[0], numbers[1]);
  return std::nullopt;
}

std::optional<Granularity> n_of_m_from(std::string_view text) {
  const std::vector<std::uint32_t> numbers = numbers_of(text, ':');
  if (numbers.size() != 2 || numbers[0] >= numbers[1]) return std::nullopt;
  return Granularity::n_of_m(numbers[0], numbers[1]);
}

}  // namespace

const std::vector<Granularity>& named_granularities() {
  static const std::vector<Granularity> all = [] {
    std::vector<Granularity> granularities;
    for (const NamedGranularity& one : named) granularities.push_back(one.granularity);
    return granularities;
  }();
  return all;
}

std::string meaning(const Granularity& granularity) {
  for (const NamedGranularity& one : named)
    if (one.granularity == granularity) return std::string(one.meaning);
  if (granularity.is_n_of_m())
    return fmt::format("the {} largest of each {} input channels", granularity.kept, granularity.c);
  return fmt::format("{} filters x {} input channels, {}", granularity.k, granularity.c,
                     granularity.r == Granularity::whole ? "whole kernels" : "at one tap");
}

std::string to_string(const Granularity& granularity) {
  for (const NamedGranularity& one : named)
    if (one.granularity == granularity) return std::string(one.name);
  if (granularity.is_n_of_m()) return fmt::format("{}:{}", granularity.kept, granularity.c);
  const char* tap = granularity.r == Granularity::whole ? "" : "x1x1";
  return fmt::format("{}{}x{}{}", block_prefix, granularity.k, granularity.c, tap);
}

std::string as_yaml(const Granularity& granularity) {
  const std::string name = to_string(granularity);
  return granularity.is_n_of_m() ? "\"" + name + "\"" : name;
}

template <>
std::optional<Granularity> from_string<Granularity>(std::string_view name) {
  for (const NamedGranularity& one : named)
    if (one.name == name) return one.granularity;
  if (name.substr(0, block_prefix.size()) == block_prefix)
    return block_from(name.substr(block_prefix.size()));
  return n_of_m_from(name);
}

std::string prunable_choices() {
  std::string text;
  for (const NamedGranularity& one : named)
    if (one.granularity != Granularity::none) text += std::string(one.name) + ", ";
  return text + fmt::format(
                    "n:m (2:4, 1 <= n < m <= {0}), block:KxC (block:4x4, whole kernels) or block:KxCx1x1 "
                    "(at one tap), sides of 1 ... {0}",
                    Granularity::longest);
}

template <>
std::string choices<Granularity>() {
  return "none, " + prunable_choices();
}

}  // namespace scnnsim
