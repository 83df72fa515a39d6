// SPDX-License-Identifier: Apache-2.0
#include "models/energy/action_names.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace scnnsim {
namespace {

struct Names {
  EnergyAction action;
  std::string_view component;
  std::array<std::string_view, 4> actions;  ///< the exported one first
};

constexpr Names action_table[] = {
    {EnergyAction::multiply, "multiplier_array", {"multiply", "mult_random", "mac_random", "compute"}},
    {EnergyAction::coordinate, "coordinate_unit", {"compute", "add"}},
    {EnergyAction::scatter_transfer, "scatter_network", {"transfer", "transfer_random"}},
    {EnergyAction::accumulator_add, "accumulator_adders", {"add", "compute"}},
    {EnergyAction::accumulator_update, "accumulator_banks", {"update"}},
    {EnergyAction::weight_fifo_read, "weight_fifo", {"read", "pop"}},
    {EnergyAction::weight_fifo_write, "weight_fifo", {"write", "push", "fill"}},
    {EnergyAction::iaram_read, "iaram", {"read"}},
    {EnergyAction::iaram_write, "iaram", {"write", "fill"}},
    {EnergyAction::oaram_read, "oaram", {"read"}},
    {EnergyAction::oaram_write, "oaram", {"write", "fill"}},
    {EnergyAction::halo_word, "halo_links", {"transfer"}},
    {EnergyAction::ppu_entry, "ppu", {"compute", "process"}},
    {EnergyAction::dram_read, "dram", {"read"}},
    {EnergyAction::dram_write, "dram", {"write"}},
    {EnergyAction::operand_fetch, "operand_buffer", {"read"}},
};
static_assert(std::size(action_table) == energy_action_count);

constexpr std::string_view static_actions[] = {"leak", "idle"};
constexpr std::string_view uncounted_actions[] = {"mult_reused", "mult_gated",        "mac_reused",
                                                  "mac_gated",   "transfer_repeated", "repeated_transfer"};

template <class List>
bool has(const List& list, std::string_view name) {
  return !name.empty() && std::find(std::begin(list), std::end(list), name) != std::end(list);
}

}  // namespace

ActionName exported_name(EnergyAction action) {
  const auto found = std::find_if(std::begin(action_table), std::end(action_table),
                                  [&](const Names& one) { return one.action == action; });
  return {found->component, found->actions.front()};
}

std::optional<NamedAction> named_action(std::string_view component, std::string_view action) {
  for (const Names& one : action_table)
    if (one.component == component && has(one.actions, action))
      return NamedAction{NamedKind::counted, one.action};
  if (component == static_name.component && action == static_name.action) return NamedAction{NamedKind::leak};
  if (has(static_actions, action)) return NamedAction{NamedKind::part_leak};
  if (has(uncounted_actions, action)) return NamedAction{NamedKind::uncounted};
  return std::nullopt;
}

std::vector<std::string> known_components() {
  std::vector<std::string> components;
  for (const Names& one : action_table)
    if (!has(components, one.component)) components.emplace_back(one.component);
  components.emplace_back(static_name.component);
  return components;
}

std::vector<std::string> known_actions(std::string_view component) {
  std::vector<std::string> actions;
  for (const Names& one : action_table)
    if (one.component == component) actions.emplace_back(one.actions.front());
  if (component == static_name.component) actions.emplace_back(static_name.action);
  return actions;
}

}  // namespace scnnsim
