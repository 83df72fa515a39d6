// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <hwy/targets.h>
#include <cstdint>
#include <string>
#include <vector>

/// Choice of a function's best variant for the processor at hand: what Highway's HWY_EXPORT and
/// HWY_DYNAMIC_DISPATCH do, with Highway's headers alone. Its library, once loaded, times the processor's
/// clock for 4 ms before main(), longer than some layers take.
///
///   SCNNSIM_SIMD_EXPORT(f);                       // beside the variants' namespaces, once per file
///   SCNNSIM_SIMD_CALL(f)(arguments);
#if (HWY_TARGETS & (HWY_TARGETS - 1)) == 0
#define SCNNSIM_SIMD_EXPORT(function) static_assert(true)
#define SCNNSIM_SIMD_CALL(function) HWY_STATIC_DISPATCH(function)
#else
#define SCNNSIM_SIMD_EXPORT(function)                                             \
  static decltype(&HWY_STATIC_DISPATCH(function)) const function##_variants[] = { \
      nullptr, HWY_CHOOSE_TARGET_LIST(function), HWY_CHOOSE_FALLBACK(function)}
#define SCNNSIM_SIMD_CALL(function) (*function##_variants[::scnnsim::simd_target().GetIndex()])
#endif

namespace scnnsim {

/// The target that functions are called for: at first the best one.
hwy::ChosenTarget& simd_target();

/// A target of this machine.
struct SimdTarget {
  std::int64_t bit;  ///< Highway's
  std::string name;
};
/// Of those that have variants; the best comes first.
std::vector<SimdTarget> supported_simd_targets();

/// For tests: all calls go to this target, in child processes to come as well, until the object goes.
class UseSimdTarget {
 public:
  explicit UseSimdTarget(const SimdTarget& target);
  ~UseSimdTarget();
  UseSimdTarget(const UseSimdTarget&) = delete;
  UseSimdTarget& operator=(const UseSimdTarget&) = delete;
};

}  // namespace scnnsim
