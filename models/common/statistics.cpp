// SPDX-License-Identifier: Apache-2.0
#include "models/common/statistics.h"

#include <fmt/format.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <systemc>

namespace scnnsim {
namespace {

using Object = nlohmann::ordered_json::object_t;
using Visit = std::function<void(const sc_core::sc_object&, const StatisticsGroup&)>;

void walk(const sc_core::sc_object& object, const Visit& visit) {
  if (const auto* owner = dynamic_cast<const StatisticsOwner*>(&object)) visit(object, owner->statistics());
  for (const sc_core::sc_object* child : object.get_child_objects()) walk(*child, visit);
}

std::string relative_path(const sc_core::sc_object& object, const sc_core::sc_object& root) {
  const std::string path = object.name(), prefix = std::string(root.name()) + ".";
  return path.rfind(prefix, 0) == 0 ? path.substr(prefix.size()) : path;
}

/// Kind of a block: its name without trailing indices. "pe_3_4" and "pe_0_0" are one kind.
std::string kind_of(const sc_core::sc_object& object) {
  std::string name = object.basename();
  const std::size_t last = name.find_last_not_of("0123456789_");
  return name.substr(0, last + 1);
}

}  // namespace

nlohmann::ordered_json collect_statistics(const sc_core::sc_object& root) {
  nlohmann::ordered_json tree = nlohmann::ordered_json::object();
  // Appends without the search of operator[]: module names are unique.
  auto& modules = tree.get_ref<Object&>();
  walk(root, [&](const sc_core::sc_object& object, const StatisticsGroup& group) {
    Object values;
    values.reserve(group.counters().size());
    for (const Counter* counter : group.counters())
      values.emplace_back(std::string(counter->name()), counter->value());
    modules.emplace_back(relative_path(object, root), std::move(values));
  });
  return tree;
}

StatisticsSums::StatisticsSums(const sc_core::sc_object& root) {
  walk(root, [&](const sc_core::sc_object& object, const StatisticsGroup& group) {
    auto& sums = sums_[kind_of(object)];
    for (const Counter* counter : group.counters()) sums[counter->name()] += counter->value();
  });
}

std::uint64_t StatisticsSums::sum(std::string_view block, std::string_view name) const {
  const auto of_block = sums_.find(block);
  if (of_block == sums_.end()) throw std::logic_error(fmt::format("no block of the machine is a {}", block));
  const auto found = of_block->second.find(name);
  if (found == of_block->second.end())
    throw std::logic_error(fmt::format("block {} has no counter {}", block, name));
  return found->second;
}

nlohmann::ordered_json StatisticsSums::as_json() const {
  nlohmann::ordered_json kinds = nlohmann::ordered_json::object();
  for (const auto& [block, counters] : sums_)
    for (const auto& [name, sum] : counters) kinds[block][std::string(name)] = sum;
  return kinds;
}

nlohmann::ordered_json describe_statistics(const sc_core::sc_object& root) {
  nlohmann::ordered_json kinds = nlohmann::ordered_json::object();
  walk(root, [&](const sc_core::sc_object& object, const StatisticsGroup& group) {
    const std::string name = kind_of(object);
    if (kinds.contains(name)) return;
    nlohmann::ordered_json& kind = kinds[name] = nlohmann::ordered_json::object();
    for (const Counter* counter : group.counters())
      kind[std::string(counter->name())] = {{"unit", counter->unit()},
                                            {"description", counter->description()}};
  });
  return kinds;
}

}  // namespace scnnsim
