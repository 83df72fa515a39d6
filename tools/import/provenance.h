// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/import/import_settings.h"
#include "tools/import/inputs/inputs.h"

namespace scnnsim {

struct ImportReport;

/// Where a trace comes from, for its `provenance`: model and inputs with their checksums, options, versions,
/// what was left out.
class Provenance {
 public:
  Provenance(const ImportSettings& settings, const Graph& graph, const InputPlan& plan);

  /// As YAML; `report` holds what is known of the image.
  std::string yaml(const ImageRun& image, const ImportReport& report) const;

 private:
  std::string head_;
};

}  // namespace scnnsim
