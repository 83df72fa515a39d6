// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "traces/layer.h"

namespace scnnsim {

/// A layer's tensors as the network has them in floating point.
struct FloatTensors {
  Tensor<float> weights;      ///< (K, C / groups, R, S), with what was folded
  Tensor<float> activations;  ///< (C, H, W)
  std::optional<Tensor<float>> bias;
  Tensor<float> output;   ///< (K, P, Q)
  Tensor<float> written;  ///< (K, P', Q')
};

/// A layer of the trace. A layer of a quantised network has integers; others have floats, until they are
/// quantised.
struct ImportedLayer {
  LayerDescription description;
  std::optional<FloatTensors> floats;
  LayerTensors integers;
  std::string op;                   ///< "Conv"
  std::vector<std::string> folded;  ///< operators that went into weights, bias and padding
  std::vector<std::string> notes;
  std::optional<double> quantisation_error;  ///< largest, relative to the largest output; of --quantize
};

}  // namespace scnnsim
