// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "sim/jobs/tensor_source.h"
#include "traces/channel_source.h"
#include "traces/support/file_stamps.h"
#include "traces/trace.h"

namespace scnnsim {

/// Layers of a trace. Tensors of files that were changed since the source was made are refused: results would
/// bear the checksum of other tensors.
class TraceSource : public TensorSource {
 public:
  /// Reads every file once, for the source's identity and the layers' densities. Throws UserError.
  static std::shared_ptr<const TraceSource> measured(Trace trace, std::vector<TraceLayer> layers);
  /// One layer, about which nothing is read: its tensors count as dense.
  static std::shared_ptr<const TraceSource> of_layer(std::shared_ptr<const Trace> trace,
                                                     const TraceLayer& layer);

  LoadedLayer load(std::size_t layer, unsigned operand_bits, LayerDraws& draws) const override;
  const LayerDescription& description(std::size_t layer) const { return layers_[layer].description; }
  /// Of measured sources.
  double weight_density(std::size_t layer) const { return densities_[layer].first; }
  double input_density(std::size_t layer) const { return densities_[layer].second; }
  const ChannelSource& channel_source(std::size_t layer) const { return channel_sources_[layer]; }

 private:
  TraceSource(std::shared_ptr<const Trace> trace, std::vector<TraceLayer> layers, FileStamps stamps,
              std::string identity, std::string family);

  std::shared_ptr<const Trace> trace_;
  std::vector<TraceLayer> layers_;
  std::vector<std::pair<double, double>> densities_;  ///< of weights and activations, if measured
  std::vector<ChannelSource> channel_sources_;        ///< if measured
  FileStamps stamps_;  ///< of the layers' files, before their checksum is taken
};

}  // namespace scnnsim
