// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/speedup_columns.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

/// Null where a figure is not known, and for a division by zero.
Json quotient(const Json& numerator, const Json& denominator) {
  if (!numerator.is_number() || !denominator.is_number() || denominator.get<double>() == 0) return {};
  return numerator.get<double>() / denominator.get<double>();
}

}  // namespace

LayerColumn ratio_column(const LayerColumn& figure, const std::shared_ptr<const Baselines>& baselines) {
  return {{figure.shown.name + "_ratio", figure.shown.title + " ratio", CellStyle::ratio},
          [get = figure.get, baselines](const RowSource& row) {
            const LayerResult* const base = baselines->find(row);
            return base ? quotient(get(row), get({*base, row.label, row.is_total})) : Json();
          }};
}

LayerColumns speedup_columns(const std::shared_ptr<const Baselines>& baselines) {
  const LayerColumn energy = layer_column(Column::energy_pj);
  LayerColumn energy_ratio = ratio_column(energy, baselines);
  energy_ratio.shown.name = "energy_ratio";
  return {layer_column(Column::cycles),
          {{"speedup", "speed-up", CellStyle::ratio},
           [baselines](const RowSource& row) {
             const LayerResult* const base = baselines->find(row);
             return base ? quotient(base->cycles, row.layer.cycles) : Json();
           }},
          energy,
          energy_ratio};
}

}  // namespace scnnsim
