// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/tables/layer_tables.h"

namespace scnnsim {

/// Rows of a table by what their DRAM energy is made of: commands of the device (dram_energy), or bits at the
/// energy table's pJ per bit. Energies of the two are not comparable.
struct DramBases {
  std::string by_command, by_bit;  ///< what the rows are called, "scnn and dcnn"; empty: there are none
};

/// Whether a layer's DRAM energy is by commands, also where EnergyDetail::total left out its components.
bool is_dram_by_command(const LayerResult& layer);

/// Bases of layers, called by what tells them apart: machines, runs, or both. Layers without energies have
/// none.
DramBases dram_bases(const std::vector<LabelledLayers>& runs);

/// What a caption says of them: "; DRAM energy by commands", or "; DRAM energy by commands for scnn, by bits
/// for dcnn: not comparable". Empty where all are by bits.
std::string dram_caption(const DramBases& bases);

}  // namespace scnnsim
