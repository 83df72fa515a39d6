// SPDX-License-Identifier: Apache-2.0
// Part of lane_queues.cpp, compiled once per SIMD target.
#include <cstddef>
#include <cstdint>

#include "models/pe/batched/bank_patterns.h"
#include "models/pe/batched/lane_queues.h"

#if defined(SCNNSIM_MODELS_PE_BATCHED_LANE_QUEUES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SCNNSIM_MODELS_PE_BATCHED_LANE_QUEUES_INL_H_
#undef SCNNSIM_MODELS_PE_BATCHED_LANE_QUEUES_INL_H_
#else
#define SCNNSIM_MODELS_PE_BATCHED_LANE_QUEUES_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scnnsim::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// SIMD tag of a vector of banks.
template <class Lanes>
using Banks = hn::CappedTag<Lanes, bank_padding>;

/// OR of all elements, in every element.
template <class Lanes>
HWY_INLINE hn::Vec<Banks<Lanes>> all_or_ed(hn::Vec<Banks<Lanes>> v) {
  const Banks<Lanes> d;
#if HWY_TARGET == HWY_SCALAR || HWY_HAVE_SCALABLE
  HWY_ALIGN Lanes elements[bank_padding];
  hn::StoreU(v, d, elements);
  Lanes all = 0;
  for (std::size_t n = 0; n < hn::Lanes(d); ++n) all = static_cast<Lanes>(all | elements[n]);
  return hn::Set(d, all);
#else
  const hn::Repartition<std::uint64_t, Banks<Lanes>> d64;
  auto all = hn::BitCast(d64, v);
  all = hn::Or(all, hn::SwapAdjacentBlocks(all));
  if constexpr (hn::MaxLanes(d64) > 4) all = hn::Or(all, hn::ReverseBlocks(d64, all));
  all = hn::Or(all, hn::Shuffle01(all));
  if constexpr (sizeof(Lanes) == 2) {
    all = hn::Or(all, hn::RotateRight<32>(all));
    all = hn::Or(all, hn::RotateRight<16>(all));
  }
  return hn::BitCast(d, all);
#endif
}

/// Storage of the queues in memory: the arrays of LaneQueues.
template <class Lanes>
class MemoryLaneQueues {
 public:
  using D = Banks<Lanes>;
  using Vec = hn::Vec<D>;
  using State = typename LaneQueues<Lanes>::State;

  explicit MemoryLaneQueues(const State& state) : state_(state) {}
  void store(const State&) const {}

  std::size_t vectors() const { return state_.banks / hn::Lanes(D()); }
  std::size_t depth() const { return state_.depth; }
  /// Whether a test for empty places saves time.
  static constexpr bool many_slots() { return true; }
  Vec slot(std::size_t i, std::size_t v) const { return hn::LoadU(D(), slot_at(i, v)); }
  void set_slot(std::size_t i, std::size_t v, Vec lanes) { hn::StoreU(lanes, D(), slot_at(i, v)); }
  Vec at_or_after(std::size_t v) const { return hn::LoadU(D(), state_.at_or_after + v * hn::Lanes(D())); }
  void set_at_or_after(std::size_t v, Vec lanes) {
    hn::StoreU(lanes, D(), state_.at_or_after + v * hn::Lanes(D()));
  }
  Vec in_register(std::size_t v) const { return hn::LoadU(D(), state_.in_register + v * hn::Lanes(D())); }
  void set_in_register(std::size_t v, Vec lanes) {
    hn::StoreU(lanes, D(), state_.in_register + v * hn::Lanes(D()));
  }
  Vec longer(std::size_t i) const { return hn::Set(D(), state_.longer[i]); }
  void set_longer(std::size_t i, Vec lanes) { state_.longer[i] = hn::GetLane(lanes); }
  Vec waiting() const { return hn::Set(D(), *state_.waiting); }
  void set_waiting(Vec lanes) { *state_.waiting = hn::GetLane(lanes); }

 private:
  Lanes* slot_at(std::size_t i, std::size_t v) const {
    return state_.slots + i * state_.banks + v * hn::Lanes(D());
  }
  State state_;
};

// Vectors whose length is known only at run time cannot be array elements.
#if !HWY_HAVE_SCALABLE

/// Storage of short queues of few banks in the processor's registers.
template <class Lanes, std::size_t Vectors, std::size_t Depth>
class RegisterLaneQueues {
 public:
  using D = Banks<Lanes>;
  using Vec = hn::Vec<D>;
  using State = typename LaneQueues<Lanes>::State;

  HWY_INLINE explicit RegisterLaneQueues(const State& state) {
    const MemoryLaneQueues<Lanes> memory(state);
    for (std::size_t v = 0; v < Vectors; ++v) {
      at_or_after_[v] = memory.at_or_after(v);
      register_[v] = memory.in_register(v);
      for (std::size_t i = 0; i < Depth; ++i) slot_[i][v] = memory.slot(i, v);
    }
    for (std::size_t i = 0; i < Depth; ++i) longer_[i] = memory.longer(i);
    waiting_ = memory.waiting();
  }
  HWY_INLINE void store(const State& state) const {
    MemoryLaneQueues<Lanes> memory(state);
    for (std::size_t v = 0; v < Vectors; ++v) {
      memory.set_at_or_after(v, at_or_after_[v]);
      memory.set_in_register(v, register_[v]);
      for (std::size_t i = 0; i < Depth; ++i) memory.set_slot(i, v, slot_[i][v]);
    }
    for (std::size_t i = 0; i < Depth; ++i) memory.set_longer(i, longer_[i]);
    memory.set_waiting(waiting_);
  }

  static constexpr std::size_t vectors() { return Vectors; }
  static constexpr std::size_t depth() { return Depth; }
  static constexpr bool many_slots() { return false; }
  HWY_INLINE Vec slot(std::size_t i, std::size_t v) const { return slot_[i][v]; }
  HWY_INLINE void set_slot(std::size_t i, std::size_t v, Vec lanes) { slot_[i][v] = lanes; }
  HWY_INLINE Vec at_or_after(std::size_t v) const { return at_or_after_[v]; }
  HWY_INLINE void set_at_or_after(std::size_t v, Vec lanes) { at_or_after_[v] = lanes; }
  HWY_INLINE Vec in_register(std::size_t v) const { return register_[v]; }
  HWY_INLINE void set_in_register(std::size_t v, Vec lanes) { register_[v] = lanes; }
  HWY_INLINE Vec longer(std::size_t i) const { return longer_[i]; }
  HWY_INLINE void set_longer(std::size_t i, Vec lanes) { longer_[i] = lanes; }
  HWY_INLINE Vec waiting() const { return waiting_; }
  HWY_INLINE void set_waiting(Vec lanes) { waiting_ = lanes; }

 private:
  Vec slot_[Depth][Vectors], at_or_after_[Vectors], register_[Vectors], longer_[Depth], waiting_;
};

#endif  // !HWY_HAVE_SCALABLE

/// One cycle of the queues, on either storage.
template <class Lanes, class Storage>
class SteppedQueues : public Storage {
 public:
  HWY_INLINE explicit SteppedQueues(const typename Storage::State& state) : Storage(state) {}

  template <class Issues>
  HWY_INLINE void load_register(const Issues& issues, std::size_t w) {
    const D d;
    Vec all = hn::Zero(d);
    for (std::size_t v = 0; v < this->vectors(); ++v) {
      const Vec lanes = issues.elements(d, w, v * hn::Lanes(d));
      this->set_in_register(v, lanes);
      all = hn::Or(all, lanes);
    }
    this->set_waiting(all_or_ed<Lanes>(all));
  }
  HWY_INLINE void step() { move(grant()); }
  HWY_INLINE bool register_holds_products() const { return !none(this->waiting()); }

 private:
  using D = Banks<Lanes>;
  using Vec = hn::Vec<D>;

  /// Step 2, accumulate: each bank grants one lane whose head asks for it, the first at or after the bank's
  /// pointer. The pointer moves behind the granted lane. Returns all granted lanes, in every element.
  ///
  /// Derivation: the first lane of a word is its lowest bit, x & -x. The bits behind bit x are -(2 x). Behind
  /// the last lane no lane asks, so the search falls back to all lanes, as with the pointer at lane 0.
  HWY_INLINE Vec grant() {
    const D d;
    const Vec zero = hn::Zero(d);
    Vec granted = zero;
    for (std::size_t v = 0; v < this->vectors(); ++v) {
      const Vec asking = this->slot(0, v), from_pointer = hn::And(asking, this->at_or_after(v));
      const Vec first = hn::IfThenElse(hn::Eq(from_pointer, zero), asking, from_pointer);
      const Vec lane = hn::And(first, hn::Sub(zero, first));
      granted = hn::Or(granted, lane);
      const Vec behind = hn::Sub(zero, hn::Add(lane, lane));
      this->set_at_or_after(v, hn::IfThenElse(hn::Eq(lane, zero), this->at_or_after(v), behind));
    }
    return all_or_ed<Lanes>(granted);
  }

  /// Queues of granted lanes move up. Then step 3, scatter: waiting products enter the queues that have room,
  /// each behind the last product of its queue. Places behind the longest queue need no work.
  HWY_INLINE void move(Vec granted) {
    const D d;
    Vec reached = this->waiting();  // waiting lanes whose queue holds i products or more
    for (std::size_t i = 0; i < this->depth(); ++i) {
      if (this->many_slots() && none(hn::Or(reached, this->longer(i)))) break;
      const bool last = i + 1 == this->depth();
      const Vec longer =
          chosen(granted, last ? hn::Zero(d) : this->longer(last ? i : i + 1), this->longer(i));
      const Vec enters = hn::AndNot(longer, reached);
      reached = hn::And(longer, reached);
      this->set_longer(i, hn::Or(longer, enters));
      for (std::size_t v = 0; v < this->vectors(); ++v) {
        const Vec moved =
            chosen(granted, last ? hn::Zero(d) : this->slot(last ? i : i + 1, v), this->slot(i, v));
        this->set_slot(i, v, hn::Or(moved, hn::And(enters, this->in_register(v))));
      }
    }
    this->set_waiting(reached);
  }

  static HWY_INLINE bool none(Vec lanes) { return hn::AllTrue(D(), hn::Eq(lanes, hn::Zero(D()))); }
  /// Bits of `yes` where `mask` is set, of `no` elsewhere.
  static HWY_INLINE Vec chosen(Vec mask, Vec yes, Vec no) {
    return hn::Xor(no, hn::And(mask, hn::Xor(no, yes)));
  }
};

}  // namespace scnnsim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
