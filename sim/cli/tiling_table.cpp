// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/tiling_table.h"

#include <fmt/format.h>

#include "sim/layer/scnn_simulation.h"
#include "sim/tables/column_definitions.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

TableRow tiling_row(const MachineConfig& config, SharedLayer& layer) {
  SimulationOptions options;
  options.values = options.verify = false;
  const ScnnSimulation simulation(config, layer, options);
  const MappedLayer& mapped = simulation.mapped();
  return {{layer.description().name, mapped.program.kc, mapped.program.temporal_tiles,
           fmt::format("{}x{}", mapped.tiles.height, mapped.tiles.width), why_not_larger(mapped.tiled_for)}};
}

}  // namespace

Table tiling_table(const MachineConfig& config, const Trace& trace) {
  if (config.mapping.kc.is(KcRule::best))
    throw UserError(
        "mapping.kc: got best, which is found by simulation: scnnsim run shows it in the column kc; "
        "expected a number or auto");
  Table table;
  table.caption =
      fmt::format("Temporal tiles of {} on scnn; activation_ram.overflow = {}, mapping.kc = {}",
                  trace.network, to_string(config.activation_ram.overflow),
                  config.mapping.kc.is_number() ? std::to_string(config.mapping.kc.number()) : "auto");
  table.columns = {{"layer", "layer"},
                   defined_column("kc"),
                   defined_column("temporal_tiles"),
                   {"tile", "outputs of a tile"},
                   {"tiled_for", "why no larger tiles"}};
  table.identity = 1;
  for (const TraceLayer& layer : trace.layers) {
    SharedLayer shared(layer.description, trace.load(layer, config.multiplier_array.operand_bits));
    table.rows.push_back(tiling_row(config, shared));
  }
  return table;
}

}  // namespace scnnsim
