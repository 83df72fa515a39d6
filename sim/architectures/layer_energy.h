// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/energy/energy_model.h"
#include "sim/layer/layer_result.h"

namespace scnnsim {

/// How often a component takes an action in a layer.
struct ActionCount {
  const char* component;  ///< of the energy by component
  EnergyAction action;
  double count;
};

/// What a layer's energy is made of.
struct ActionCounts {
  std::vector<ActionCount> actions;
  double pe_cycles = 0;  ///< cycles of all PEs: component pe_static
};

/// Energy of a layer in pJ, by component: counts x energy per action.
std::map<std::string, double> energy_by_component(const ActionCounts& counts, const EnergyModel& model);

/// What a layer takes on the SCNN machine.
///
/// `activation_bits`: width of a stored activation, index included. Writes into the OARAM that are not known
/// (no values) count as none. Not in the counters, and counted here as: a lane product with a placeholder
/// costs a full product; words that cross DRAM pass the activation RAM once more; a hop of a halo word reads
/// and writes an accumulator entry besides its wires, and so does an output that the PPU drains. Weight words
/// count with an index each under `weights.index_per: grain` too (in the FIFO; DRAM bytes are exact).
ActionCounts scnn_actions(const LayerResult& layer, unsigned activation_bits);

/// Widths and memories of a PE of the dense machines: words without indices, half of its share of the SRAM
/// for inputs and half for outputs. Assumption: a weight buffer of as many words as SCNN's FIFO, and
/// accumulator banks of its size.
MachineSizes dense_sizes(const MachineConfig& config);

/// What a layer takes on the dense machine, whose energies are those for dense_sizes(). Gated multiplies cost
/// nothing. `dram_word_bits`: width of an activation on its way to and from DRAM; such words pass the
/// activation RAM once more.
ActionCounts dense_actions(const LayerResult& layer, unsigned dram_word_bits);

/// Area of a PE of the machine that takes n of m weights, in mm2. Assumption: the dense PE's, the index bits
/// of its weight buffer, and before each multiplier a multiplexer of 2^index_bits operands, whose crosspoints
/// take the area of those of SCNN's scatter network, bit by bit.
double n_of_m_pe_mm2(const MachineConfig& config);

/// Widths and memories of a PE of that machine for a layer: those of the dense machines, weights with an
/// index of compression.index_bits where the layer runs by its n:m.
MachineSizes n_of_m_sizes(const MachineConfig& config, const LayerResult& layer);

/// What a layer takes on that machine. All m operands of a group are brought to the multiplexers, m / n of
/// them for each multiply.
ActionCounts n_of_m_actions(const LayerResult& layer, unsigned dram_word_bits);

}  // namespace scnnsim
