// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "sim/tables/table.h"
#include "traces/trace.h"

namespace scnnsim {

// Sizes are those of SCNN's default machine: 16-bit operands, 4-bit indices, Kc = 8 (SCNN table 3, sec. 4.2).
inline constexpr unsigned operand_bits_of_sizes = 16, index_bits_of_sizes = 4, output_channels_of_block = 8;

/// What one tensor, or several, hold.
struct TensorStatistics {
  std::uint64_t values = 0, nonzeros = 0;
  std::uint64_t entries = 0;  ///< stored ones, placeholders included

  double density() const {
    return values == 0 ? 0 : static_cast<double>(nonzeros) / static_cast<double>(values);
  }
  std::uint64_t dense_bits() const { return values * operand_bits_of_sizes; }
  std::uint64_t stored_bits() const { return entries * (operand_bits_of_sizes + index_bits_of_sizes); }
  TensorStatistics& operator+=(const TensorStatistics& other);
};

struct LayerStatistics {
  std::uint64_t macs = 0;  ///< dense
  TensorStatistics weights, activations;
  LayerStatistics& operator+=(const LayerStatistics& other);
};

/// Reads a layer's tensors and counts. Throws UserError.
LayerStatistics examine_layer(const Trace& trace, const TraceLayer& layer);

/// How the non-zero activations of each layer lie: a row per layer, with the statistics of traces/statistics/
/// and the parameters of the pattern `correlated` that fit them. What is undefined for a layer is null.
/// Throws UserError.
Table activation_statistics_table(const Trace& trace);

/// What the columns mean, for people.
std::string activation_statistics_legend();

}  // namespace scnnsim
