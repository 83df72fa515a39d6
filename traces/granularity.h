// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "traces/support/enum_names.h"

namespace scnnsim {

/// What pruning keeps or removes as one piece (Mao sec. 3): a *grain*, described by its extents over the
/// weights (K, C, R, S) of a group and by how many of its weights may stay. A granularity is that description
/// and nothing else. Names: none, element, vector, kernel, filter, channel, "n:m" and "block:KxC[xRxS]".
struct Granularity {
  /// Extent that covers the whole dimension: all filters or channels of the group, all rows or columns.
  static constexpr std::uint32_t whole = 0;
  /// Longest group of n:m and longest side of a block.
  static constexpr std::uint32_t longest = 1024;

  enum class Family : std::uint8_t { none, element, vector, kernel, filter, channel, block, n_of_m };
  Family family = Family::none;
  std::uint32_t k = 1, c = 1, r = 1, s = 1;  ///< extents of a grain
  std::uint32_t kept = 0;                    ///< weights of a grain that stay; 0: a grain stays or goes whole

  static const Granularity none, element, vector, kernel, filter, channel;
  /// The `n` largest of each `m` consecutive input channels, at every filter and tap; 1 <= n < m <= longest.
  static constexpr Granularity n_of_m(std::uint32_t n, std::uint32_t m) {
    return {Family::n_of_m, 1, m, 1, 1, n};
  }
  /// Blocks of filters x input channels, whole kernels.
  static constexpr Granularity block(std::uint32_t filters, std::uint32_t channels) {
    return {Family::block, filters, channels, whole, whole, 0};
  }
  /// Blocks of filters x input channels at one tap.
  static constexpr Granularity element_block(std::uint32_t filters, std::uint32_t channels) {
    return {Family::block, filters, channels, 1, 1, 0};
  }

  bool is_n_of_m() const { return family == Family::n_of_m; }
  /// Whether the weights that a grain has in a weight block (OCG, channel) of the SCNN machine lie side by
  /// side, so that a weight vector can be aligned to them.
  bool has_runs() const { return family != Family::none && (r != 1 || s != 1); }

  constexpr auto fields() const { return std::tie(family, k, c, r, s, kept); }
  friend bool operator==(const Granularity& a, const Granularity& b) { return a.fields() == b.fields(); }
  friend bool operator!=(const Granularity& a, const Granularity& b) { return !(a == b); }
  friend bool operator<(const Granularity& a, const Granularity& b) { return a.fields() < b.fields(); }
};

inline constexpr Granularity Granularity::none{};
inline constexpr Granularity Granularity::element{Family::element, 1, 1, 1, 1, 0};
inline constexpr Granularity Granularity::vector{Family::vector, 1, 1, 1, whole, 0};
inline constexpr Granularity Granularity::kernel{Family::kernel, 1, 1, whole, whole, 0};
inline constexpr Granularity Granularity::filter{Family::filter, 1, whole, whole, whole, 0};
inline constexpr Granularity Granularity::channel{Family::channel, whole, 1, whole, whole, 0};

/// The granularities that have a name of their own, `none` first, the finest of the others next.
const std::vector<Granularity>& named_granularities();
/// One line for help and documents: "kernel rows, 1 x S".
std::string meaning(const Granularity& granularity);

/// "vector", "2:4", "block:4x4", "block:8x1x1x1".
std::string to_string(const Granularity& granularity);
/// The same, in quotes where YAML 1.1 would read a number ("2:4").
std::string as_yaml(const Granularity& granularity);
/// The granularity of this name, if there is one.
template <>
std::optional<Granularity> from_string<Granularity>(std::string_view name);
/// What names a granularity, for messages and help.
template <>
std::string choices<Granularity>();
/// The same without `none`.
std::string prunable_choices();

}  // namespace scnnsim
