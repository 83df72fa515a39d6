// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "traces/layer.h"

namespace scnnsim {

/// Where the channels of a layer's input come from.
struct ChannelSource {
  /// The layer whose filters make the input's channels, one each: a filter of zeros leaves a channel of
  /// zeros.
  std::optional<std::size_t> layer = std::nullopt;
  /// The layer before has as many filters, but the trace shows that it writes another tensor, and no earlier
  /// layer writes this one.
  bool is_unknown = false;
};

/// Finds the sources of the layers' channels from what a trace holds.
///
/// 1. Layers that read the same tensor have the same source.
/// 2. Else the source is the last earlier layer that writes this tensor (`written`).
/// 3. Else it is the layer before, if the trace has no `written` tensor of it and it has as many filters as
///    the input has channels.
///
/// Only activation functions and pooling (`after`) may follow a source. Tensors are the same if their shapes
/// and values are.
class ChannelSources {
 public:
  /// Layers come in the order of the trace.
  ChannelSource add(const LayerDescription& layer, const LayerTensors& tensors);

 private:
  using Key = std::pair<std::uint64_t, std::uint64_t>;  ///< hash of shape and values
  static Key key_of(const Tensor<std::int16_t>& tensor);
  ChannelSource source_of(const Key& input, const LayerDescription& layer) const;

  struct Earlier {
    std::uint32_t filters;
    bool keeps_channels, has_written;
  };
  std::vector<Earlier> layers_;
  std::map<Key, ChannelSource> sources_;  ///< by the input that a layer reads
  std::map<Key, std::size_t> written_;    ///< layers by what they write
};

/// What to tell about layers that keep channels which filter pruning empties, for want of a source; "" for
/// none.
std::string unknown_sources(const std::vector<std::string>& layers);

}  // namespace scnnsim
