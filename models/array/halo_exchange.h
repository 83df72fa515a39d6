// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <systemc>
#include <vector>

#include "models/pe/halo_link.h"

namespace scnnsim {

/// Halo links of the whole PE array: one per direction between neighbouring PEs (SCNN sec. 3.2). Timing and
/// throughput: models/pe/halo_link.h.
class HaloExchange : public sc_core::sc_module {
 public:
  HaloExchange(const sc_core::sc_module_name& name, const LayerProgram& program, const PeGrid& grid,
               std::uint32_t words_per_cycle, ActivityObserver* observer = nullptr);

  /// Link ends at a PE. They point into this object.
  HaloPorts ports(std::uint32_t pe) const;

 private:
  const PeGrid grid_;
  std::vector<HaloPlan> plans_;  ///< per temporal tile
  std::vector<std::array<std::unique_ptr<HaloLink>, direction_count>> links_;
};

}  // namespace scnnsim
