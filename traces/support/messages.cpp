// SPDX-License-Identifier: Apache-2.0
#include "traces/support/messages.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>

namespace scnnsim {
namespace {

/// Levenshtein distance: insertions, deletions and replacements.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

/// The only known name that ends with "." and `name`: accumulator.banks of banks.
std::string only_name_ending_with(std::string_view name, const std::vector<std::string>& known) {
  const std::string tail = "." + std::string(name);
  std::string found;
  for (const std::string& candidate : known) {
    if (candidate.size() <= tail.size() || candidate.substr(candidate.size() - tail.size()) != tail) continue;
    if (!found.empty()) return "";
    found = candidate;
  }
  return found;
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  for (const std::string& candidate : known)
    if (lower_case(candidate) == lower_case(name)) return candidate;
  if (std::string whole = only_name_ending_with(name, known); !whole.empty()) return whole;
  std::string nearest;
  std::size_t fewest = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t edits = edits_between(name.substr(0, 64), candidate);
    if (edits < fewest && edits < candidate.size()) {
      fewest = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string unknown_name(std::string_view what, std::string_view name, std::string_view known_as,
                         const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  const std::string hint = nearest.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", nearest);
  return fmt::format("unknown {} \"{}\"{}; {}: {}", what, name, hint, known_as, fmt::join(known, ", "));
}

namespace {

/// "the limit is 5 (ulimit -n)", or "" if there is none. In units of `unit` bytes.
std::string limit_of(decltype(RLIMIT_AS) resource, const char* command, rlim_t unit = 1,
                     const char* unit_name = "") {
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return "";
  return fmt::format("the limit is {}{} (ulimit {})", limit.rlim_cur / unit, unit_name, command);
}

std::string limit_behind(int error) {
  switch (error) {
    case EMFILE:
      return limit_of(RLIMIT_NOFILE, "-n");
    case EFBIG:
      return file_size_limit();
    case EAGAIN:
      return limit_of(RLIMIT_NPROC, "-u");
    case ENOMEM:
      return memory_limit();
    default:
      return "";
  }
}

}  // namespace

std::string memory_limit() {
  return limit_of(RLIMIT_AS, "-v", 1024, " KiB of memory");
}

std::string file_size_limit() {
  return limit_of(RLIMIT_FSIZE, "-f", 1024, " KiB");
}

std::string system_reason(int error) {
  const std::string limit = limit_behind(error);
  return limit.empty() ? std::strerror(error) : fmt::format("{}: {}", std::strerror(error), limit);
}

}  // namespace scnnsim
