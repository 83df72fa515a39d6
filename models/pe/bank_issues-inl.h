// SPDX-License-Identifier: Apache-2.0
// Part of bank_queues.cpp and lane_queues.cpp, compiled once per SIMD target.
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
  PatternIssues(const PatternRun<Element>& run, std::size_t a)
      : patterns_(run.patterns),
        stride_(run.stride),
        turn_(run.turn + run.first_turn[a]),
        lane_(run.lane + run.first_turn[a]),
        count_(run.first_turn[a + 1] - run.first_turn[a]) {}

  /// Elements of an issue for the banks from `b` on.
  template <class D>
  HWY_INLINE hn::Vec<D> elements(D d, std::size_t w, std::size_t b) const {
    const Element* patterns = patterns_ + w * stride_ + b;
    auto all = hn::Zero(d);
    for (std::uint32_t n = 0; n < count_; ++n)
      all = beside(d, all, hn::LoadU(d, patterns + turn_[n]), lane_[n]);
    return all;
  }

 private:
  const Element* patterns_;
  std::size_t stride_;
  const std::uint32_t* turn_;
  const std::uint8_t* lane_;
  std::uint32_t count_;
};

/// The same for a vector of `Activations` activations, whose turns are kept at hand.
template <class Element, std::size_t Activations>
class FewPatternIssues {
 public:
  FewPatternIssues(const PatternRun<Element>& run, std::size_t a) : stride_(run.stride) {
    for (std::size_t n = 0; n < Activations; ++n) {
      patterns_[n] = run.patterns + run.turn[run.first_turn[a] + n];
      lane_[n] = run.lane[run.first_turn[a] + n];
    }
  }
  template <class D>
  HWY_INLINE hn::Vec<D> elements(D d, std::size_t w, std::size_t b) const {
    auto all = beside(d, hn::Zero(d), hn::LoadU(d, patterns_[0] + w * stride_ + b), lane_[0]);
    for (std::size_t n = 1; n < Activations; ++n)
      all = beside(d, all, hn::LoadU(d, patterns_[n] + w * stride_ + b), lane_[n]);
    return all;
  }

 private:
  std::size_t stride_;
  const Element* patterns_[Activations];
  std::uint32_t lane_[Activations];
};

/// The same where the issues stand ready.
template <class Element>
class FormedIssues {
 public:
  FormedIssues(const FormedRun<Element>& run, std::size_t banks) : elements_(run.elements), banks_(banks) {}

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
  return {run, a};
}
template <class Element>
HWY_INLINE FormedIssues<Element> issues_of(const FormedRun<Element>& run, std::size_t, std::size_t banks) {
  return {run, banks};
}

/// Calls visit(issues) with the issues of activation vector `a`.
template <class Element, class Visit>
HWY_INLINE bool visit_row(const PatternRun<Element>& run, std::size_t a, std::size_t, Visit&& visit) {
  switch (run.first_turn[a + 1] - run.first_turn[a]) {
    case 1:
      return visit(FewPatternIssues<Element, 1>(run, a));
    case 2:
      return visit(FewPatternIssues<Element, 2>(run, a));
    case 3:
      return visit(FewPatternIssues<Element, 3>(run, a));
    case 4:
      return visit(FewPatternIssues<Element, 4>(run, a));
    default:
      return visit(PatternIssues<Element>(run, a));
  }
}
template <class Element, class Visit>
HWY_INLINE bool visit_row(const FormedRun<Element>& run, std::size_t, std::size_t banks, Visit&& visit) {
  return visit(FormedIssues<Element>(run, banks));
}

/// A run under way.
struct Progress {
  bool ready;  ///< the register is empty already
  std::uint64_t cycle = 0, conflicts = 0;
};

/// Issues of one activation vector, one by one: `queues` takes the cycles that the register needs.
template <class Queues, class Issues>
HWY_INLINE void issue_by_cycles(Queues& queues, const Issues& issues, const IssueRun& run,
                                Progress& progress) {
  std::uint64_t cycle = progress.cycle;
  for (std::size_t w = 0; w < run.weight_vectors; ++w) {
    if (HWY_LIKELY(!progress.ready)) {
      ++cycle;
      for (queues.step(); queues.register_holds_products(); queues.step()) ++cycle, ++progress.conflicts;
    }
    progress.ready = false;
    queues.load_register(issues, w);
    run.issue_cycle[w] = static_cast<std::uint32_t>(cycle);
  }
  progress.cycle = cycle;
}

/// A whole run; returns its cycles and adds the conflicts. Row by row as long as no issue has to wait; where
/// one had to, others are likely to.
template <class Queues, class Run>
HWY_INLINE std::uint64_t issue_rows(Queues& queues, const Run& run, std::size_t banks,
                                    std::uint64_t* conflict_cycles) {
  const IssueRun& issues = run.issues;
  Progress progress{issues.register_ready};
  std::size_t a = 0;
  if (!progress.ready) {
    const auto at_once = [&](const auto& row) {
      return queues.issue_without_wait(row, issues.weight_vectors);
    };
    while (a < issues.activation_vectors && visit_row(run, a, banks, at_once)) ++a;
    progress.cycle = a * issues.weight_vectors;
    for (std::size_t w = 0; a > 0 && w < issues.weight_vectors; ++w)
      issues.issue_cycle[w] = static_cast<std::uint32_t>(progress.cycle - issues.weight_vectors + w + 1);
  }
  for (; a < issues.activation_vectors; ++a)
    visit_row(run, a, banks, [&](const auto& row) {
      issue_by_cycles(queues, row, issues, progress);
      return true;
    });
  *conflict_cycles += progress.conflicts;
  return progress.cycle;
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
