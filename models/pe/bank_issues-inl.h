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

/// One of several runs of patterns: where its weight vectors' patterns and its activations' turns begin.
template <class Element>
struct PatternRows {
  PatternRows(const PatternRuns<Element>& runs, const IssueRun& run, std::size_t)
      : vectors(run.activation_vectors),
        weight_vectors(run.weight_vectors),
        patterns(runs.patterns + run.first_weight * runs.stride),
        stride(runs.stride),
        turn(runs.turn),
        lane(runs.lane),
        first_turn(runs.first_turn + run.first_activation) {}

  std::size_t vectors, weight_vectors;
  const Element* patterns;
  std::size_t stride;
  const std::uint16_t* turn;
  const std::uint8_t* lane;
  const std::uint32_t* first_turn;
};

/// The issues of an activation vector with weight vectors, made of patterns.
template <class Element>
class PatternIssues {
 public:
  PatternIssues(const PatternRows<Element>& rows, std::size_t a)
      : rows_(rows), first_(rows.first_turn[a]), end_(rows.first_turn[a + 1]) {}

  /// Elements of an issue for the banks from `b` on.
  template <class D>
  HWY_INLINE hn::Vec<D> elements(D d, std::size_t w, std::size_t b) const {
    const Element* patterns = rows_.patterns + w * rows_.stride + b;
    auto all = hn::Zero(d);
    for (std::size_t n = first_; n < end_; ++n)
      all = beside(d, all, hn::LoadU(d, patterns + rows_.turn[n]), sizeof(Element) > 1 ? rows_.lane[n] : 0);
    return all;
  }

 private:
  const PatternRows<Element>& rows_;
  std::size_t first_, end_;
};

/// The same for a vector of `Activations` activations, whose turns are kept at hand.
template <class Element, std::size_t Activations>
class FewPatternIssues {
 public:
  HWY_INLINE FewPatternIssues(const PatternRows<Element>& rows, std::size_t first)
      : patterns_(rows.patterns), stride_(rows.stride) {
    for (std::size_t n = 0; n < Activations; ++n) turn_[n] = rows.turn[first + n];
    if constexpr (sizeof(Element) > 1)
      for (std::size_t n = 0; n < Activations; ++n) lane_[n] = rows.lane[first + n];
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

/// Issues of one activation vector that stand ready.
template <class Element>
struct ReadyRow {
  ReadyRow(const FormedRun<Element>& formed, const IssueRun& run, std::size_t banks)
      : weight_vectors(run.weight_vectors), elements_(formed.elements), banks_(banks) {}

  static constexpr std::size_t vectors = 1;
  std::size_t weight_vectors;

  template <class D>
  HWY_INLINE hn::Vec<D> elements(D d, std::size_t w, std::size_t b) const {
    return hn::LoadU(d, elements_ + w * banks_ + b);
  }

 private:
  const Element* elements_;
  std::size_t banks_;
};

template <class Element>
HWY_INLINE PatternRows<Element> rows_of(const PatternRuns<Element>& runs, const IssueRun& run,
                                        std::size_t banks) {
  return {runs, run, banks};
}
template <class Element>
HWY_INLINE ReadyRow<Element> rows_of(const FormedRun<Element>& formed, const IssueRun& run,
                                     std::size_t banks) {
  return {formed, run, banks};
}

template <class Element>
HWY_INLINE PatternIssues<Element> issues_of(const PatternRows<Element>& rows, std::size_t a) {
  return {rows, a};
}
template <class Element>
HWY_INLINE const ReadyRow<Element>& issues_of(const ReadyRow<Element>& row, std::size_t) {
  return row;
}

/// Calls visit(issues) with the issues of activation vector `a`; most vectors are full.
template <class Element, class Visit>
HWY_INLINE void visit_row(const PatternRows<Element>& rows, std::size_t a, Visit&& visit) {
  const std::size_t first = rows.first_turn[a], activations = rows.first_turn[a + 1] - first;
  if (HWY_LIKELY(activations == 4)) return visit(FewPatternIssues<Element, 4>(rows, first));
  switch (activations) {
    case 1:
      return visit(FewPatternIssues<Element, 1>(rows, first));
    case 2:
      return visit(FewPatternIssues<Element, 2>(rows, first));
    case 3:
      return visit(FewPatternIssues<Element, 3>(rows, first));
    default:
      return visit(PatternIssues<Element>(rows, a));
  }
}
template <class Element, class Visit>
HWY_INLINE void visit_row(const ReadyRow<Element>& row, std::size_t, Visit&& visit) {
  visit(row);
}

/// Runs under way.
struct Progress {
  explicit Progress(const IssueRuns& runs) : ready(runs.register_ready), issue_cycle(runs.issue_cycle) {}

  /// Rows of a run with an issue in every cycle.
  HWY_INLINE void add_rows_without_wait(std::size_t rows, std::size_t weight_vectors) {
    using D = hn::CappedTag<std::uint32_t, issue_cycle_slack>;
    cycle += rows * weight_vectors;
    const auto first = static_cast<std::uint32_t>(cycle - weight_vectors + 1);  // of the last row
    for (std::uint32_t w = 0; w < weight_vectors; w += static_cast<std::uint32_t>(hn::Lanes(D())))
      hn::StoreU(hn::Iota(D(), first + w), D(), issue_cycle + w);
  }

  bool ready;                  ///< the register is empty already
  std::uint32_t* issue_cycle;  ///< of the run under way
  std::uint64_t cycle = 0, conflicts = 0;
};

/// The issues of one activation vector, one by one: `queues` takes the cycles that the register needs.
template <class Queues, class Issues>
HWY_INLINE void issue_by_cycles(Queues& queues, const Issues& issues, std::size_t weight_vectors,
                                Progress& progress) {
  for (std::size_t w = 0; w < weight_vectors; ++w) {
    if (!progress.ready) {
      ++progress.cycle;
      for (queues.step(); queues.register_holds_products(); queues.step())
        ++progress.cycle, ++progress.conflicts;
    }
    progress.ready = false;
    queues.load_register(issues, w);
    progress.issue_cycle[w] = static_cast<std::uint32_t>(progress.cycle);
  }
}

/// The rows `begin` ... `end` - 1 of a run, whatever waits.
template <class Queues, class Rows>
HWY_INLINE void issue_rows_by_cycles(Queues& queues, const Rows& rows, std::size_t begin, std::size_t end,
                                     Progress& progress) {
  for (std::size_t a = begin; a < end; ++a)
    visit_row(rows, a,
              [&](const auto& row) HWY_ATTR { issue_by_cycles(queues, row, rows.weight_vectors, progress); });
}

/// All runs, whatever waits; returns their cycles and adds the conflicts.
template <class Queues, class State, class Runs>
HWY_INLINE std::uint64_t issue_runs_by_cycles(const State& state, const Runs& runs,
                                              std::uint64_t* conflict_cycles) {
  Queues queues(state);
  Progress progress(runs.issues);
  for (const IssueRun& run : runs.issues) {
    const auto rows = rows_of(runs, run, state.banks);
    issue_rows_by_cycles(queues, rows, 0, rows.vectors, progress);
    progress.issue_cycle += rows.weight_vectors;
  }
  queues.store(state);
  *conflict_cycles += progress.conflicts;
  return progress.cycle;
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
