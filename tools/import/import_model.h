// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/import/import_settings.h"
#include "tools/import/layers/layer_plan.h"
#include "tools/import/write/layer_summary.h"

namespace scnnsim {

/// What came in and what did not.
struct ImportReport {
  std::vector<LayerSummary> layers;
  std::vector<LeftOut> left_out;
  std::vector<std::string> notes;   ///< casts and resizing of inputs
  std::vector<std::string> traces;  ///< folders, one per image
};

/// Imports a model: one trace at settings.out, or one per image in settings.out/NAME. The folder appears when
/// it is complete. Throws UserError.
ImportReport import_model(const ImportSettings& settings);

}  // namespace scnnsim
