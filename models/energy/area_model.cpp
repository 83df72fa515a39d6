// SPDX-License-Identifier: Apache-2.0
#include "models/energy/area_model.h"

#include <fmt/format.h>

#include <numeric>

#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

constexpr double largest_mm2 = 1e6, largest_size = 1e15;

double size_on(const MachineConfig& config, AreaComponent component) {
  const double lanes = config.lanes(), banks = config.accumulator.banks, sum_bits = config.accumulator.bits;
  switch (component) {
    case AreaComponent::activation_rams:
      return 8.0 * (config.activation_ram.iaram_bytes + config.activation_ram.oaram_bytes);
    case AreaComponent::weight_fifo:
      return double(config.weight_fifo.entries) * config.multiplier_array.f * config.word_bits();
    case AreaComponent::multiplier_array: {
      const double width = config.multiplier_array.operand_bits / 16.0;
      return lanes * width * width;
    }
    case AreaComponent::scatter_network:
      return lanes * banks * sum_bits;
    case AreaComponent::accumulator_banks:
      return 2.0 * banks * config.accumulator.entries * sum_bits;
    case AreaComponent::other:
    case AreaComponent::dense_pe:
      break;
  }
  return 1;
}

}  // namespace

AreaTable AreaTable::read(const YamlNode& document) {
  const YamlMap top = document.as_map({"name", "technology", "components"});
  AreaTable table;
  std::array<bool, area_component_count> seen{};
  for (const YamlNode& item : top.at("components").as_sequence()) {
    const YamlMap row = item.as_map({"component", "mm2", "size", "unit", "source"});
    const auto component = static_cast<std::size_t>(row.required<AreaComponent>("component"));
    if (seen[component]) row.at("component").fail("is given twice");
    seen[component] = true;
    table.rows[component] = {row.required<double>("mm2", ValueRange<double>{0, largest_mm2}),
                             row.required<double>("size", ValueRange<double>{1e-9, largest_size})};
    row.required<std::string>("source");
  }
  for (std::size_t i = 0; i < area_component_count; ++i)
    if (!seen[i])
      top.at("components").fail(fmt::format("no area for {}", EnumNames<AreaComponent>::names[i]));
  return table;
}

const AreaTable& AreaTable::published() {
  static const AreaTable table = read(load_named_file("area", "16nm", "area table"));
  return table;
}

AreaModel::AreaModel(const MachineConfig& config, const AreaTable& table) {
  for (std::size_t i = 0; i < area_component_count; ++i)
    mm2_[i] = table.rows[i].mm2 * size_on(config, static_cast<AreaComponent>(i)) / table.rows[i].size;
}

double AreaModel::pe_mm2() const {
  return std::accumulate(mm2_.begin(), mm2_.end(), 0.0) - dense_pe_mm2();
}

}  // namespace scnnsim
