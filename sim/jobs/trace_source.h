// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "sim/jobs/tensor_source.h"
#include "traces/trace.h"

namespace scnnsim {

/// Layers of a trace.
class TraceSource : public TensorSource {
 public:
  /// Reads every file once, for the source's identity and the layers' densities. Throws UserError.
  static std::shared_ptr<const TraceSource> measured(Trace trace, std::vector<TraceLayer> layers);
  /// One layer, about which nothing is read: its tensors count as dense.
  static std::shared_ptr<const TraceSource> of_layer(std::shared_ptr<const Trace> trace,
                                                     const TraceLayer& layer);

  LoadedLayer load(std::size_t layer, unsigned operand_bits, LayerDraws& draws) const override;

 private:
  TraceSource(std::shared_ptr<const Trace> trace, std::vector<TraceLayer> layers, std::string identity,
              std::string family);

  std::shared_ptr<const Trace> trace_;
  std::vector<TraceLayer> layers_;
};

}  // namespace scnnsim
