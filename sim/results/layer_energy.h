// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "models/energy/energy_model.h"
#include "sim/layer/layer_result.h"

namespace scnnsim {

/// Energy of a layer in pJ, by component of the SCNN machine: counts x energy per action.
///
/// `activation_bits`: width of a stored activation, index included. Writes into the OARAM that are not known
/// (no values) count as none. Not in the counters, and counted here as: a lane product with a placeholder
/// costs a full product; words that cross DRAM pass the activation RAM once more; a hop of a halo word reads
/// and writes an accumulator entry besides its wires, and so does an output that the PPU drains. Weight words
/// count with an index each under `weights.index_per: grain` too (in the FIFO; DRAM bytes are exact).
std::map<std::string, double> scnn_energy_by_component(const LayerResult& layer, const EnergyModel& model,
                                                       unsigned activation_bits);

}  // namespace scnnsim
