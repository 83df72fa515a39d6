// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tools/import/layers/imported_layer.h"

namespace scnnsim {

/// What the table says of a layer, over all images.
struct LayerSummary {
  LayerDescription description;
  std::string op;
  std::vector<std::string> folded, notes;
  double weights = 0;                               ///< density
  std::vector<double> activations, written, error;  ///< densities per image; relative errors of --quantize
};

/// Adds a layer of one image to its summary.
void summarise(const ImportedLayer& layer, LayerSummary& summary);

/// The table of all layers: shapes, densities with mean and standard deviation over images, granularity, what
/// was folded and what follows; then the notes.
std::string summary_table(const std::vector<LayerSummary>& layers);

}  // namespace scnnsim
