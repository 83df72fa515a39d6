// SPDX-License-Identifier: Apache-2.0
// Part of bank_queues.cpp and lane_queues.cpp, compiled once per SIMD target.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "models/pe/issue_run.h"

#if defined(SCNNSIM_MODELS_PE_BANK_ISSUES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SCNNSIM_MODELS_PE_BANK_ISSUES_INL_H_
#undef SCNNSIM_MODELS_PE_BANK_ISSUES_INL_H_
#else
#define SCNNSIM_MODELS_PE_BANK_ISSUES_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Elements of an activation in `lane` beside those of the vector's activations before it: counts add up,
/// lanes are shifted into their place.
template <class D>
HWY_INLINE hn::Vec<D> beside(D, hn::Vec<D> others, hn::Vec<D> pattern, std::uint32_t lane) {
  if constexpr (sizeof(hn::TFromD<D>) == 1)
    return hn::Add(others, pattern);
  else
    return hn::Or(others, hn::ShiftLeftSame(pattern, static_cast<int>(lane)));
}

/// The issues of an activation vector with weight vectors, made of patterns.
template <class Element>
class PatternIssues {
 public:
  PatternIssues(const PatternRun<Element>& run, std::size_t first, std::size_t count)
      : patterns_(run.patterns), stride_(run.stride), turn_(run.turn + first), count_(count) {
    if constexpr (sizeof(Element) > 1) lane_ = run.lane + first;
  }

  /// Elements of an issue for the banks from `b` on.
  template <class D>
  HWY_INLINE hn::Vec<D> elements(D d, std::size_t w, std::size_t b) const {
    const Element* patterns = patterns_ + w * stride_ + b;
    auto all = hn::Zero(d);
    for (std::size_t n = 0; n < count_; ++n)
      all = beside(d, all, hn::LoadU(d, patterns + turn_[n]), lane_ ? lane_[n] : 0);
    return all;
  }

 private:
  const Element* patterns_;
  std::size_t stride_;
  const std::uint32_t* turn_;
  std::size_t count_;
  const std::uint8_t* lane_ = nullptr;
};

/// The same for a vector of `Activations` activations, whose turns are kept at hand.
template <class Element, std::size_t Activations>
class FewPatternIssues {
 public:
  HWY_INLINE FewPatternIssues(const PatternRun<Element>& run, std::size_t first)
      : patterns_(run.patterns), stride_(run.stride) {
    for (std::size_t n = 0; n < Activations; ++n) turn_[n] = run.turn[first + n];
    if constexpr (sizeof(Element) > 1)
      for (std::size_t n = 0; n < Activations; ++n) lane_[n] = run.lane[first + n];
  }
  template <class D>
  HWY_INLINE hn::Vec<D> elements(D d, std::size_t w, std::size_t b) const {
    const Element* patterns = patterns_ + w * stride_ + b;
    auto all = beside(d, hn::Zero(d), hn::LoadU(d, patterns + turn_[0]), lane_[0]);
    for (std::size_t n = 1; n < Activations; ++n)
      all = beside(d, all, hn::LoadU(d, patterns + turn_[n]), lane_[n]);
    return all;
  }

 private:
  const Element* patterns_;
  std::size_t stride_;
  std::size_t turn_[Activations];
  std::uint32_t lane_[Activations] = {};
};

/// The same where the issues stand ready.
template <class Element>
class ReadyIssues {
 public:
  ReadyIssues(const FormedRun<Element>& run, std::size_t banks) : elements_(run.elements), banks_(banks) {}

  template <class D>
  HWY_INLINE hn::Vec<D> elements(D d, std::size_t w, std::size_t b) const {
    return hn::LoadU(d, elements_ + w * banks_ + b);
  }

 private:
  const Element* elements_;
  std::size_t banks_;
};

template <class Element>
HWY_INLINE PatternIssues<Element> issues_of(const PatternRun<Element>& run, std::size_t a, std::size_t) {
  return {run, run.first_turn[a], run.first_turn[a + 1] - run.first_turn[a]};
}
template <class Element>
HWY_INLINE ReadyIssues<Element> issues_of(const FormedRun<Element>& run, std::size_t, std::size_t banks) {
  return {run, banks};
}

/// Calls visit(issues) with the issues of activation vector `a`; most vectors are full.
template <class Element, class Visit>
HWY_INLINE bool visit_row(const PatternRun<Element>& run, std::size_t a, std::size_t, Visit&& visit) {
  const std::size_t first = run.first_turn[a], activations = run.first_turn[a + 1] - first;
  if (HWY_LIKELY(activations == 4)) return visit(FewPatternIssues<Element, 4>(run, first));
  switch (activations) {
    case 1:
      return visit(FewPatternIssues<Element, 1>(run, first));
    case 2:
      return visit(FewPatternIssues<Element, 2>(run, first));
    case 3:
      return visit(FewPatternIssues<Element, 3>(run, first));
    default:
      return visit(PatternIssues<Element>(run, first, activations));
  }
}
template <class Element, class Visit>
HWY_INLINE bool visit_row(const FormedRun<Element>& run, std::size_t, std::size_t banks, Visit&& visit) {
  return visit(ReadyIssues<Element>(run, banks));
}

/// A run under way.
struct Progress {
  std::size_t rows = 0;  ///< activation vectors issued
  bool ready = false;    ///< the register is empty already
  std::uint64_t cycle = 0, conflicts = 0;
};

/// The issues of one activation vector, one by one: `queues` takes the cycles that the register needs.
template <class Queues, class Issues>
HWY_INLINE void issue_by_cycles(Queues& queues, const Issues& issues, const IssueRun& run,
                                Progress& progress) {
  for (std::size_t w = 0; w < run.weight_vectors; ++w) {
    if (!progress.ready) {
      ++progress.cycle;
      for (queues.step(); queues.register_holds_products(); queues.step())
        ++progress.cycle, ++progress.conflicts;
    }
    progress.ready = false;
    queues.load_register(issues, w);
    run.issue_cycle[w] = static_cast<std::uint32_t>(progress.cycle);
  }
}

/// The rows of a run up to `end`, whatever waits.
template <class Queues, class State, class Run>
HWY_NOINLINE void issue_rows_by_cycles(const State& state, const Run& run, std::size_t end,
                                       Progress& progress) {
  Queues queues(state);
  for (; progress.rows < end; ++progress.rows)
    visit_row(run, progress.rows, state.banks, [&](const auto& row) HWY_ATTR {
      issue_by_cycles(queues, row, run.issues, progress);
      return true;
    });
  queues.store(state);
}

/// The rows of a run up to the first in which an issue has to wait.
template <class Queues, class State, class Run>
HWY_INLINE void issue_rows_without_wait(const State& state, const Run& run, Progress& progress) {
  Queues queues(state);
  const IssueRun& issues = run.issues;
  const auto at_once = [&](const auto& row)
                           HWY_ATTR { return queues.issue_without_wait(row, issues.weight_vectors); };
  const std::size_t begin = progress.rows;
  std::size_t end = begin;
  while (end < issues.activation_vectors && visit_row(run, end, state.banks, at_once)) ++end;
  queues.store(state);
  if (end == begin) return;
  progress.rows = end;
  progress.cycle += (end - begin) * issues.weight_vectors;
  const std::uint64_t last_row = progress.cycle - issues.weight_vectors;
  for (std::size_t w = 0; w < issues.weight_vectors; ++w)
    issues.issue_cycle[w] = static_cast<std::uint32_t>(last_row + w + 1);
}

/// A whole run; returns its cycles and adds the conflicts. A first issue that finds the register empty takes
/// no cycle of the queues, so its row goes by cycles; and where one issue has to wait, others are likely to.
template <class Queues, class State, class Run>
HWY_INLINE std::uint64_t issue_rows(const State& state, const Run& run, std::uint64_t* conflict_cycles) {
  const std::size_t rows = run.issues.activation_vectors;
  Progress progress;
  progress.ready = run.issues.register_ready;
  if (Queues::may_do_without_wait) {
    if (progress.ready) issue_rows_by_cycles<Queues>(state, run, std::min<std::size_t>(rows, 1), progress);
    if (progress.rows < rows) issue_rows_without_wait<Queues>(state, run, progress);
  }
  if (progress.rows < rows) issue_rows_by_cycles<Queues>(state, run, rows, progress);
  *conflict_cycles += progress.conflicts;
  return progress.cycle;
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
