// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/energy/energy_table.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

/// Whether a document is an energy reference table (ERT), as Accelergy writes it.
bool is_reference_table(const YamlNode& document);

/// Top-level key of what `scnnsim energy export --ert` tells of its table beside the ERT, which other
/// programs ignore: "table", its name; "fitted_to", as in a table of configs/energy, if anything was;
/// "clock_ghz", the clock that the static energy is for.
inline constexpr const char* ert_origin_key = "scnnsim";

/// Reads an ERT, and what stands at ert_origin_key: energies in pJ per action of each component. A component
/// is told by the last part of its name without indices ("chip.pe[0..63].iaram[0]" is iaram), an action by
/// its name (action_names.h). Rows of an action that differ in arguments alone count by the largest energy.
/// Throws UserError naming file, line and key for a version that is not known, unknown components and
/// actions, those given twice, static energy of a part of a PE, values out of range, and, all at once, for
/// those that are missing.
EnergyTable read_reference_table(const YamlNode& document);

}  // namespace scnnsim
