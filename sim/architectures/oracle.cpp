// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/oracle.h"

#include <nlohmann/json.hpp>

#include "models/common/geometry.h"

namespace scnnsim {

LayerResult oracle_of(const LayerResult& scnn) {
  LayerResult oracle = scnn;
  oracle.cycles = ceil_divide(scnn.multiplies, scnn.multipliers);
  oracle.pe_cycles.fill(0);
  oracle.pe_cycles[static_cast<std::size_t>(CycleOwner::issue)] = oracle.cycles * oracle.pes;
  oracle.counters = nlohmann::ordered_json::object();
  oracle.counter_descriptions = nlohmann::ordered_json::object();
  return oracle;
}

}  // namespace scnnsim
