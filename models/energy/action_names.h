// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "models/energy/energy_table.h"

namespace scnnsim {

/// A component and one of its actions, as files of Accelergy name them.
struct ActionName {
  std::string_view component, action;
};

/// The name under which an action is exported.
ActionName exported_name(EnergyAction action);
/// That of a PE's static energy in a cycle.
inline constexpr ActionName static_name{"pe", "leak"};

/// What a table of another program says about a component's action.
enum class NamedKind {
  counted,    ///< an EnergyAction
  leak,       ///< the static energy of a PE in a cycle
  part_leak,  ///< static energy of a part of a PE: only that of a whole PE is counted, so it has to be 0
  uncounted   ///< an action of Accelergy's classes that no machine here takes: gated, repeated
};
struct NamedAction {
  NamedKind kind = NamedKind::counted;
  EnergyAction action = EnergyAction::multiply;  ///< of `counted`
};

/// The meaning of a component's action; besides exported names, those of Accelergy's classes are known
/// (mult_random, fill, pop ...). Nothing for an unknown action.
std::optional<NamedAction> named_action(std::string_view component, std::string_view action);

/// All components, and the exported actions of one.
std::vector<std::string> known_components();
std::vector<std::string> known_actions(std::string_view component);

}  // namespace scnnsim
