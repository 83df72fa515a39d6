// SPDX-License-Identifier: Apache-2.0
#include "traces/support/simd_dispatch.h"

namespace scnnsim {
namespace {

/// Of the instruction sets that Highway's targets are compiled for (hwy/ops/set_macros-inl.h), those that the
/// compiler's builtin knows; processors that have these have the others.
std::int64_t targets_of_processor() {
  std::int64_t targets = HWY_STATIC_TARGET;
#if HWY_ARCH_X86_64 && (HWY_COMPILER_GCC || HWY_COMPILER_CLANG)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("ssse3")) return targets;
  targets |= HWY_SSSE3;
  if (!__builtin_cpu_supports("sse4.2") || !__builtin_cpu_supports("pclmul") ||
      !__builtin_cpu_supports("aes"))
    return targets;
  targets |= HWY_SSE4;
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2") ||
      !__builtin_cpu_supports("fma"))
    return targets;
#if HWY_COMPILER_GCC_ACTUAL
  if (!__builtin_cpu_supports("lzcnt") || !__builtin_cpu_supports("f16c")) return targets;
#endif
  targets |= HWY_AVX2;
  if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd"))
    targets |= HWY_AVX3;
#endif
  return targets & HWY_TARGETS;
}

}  // namespace

hwy::ChosenTarget& simd_target() {
  static hwy::ChosenTarget chosen;
  if (!chosen.IsInitialized()) chosen.Update(targets_of_processor());
  return chosen;
}

std::vector<SimdTarget> supported_simd_targets() {
  std::vector<SimdTarget> all;
  for (std::int64_t targets = targets_of_processor(); targets != 0; targets &= targets - 1) {
    const std::int64_t bit = targets & -targets;
    all.push_back({bit, hwy::TargetName(bit)});
  }
  return all;
}

UseSimdTarget::UseSimdTarget(const SimdTarget& target) {
  simd_target().Update(target.bit);
}
UseSimdTarget::~UseSimdTarget() {
  simd_target().Update(targets_of_processor());
}

}  // namespace scnnsim
