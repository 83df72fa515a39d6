// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tuple>
#include <vector>

#include "models/common/layer_program.h"
#include "models/common/machine_config.h"
#include "traces/layer.h"

namespace scnnsim {

/// All of a machine and of a layer's pruning that its stored weights depend on. Machines with equal encodings
/// store a layer's weights alike.
struct WeightEncoding {
  std::uint32_t kc = 1, f = 1;
  unsigned operand_bits = 16;
  bool is_dense = false;    ///< every weight of a tap that exists, zeros as values, without indices
  unsigned index_bits = 0;  ///< 0: no indices
  Granularity grain = Granularity::none;  ///< none: grains do not matter
  bool index_per_grain = false;
  bool aligned_to_grains = false;  ///< a vector holds weights of one grain alone

  /// `kc`: the Kc in force.
  WeightEncoding(const MachineConfig& config, std::uint32_t kc, Granularity granularity,
                 OperandForms forms = {});

  auto fields() const {
    return std::tie(kc, f, operand_bits, is_dense, index_bits, grain, index_per_grain, aligned_to_grains);
  }
  bool operator==(const WeightEncoding& other) const { return fields() == other.fields(); }
};

/// Whether existing_taps() are needed: for dense weights, and for n:m grains.
bool needs_existing_taps(const WeightEncoding& encoding);

/// Stores the weights of one group in blocks (OCG, channel) and cuts them into FIFO entries (SCNN sec. 4.2,
/// models/README.md section 2). `weights`: (filters, channels, R, S) of the group, C order. `exists`:
/// [channel][r][s], see existing_taps(), if they are needed. Throws UserError when a group of n:m holds more
/// than n non-zeros.
WeightStream encode_weights(const WeightEncoding& encoding, const UnitGeometry& geometry,
                            const std::vector<std::int16_t>& exists, const std::int16_t* weights);

}  // namespace scnnsim
