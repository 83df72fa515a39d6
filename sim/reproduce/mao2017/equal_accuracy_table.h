// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/reproduce/experiment.h"
#include "traces/layer.h"

namespace scnnsim::mao2017 {

/// What is compared at equal accuracy; less is better.
enum class Cost { storage, output_references, memory_references, cycles, energy };
inline constexpr std::size_t cost_count = 5;

/// One network at one granularity on one machine.
struct EqualAccuracyRow {
  std::string network;
  Granularity granularity = Granularity::element;
  MergeMode merge = MergeMode::none;
  double density = 0;
  std::array<Measured, cost_count> costs{};  ///< by Cost: share of dense, words, words, cycles, pJ

  /// The mean over trace seeds.
  double operator[](Cost cost) const { return costs[static_cast<std::size_t>(cost)].mean(); }
  /// The largest spread over trace seeds of any cost, as a share of its mean.
  double spread() const;
};

/// All rows; the lowest of a network in each column is marked, and who is lowest how often.
Table equal_accuracy_table(const std::vector<EqualAccuracyRow>& rows);

/// The costs that activations change, with two patterns of them side by side: the judged one's mean over the
/// trace seeds, and the other's. Rows of both in the same order.
Table equal_accuracy_beside_table(const std::vector<EqualAccuracyRow>& judged,
                                  const std::string& judged_pattern,
                                  const std::vector<EqualAccuracyRow>& beside,
                                  const std::string& beside_pattern);

/// Grouped bars per network: storage, memory references, cycles and energy relative to element pruning.
Plot equal_accuracy_plot(const std::vector<EqualAccuracyRow>& rows);

}  // namespace scnnsim::mao2017
