// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/tables/layer_columns.h"

namespace scnnsim {

/// What the rows of a table are compared with.
///
/// `chosen` names a run or an architecture. A run: rows are compared with the same layer and architecture
/// there, or with its baseline architecture where it lacks theirs. An architecture: with the same layer on
/// it, in the row's own run, or in the first run of the same network that has it.
///
/// Without `chosen`: a run of several architectures is compared with its baseline architecture, a run of one
/// architecture with the baseline architecture of the first run of the same network.
///
/// The baseline architecture of a run is its dcnn (as in SCNN), or its first if dcnn was not run.
class Baselines {
 public:
  /// Throws UserError when `chosen` is neither, or has no layer in common with any other.
  Baselines(const std::vector<LabelledLayers>& runs, const std::optional<std::string>& chosen);

  /// The same layer, or the total of the same layers; null where the baseline lacks it.
  const LayerResult* find(const RowSource& row) const;
  /// Whether layers of that run and architecture are compared with themselves.
  bool is_itself(const std::string& run, const std::string& architecture) const;
  /// Names of all baselines: "dcnn" where every run has its own, else "dcnn of results".
  std::string names() const;

 private:
  struct Baseline {
    bool is_itself;
    std::map<std::string, LayerResult> layers;
    std::optional<LayerResult> total;
  };
  struct Source {
    std::string architecture, run;
    bool is_lent;  ///< to another run
  };
  void add(const LabelledLayers& run, const std::string& architecture, const LabelledLayers& source,
           const std::string& base);

  std::map<std::pair<std::string, std::string>, Baseline> of_;  ///< by the row's run and architecture
  std::vector<Source> sources_;
};

/// Architectures of a run, in the order in which they appear.
std::vector<std::string> architectures_of(const LabelledLayers& run);

/// Speed-up (baseline's cycles / cycles) and energy ratios (energy / baseline's energy) of layers and totals;
/// `figures` have the energies. Cells are null where the baseline lacks the layer, and totals where it ran
/// other layers.
LayerColumns comparisons(const LayerColumns& figures, const std::shared_ptr<const Baselines>& baselines);

/// A figure over the baseline's; null as above, and where the baseline's is zero. `figure` is a count or
/// energy.
LayerColumn ratio_column(const LayerColumn& figure, const std::shared_ptr<const Baselines>& baselines);

}  // namespace scnnsim
