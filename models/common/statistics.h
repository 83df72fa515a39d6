// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace sc_core {
class sc_object;
}

namespace scnnsim {

class Counter;

/// Counters of one block. A block declares a nested `struct Stats : StatisticsGroup` whose members are
/// Counters.
class StatisticsGroup {
 public:
  StatisticsGroup() = default;
  StatisticsGroup(const StatisticsGroup&) = delete;
  StatisticsGroup& operator=(const StatisticsGroup&) = delete;

  const std::vector<const Counter*>& counters() const { return counters_; }

 private:
  friend class Counter;
  std::vector<const Counter*> counters_;
};

/// A 64-bit event counter with the name, unit and description under which it is reported.
class Counter {
 public:
  Counter(StatisticsGroup& group, std::string_view name, std::string_view unit, std::string_view description)
      : name_(name), unit_(unit), description_(description) {
    group.counters_.push_back(this);
  }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  Counter& operator+=(std::uint64_t count) {
    value_ += count;
    return *this;
  }
  Counter& operator++() {
    ++value_;
    return *this;
  }
  std::uint64_t value() const { return value_; }
  std::string_view name() const { return name_; }
  std::string_view unit() const { return unit_; }
  std::string_view description() const { return description_; }

 private:
  std::uint64_t value_ = 0;
  std::string_view name_, unit_, description_;
};

/// Module with counters.
class StatisticsOwner {
 public:
  virtual ~StatisticsOwner() = default;
  virtual const StatisticsGroup& statistics() const = 0;
};

/// Walks the module tree below `root` and returns {module path: {counter: value}} in the order of the tree;
/// paths are relative to `root`. Modules below a module without counters are included.
nlohmann::ordered_json collect_statistics(const sc_core::sc_object& root);

/// Counters of all modules below `root`, summed over the blocks of one kind.
class StatisticsSums {
 public:
  explicit StatisticsSums(const sc_core::sc_object& root);

  /// Of the counter `name` over all blocks whose own name is `block`, trailing indices aside. Throws
  /// std::logic_error when there is no such block, or it has no such counter: a misspelt name is no zero.
  std::uint64_t sum(std::string_view block, std::string_view name) const;
  bool has_block(std::string_view block) const { return sums_.find(block) != sums_.end(); }
  /// {block: {counter: sum}}, by names.
  nlohmann::ordered_json as_json() const;

 private:
  std::map<std::string, std::map<std::string_view, std::uint64_t>, std::less<>> sums_;
};

/// Units and descriptions of all counters below `root`, each kind of block once: {block name: {counter:
/// {unit, description}}}.
nlohmann::ordered_json describe_statistics(const sc_core::sc_object& root);

}  // namespace scnnsim
