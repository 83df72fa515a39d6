// SPDX-License-Identifier: Apache-2.0
// Part of bank_queues.cpp and lane_queues.cpp, compiled once per SIMD target.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "models/pe/batched/issue_block.h"
#include "models/pe/operands.h"

#if defined(SCNNSIM_MODELS_PE_BATCHED_BANK_ISSUES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SCNNSIM_MODELS_PE_BATCHED_BANK_ISSUES_INL_H_
#undef SCNNSIM_MODELS_PE_BATCHED_BANK_ISSUES_INL_H_
#else
#define SCNNSIM_MODELS_PE_BATCHED_BANK_ISSUES_INL_H_
#endif

#include <hwy/highway.h>

/// Attributes of lambdas in hot loops: compiled for the SIMD target, and inlined.
#undef SCNNSIM_INLINE_LAMBDA
#define SCNNSIM_INLINE_LAMBDA HWY_ATTR __attribute__((always_inline))

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Adds the pattern of the activation in `lane` to the elements of the activations before it. Counts are
/// added; lane bits are shifted by `lane` and or-ed.
template <class D>
HWY_INLINE hn::Vec<D> beside(D, hn::Vec<D> others, hn::Vec<D> pattern, std::uint32_t lane) {
  if constexpr (sizeof(hn::TFromD<D>) == 1)
    return hn::Add(others, pattern);
  else
    return hn::Or(others, hn::ShiftLeftSame(pattern, static_cast<int>(lane)));
}

/// Operands of a block: the patterns of its weight vectors, and the rotations of its activations.
template <class Element>
struct PatternRows {
  PatternRows(const PatternBlocks<Element>& blocks, const IssueBlock& block, std::size_t)
      : vectors(block.activation_vectors),
        weight_vectors(block.weight_vectors),
        patterns(blocks.patterns + (block.first_weight - blocks.first_pattern) * blocks.stride),
        stride(blocks.stride),
        rotations(blocks.rotations + block.first_activation * blocks.lanes),
        lanes(blocks.lanes) {}

  std::size_t vectors, weight_vectors;
  const Element* patterns;
  std::size_t stride;
  const std::uint16_t* rotations;
  std::size_t lanes;
};

/// Lanes of an activation vector that hold a value, with their rotations.
struct TakenLanes {
  TakenLanes(const std::uint16_t* rotations, std::size_t lanes) {
    for (std::size_t n = 0; n < lanes; ++n) {
      rotation[count] = rotations[n];
      lane[count] = static_cast<std::uint8_t>(n);
      count += rotations[n] != no_rotation;
    }
  }
  std::size_t count = 0;
  std::uint16_t rotation[max_lanes];
  std::uint8_t lane[max_lanes];
};

/// Issues of an activation vector with weight vectors, formed from patterns.
template <class Element>
class PatternIssues {
 public:
  PatternIssues(const PatternRows<Element>& rows, const TakenLanes& taken) : rows_(rows), taken_(taken) {}

  /// Elements of the issue with weight vector `w`, for the banks from `b` on.
  template <class D>
  HWY_INLINE hn::Vec<D> elements(D d, std::size_t w, std::size_t b) const {
    const Element* patterns = rows_.patterns + w * rows_.stride + b;
    auto all = hn::Zero(d);
    for (std::size_t n = 0; n < taken_.count; ++n)
      all = beside(d, all, hn::LoadU(d, patterns + taken_.rotation[n]), taken_.lane[n]);
    return all;
  }

 private:
  const PatternRows<Element>& rows_;
  const TakenLanes& taken_;
};

/// The same for a vector of `Activations` values. The number is a constant, so the rotations stay in
/// registers.
template <class Element, std::size_t Activations>
class FewPatternIssues {
 public:
  HWY_INLINE FewPatternIssues(const PatternRows<Element>& rows, const TakenLanes& taken)
      : FewPatternIssues(rows, taken.rotation) {
    // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): the caller has filled as many lanes
    for (std::size_t n = 0; n < Activations; ++n) lane_[n] = taken.lane[n];
  }
  /// For a vector in which every lane holds a value.
  HWY_INLINE FewPatternIssues(const PatternRows<Element>& rows, const std::uint16_t* rotations)
      : patterns_(rows.patterns), stride_(rows.stride) {
    // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.Assign): the caller has filled as many
    for (std::size_t n = 0; n < Activations; ++n) rotation_[n] = rotations[n];
    for (std::uint32_t n = 0; n < Activations; ++n) lane_[n] = n;
  }
  template <class D>
  HWY_INLINE hn::Vec<D> elements(D d, std::size_t w, std::size_t b) const {
    const Element* patterns = patterns_ + w * stride_ + b;
    auto all = beside(d, hn::Zero(d), hn::LoadU(d, patterns + rotation_[0]), lane_[0]);
    for (std::size_t n = 1; n < Activations; ++n)
      all = beside(d, all, hn::LoadU(d, patterns + rotation_[n]), lane_[n]);
    return all;
  }

 private:
  const Element* patterns_;
  std::size_t stride_;
  std::size_t rotation_[Activations];
  std::uint32_t lane_[Activations];
};

/// Already formed issues of one activation vector.
template <class Element>
struct ReadyRow {
  ReadyRow(const FormedBlock<Element>& formed, const IssueBlock& block, std::size_t banks)
      : weight_vectors(block.weight_vectors), elements_(formed.elements), banks_(banks) {}

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
HWY_INLINE PatternRows<Element> rows_of(const PatternBlocks<Element>& blocks, const IssueBlock& block,
                                        std::size_t banks) {
  return {blocks, block, banks};
}
template <class Element>
HWY_INLINE ReadyRow<Element> rows_of(const FormedBlock<Element>& formed, const IssueBlock& block,
                                     std::size_t banks) {
  return {formed, block, banks};
}

/// Whether all lanes of a vector of four hold a value.
HWY_INLINE bool all_four_taken(const std::uint16_t* rotations) {
  static_assert(most_rotations == 0x8000, "a rotation and no_rotation differ in the highest bit");
  std::uint64_t four;
  std::memcpy(&four, rotations, sizeof four);
  return (four & 0x8000'8000'8000'8000) == 0;
}

/// Calls visit(issues) with the issues of activation vector `a`. Four values are tested first: most vectors
/// hold four.
template <class Element, class Visit>
HWY_INLINE void visit_row(const PatternRows<Element>& rows, std::size_t a, Visit&& visit) {
  const std::uint16_t* rotations = rows.rotations + a * rows.lanes;
  if (HWY_LIKELY(rows.lanes == 4 && all_four_taken(rotations)))
    return visit(FewPatternIssues<Element, 4>(rows, rotations));
  const TakenLanes taken(rotations, rows.lanes);
  switch (taken.count) {
    case 1:
      return visit(FewPatternIssues<Element, 1>(rows, taken));
    case 2:
      return visit(FewPatternIssues<Element, 2>(rows, taken));
    case 3:
      return visit(FewPatternIssues<Element, 3>(rows, taken));
    case 4:
      return visit(FewPatternIssues<Element, 4>(rows, taken));
    default:
      return visit(PatternIssues<Element>(rows, taken));
  }
}
template <class Element, class Visit>
HWY_INLINE void visit_row(const ReadyRow<Element>& row, std::size_t, Visit&& visit) {
  visit(row);
}

/// Calls visit(w) for all weight vectors of a block, in order.
template <class Visit>
HWY_INLINE void for_each_index(std::size_t count, Visit&& visit) {
#if HWY_COMPILER_GCC_ACTUAL
#pragma GCC unroll 2  // else it copies registers from issue to issue
#endif
  for (std::size_t w = 0; w < count; ++w) visit(w);
}
template <std::size_t... W, class Visit>
HWY_INLINE void for_each_index(std::index_sequence<W...>, Visit&& visit) {
  (visit(W), ...);
}
/// Calls visit(count). A common `count` is passed as an index sequence, so the loop over it has no branches.
template <class Visit>
HWY_INLINE void with_count(std::size_t count, Visit&& visit) {
  switch (count) {
    case 1:
      return visit(std::make_index_sequence<1>());
    case 2:
      return visit(std::make_index_sequence<2>());
    case 3:
      return visit(std::make_index_sequence<3>());
    case 4:
      return visit(std::make_index_sequence<4>());
    case 5:
      return visit(std::make_index_sequence<5>());
    case 6:
      return visit(std::make_index_sequence<6>());
    case 7:
      return visit(std::make_index_sequence<7>());
    case 8:
      return visit(std::make_index_sequence<8>());
    default:
      return visit(count);
  }
}

/// Progress of the blocks under way.
struct Progress {
  explicit Progress(const IssueBlocks& blocks)
      : ready(blocks.register_ready), issue_cycle(blocks.issue_cycle), waits(blocks.waits) {}

  /// Counts `rows` rows of a block that issue in every cycle.
  HWY_INLINE void add_rows_without_wait(std::size_t rows, std::size_t weight_vectors) {
    using D = hn::CappedTag<std::uint32_t, issue_cycle_slack>;
    outcome.cycles += rows * weight_vectors;
    outcome.issues += rows * weight_vectors;
    const auto first = static_cast<std::uint32_t>(outcome.cycles - weight_vectors + 1);  // of the last row
    HWY_ALIGN static constexpr std::uint32_t counting[issue_cycle_slack] = {0, 1, 2, 3, 4, 5, 6, 7};
    const auto lanes = static_cast<std::uint32_t>(hn::Lanes(D()));
    for (std::uint32_t w = 0; w < weight_vectors; w += lanes)
      hn::StoreU(hn::Add(hn::Load(D(), counting), hn::Set(D(), first + w)), D(), issue_cycle + w);
  }

  bool ready;                  ///< the register is empty, so the next issue needs no further cycle
  std::uint32_t* issue_cycle;  ///< output, per weight vector of the block under way
  IssueWait* waits;            ///< output, of all blocks; may be null
  IssueOutcome outcome;        ///< of the blocks so far
};

/// Issues one activation vector cycle by cycle: steps `queues` until the register is empty, then issues.
template <class Queues, class Issues>
HWY_INLINE void issue_by_cycles(Queues& queues, const Issues& issues, std::size_t weight_vectors,
                                Progress& progress) {
  for (std::size_t w = 0; w < weight_vectors; ++w) {
    if (!progress.ready) {
      const std::uint64_t first = ++progress.outcome.cycles;
      for (queues.step(); queues.register_holds_products(); queues.step())
        ++progress.outcome.cycles, ++progress.outcome.conflict_cycles;
      if (HWY_UNLIKELY(progress.waits != nullptr) && progress.outcome.cycles > first)
        progress.waits[progress.outcome.waits++] = {
            static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(progress.outcome.cycles - first)};
    }
    progress.ready = false;
    queues.load_register(issues, w);
    progress.issue_cycle[w] = static_cast<std::uint32_t>(progress.outcome.cycles);
  }
  progress.outcome.issues += weight_vectors;
}

/// Issues the rows `begin` ... `end` - 1 of a block cycle by cycle.
template <class Queues, class Rows>
HWY_INLINE void issue_rows_by_cycles(Queues& queues, const Rows& rows, std::size_t begin, std::size_t end,
                                     Progress& progress) {
  for (std::size_t a = begin; a < end; ++a)
    visit_row(rows, a,
              [&](const auto& row) HWY_ATTR { issue_by_cycles(queues, row, rows.weight_vectors, progress); });
}

/// Issues all blocks cycle by cycle.
template <class Queues, class State, class Blocks>
HWY_INLINE void issue_blocks_by_cycles(const State& state, const Blocks& blocks, IssueOutcome* outcome) {
  Queues queues(state);
  Progress progress(blocks.issues);
  for (const IssueBlock& block : blocks.issues) {
    const auto rows = rows_of(blocks, block, state.banks);
    issue_rows_by_cycles(queues, rows, 0, rows.vectors, progress);
    progress.issue_cycle += rows.weight_vectors;
  }
  queues.store(state);
  *outcome = progress.outcome;
}

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
