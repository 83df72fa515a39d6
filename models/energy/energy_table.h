// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "models/energy/value_origin.h"
#include "traces/support/enum_names.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// Action that the machine spends energy on.
enum class EnergyAction {
  multiply,            ///< one product
  coordinate,          ///< output coordinates and bank address of one product
  scatter_transfer,    ///< one product through the scatter network
  accumulator_add,     ///< one addition
  accumulator_update,  ///< read and write of one entry of a bank
  weight_fifo_read,
  weight_fifo_write,
  iaram_read,
  iaram_write,
  oaram_read,
  oaram_write,
  halo_word,  ///< one partial sum over the wires to the next PE
  ppu_entry,  ///< bias, ReLU, shift and saturation of one output
  dram_read,
  dram_write,
  operand_fetch  ///< one activation operand brought to a multiplier of a dense machine
};
inline constexpr std::size_t energy_action_count = 16;
template <>
struct EnumNames<EnergyAction> {
  static constexpr std::array<std::string_view, energy_action_count> names{
      "multiply",           "coordinate",       "scatter_transfer",  "accumulator_add",
      "accumulator_update", "weight_fifo_read", "weight_fifo_write", "iaram_read",
      "iaram_write",        "oaram_read",       "oaram_write",       "halo_word",
      "ppu_entry",          "dram_read",        "dram_write",        "operand_fetch"};
};

/// Row of a table: energy of one action of a given width, in a memory of a given size.
struct EnergyValue {
  double pj = 0;
  unsigned bits = 1;  ///< width of the action that the value is for
  double bytes = 0;   ///< capacity of the memory that the value is for; 0: independent of capacity
  EnergyStatus status = EnergyStatus::sourced;
  std::string source;
  std::string derivation;  ///< how a value that is not sourced follows from its source
};

/// Static power of a PE by its area: leakage, clock and control. It is drawn for as long as the layer takes,
/// whatever the clock.
struct StaticPower {
  double mw_per_mm2 = 0;
  EnergyStatus status = EnergyStatus::sourced;
  std::string source;
  std::string derivation;  ///< as that of EnergyValue
};

/// Energy table (a file of configs/energy): the energy of every action, and the static power, in one
/// technology.
struct EnergyTable {
  std::string name, technology, description;
  std::string fitted_to;     ///< published results that values were fitted to; empty: none was
  std::string text;          ///< YAML text, if read by load()
  bool is_built_in = false;  ///< is a table of configs/energy
  /// The energies are those of one machine at one clock, and are taken as they are: an ERT (see
  /// reference_table.h). Its static energy is `pe_cycle_pj`, in pJ per PE and cycle.
  bool is_of_one_machine = false;
  std::string
      design;  ///< of an ERT: the first part of its components' names, "chip" of "chip.pe.iaram"; or empty
  std::string
      exported_from;  ///< of an ERT: name of the table that its energies are of; empty: it does not tell
  double pe_cycle_pj = 0;
  double clock_ghz = 0;  ///< of an ERT: the clock that `pe_cycle_pj` is for; 0: it does not tell
  std::array<EnergyValue, energy_action_count> values;
  StaticPower static_power;

  const EnergyValue& operator[](EnergyAction action) const {
    return values[static_cast<std::size_t>(action)];
  }

  /// Reads a table of configs/energy, or an ERT as read_reference_table() does.
  /// Throws UserError naming file, line and key for an unknown, repeated or missing action, a missing static
  /// power, a value out of range, or a derived value without derivation.
  static EnergyTable read(const YamlNode& document);
  /// Loads a table by its name in configs/energy ("45nm") or from a file (means_file()). Throws like read().
  static EnergyTable load(const std::string& name_or_file);

  /// The tables that come with the program: "45nm", of public values, and "16nm", fitted to SCNN's ratios.
  static const EnergyTable& of_public_values();
  static const EnergyTable& fitted_to_scnn();

  /// "16nm (fitted to SCNN's energy ratios)" or "45nm (nothing fitted)". A table that does not come with the
  /// program says so, whatever its name: "16nm (own table, nothing fitted)"; an ERT, which tells of
  /// fits only if this program wrote it, "ERT ert.yaml (own table, energies as given, of one machine)". So no
  /// table of the user's has the label of one that comes with the program.
  std::string label() const;
  /// Checksum of `text`: "xxh3-128:<hex>".
  std::string checksum() const;
};

}  // namespace scnnsim
