// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/jobs/job.h"

namespace scnnsim {

/// Queue of the waiting jobs, which are given by their indices in a list. Grouped by the family of their
/// source, because a worker stays with one family. Within a family, jobs of one source follow each other.
class JobQueue {
 public:
  explicit JobQueue(const std::vector<const Job*>& jobs) : jobs_(jobs) {}

  void add(std::size_t job);
  /// To come before the others of its family.
  void add_first(std::size_t job);
  bool empty() const { return waiting_.empty(); }
  bool has(const std::string& family) const { return waiting_.count(family) > 0; }

  /// The family with the largest cost of waiting jobs per job at work, counting one more at work.
  std::string busiest() const { return std::string(ranks_.begin()->second); }
  /// The next job of a family that has one. It is at work until done().
  std::size_t take(const std::string& family);
  void done(std::size_t job);

 private:
  struct Family {
    std::vector<std::deque<std::size_t>> by_source;  ///< in the order in which sources came
    std::map<const TensorSource*, std::size_t> place;
    std::size_t first = 0;  ///< the sources before this one have no jobs left
    double cost = 0;        ///< of all that wait
    std::size_t waiting = 0;
    std::optional<double> rank = {};  ///< cost per job at work, negative; none before its first job
  };
  using FamilyAt = std::map<std::string, Family>::iterator;
  const std::string& family_of(std::size_t job) const { return jobs_[job]->source->family(); }
  std::deque<std::size_t>& enter(std::size_t job);
  /// Puts a family where it belongs after a change of its cost or of its jobs at work.
  void rank(FamilyAt at);

  const std::vector<const Job*>& jobs_;
  std::map<std::string, Family> waiting_;  ///< none of them empty
  /// The waiting families, busiest first; of equals the first name. Names are those of `waiting_`.
  std::set<std::pair<double, std::string_view>> ranks_;
  std::map<std::string, std::size_t> at_work_;
};

}  // namespace scnnsim
