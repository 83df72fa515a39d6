// SPDX-License-Identifier: Apache-2.0
#include "models/pe/scatter/scatter_network.h"

#include <stdexcept>

namespace scnnsim {

std::unique_ptr<ScatterNetwork> make_scatter_network(const char* name, const MachineConfig& config) {
  switch (config.scatter.policy) {
    case ScatterPolicy::output_queued:
      return make_output_queued(name, config);
    case ScatterPolicy::input_queued:
      return make_input_queued(name, config);
    case ScatterPolicy::ideal:
      return make_ideal(name, config);
    case ScatterPolicy::serialized:
      return make_serialized(name, config);
  }
  throw std::logic_error("scatter policy");
}

}  // namespace scnnsim
