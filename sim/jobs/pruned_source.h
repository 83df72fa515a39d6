// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/jobs/trace_source.h"
#include "traces/prune.h"

namespace scnnsim {

/// Layers of a trace, pruned when they are loaded: by the L1 norm, layer by layer. What a pruned network
/// would have, as far as one layer tells:
///
/// * A layer whose grains are too few for the density to leave any stays as it is.
/// * `output` and `written` tensors no longer hold and are left out.
/// * A filter that is gone has no bias. Its channel is zero, and marked as dead, in the input of each layer
///   whose channels are known to come from these filters (traces/channel_source.h).
class PrunedSource : public TensorSource {
 public:
  PrunedSource(std::shared_ptr<const TraceSource> trace, const PruneOptions& options);

  LoadedLayer load(std::size_t layer, unsigned operand_bits, LayerDraws& draws) const override;

 private:
  void prune_layer(LayerDescription& layer, LayerTensors& tensors) const;
  void remove_dead_inputs(std::size_t layer, unsigned operand_bits, LayerDraws& draws,
                          LoadedLayer& loaded) const;

  std::shared_ptr<const TraceSource> trace_;
  PruneOptions options_;
};

}  // namespace scnnsim
