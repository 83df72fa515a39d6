// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "sim/sweep/plan/workload.h"

namespace scnnsim {

/// A workload's tensors, made once for all points of a worker as long as they take no more than half a
/// gigabyte.
class LayerCache {
 public:
  /// `with_outputs`: the outputs to verify against are computed once, too.
  LayerCache(const Workload& workload, bool with_outputs)
      : workload_(workload), with_outputs_(with_outputs) {}

  /// Valid until the next call. Throws UserError.
  const PreparedLayer& at(std::size_t layer, unsigned operand_bits);

 private:
  PreparedLayer prepare(std::size_t layer, unsigned operand_bits) const;

  const Workload& workload_;
  bool with_outputs_;
  std::map<std::pair<std::size_t, unsigned>, PreparedLayer> layers_;
  std::size_t bytes_ = 0;
  PreparedLayer last_;  ///< what there was no room for
};

}  // namespace scnnsim
