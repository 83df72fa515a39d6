// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "tests/reference/mapping.h"

namespace scnnsim::lockstep {

/// One entry of the weight stream of a pass: a weight vector.
struct WeightEntry {
  int ocg = 0, channel = 0;
  int index = 0;               ///< of the vector in its block
  std::uint64_t end_byte = 0;  ///< where it ends in the stream of its pass
  StoredVector words;
};

/// The weights of one group, as they are streamed in every pass over the group.
struct WeightStream {
  std::vector<WeightEntry> entries;
  std::uint64_t bytes = 0;
  std::vector<std::vector<std::vector<StoredVector>>> blocks;  ///< [ocg][channel]: vectors
};

/// The inputs of one pass.
struct InputStream {
  std::vector<std::vector<std::vector<StoredVector>>> blocks;  ///< [PE][channel]: vectors
  std::vector<std::uint64_t> words_of_pe;
  std::vector<std::uint64_t> channel_end_byte;  ///< in the stream of the pass, if it is streamed
  std::vector<bool> channel_has_bytes;
  std::uint64_t bytes = 0;
};

/// A mapped layer, its tensors as they are stored.
struct Workload {
  Mapping mapping;
  DenseOperands dense;
  std::vector<WeightStream> weights;  ///< by group
  std::vector<InputStream> inputs;    ///< by pass
  bool input_spilled = false, streams_input = false, output_spilled = false;

  int steps() const { return static_cast<int>(mapping.passes.size()) * mapping.ocgs(); }
  int pass_of(int step) const { return step / mapping.ocgs(); }
  int ocg_of(int step) const { return step % mapping.ocgs(); }
  const Pass& pass(int step) const { return mapping.passes[static_cast<std::size_t>(pass_of(step))]; }
  const UnitLayer& unit(int step) const { return mapping.unit(pass(step)); }
  int ocg_filters(int step) const;  ///< output channels of the step's OCG
  /// Output channel, over all groups, of filter k of the step's OCG.
  int output_channel(int step, int k) const;
};

Workload prepare(const MachineConfig& config, const LayerDescription& layer, const LayerTensors& tensors,
                 const DenseOperands& dense = {});

}  // namespace scnnsim::lockstep
