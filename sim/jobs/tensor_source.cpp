// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/tensor_source.h"

namespace scnnsim {

void TensorSource::add_layer(const LayerDescription& layer, double weight_density, double input_density) {
  const LayerShape& shape = layer.shape;
  const double weights = static_cast<double>(shape.K) * shape.channels_per_group() * shape.R * shape.S;
  layers_.push_back({layer.name, static_cast<double>(shape.dense_macs()) * weight_density * input_density,
                     weights * weight_density});
}

}  // namespace scnnsim
