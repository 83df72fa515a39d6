// SPDX-License-Identifier: Apache-2.0
#include "sim/granularity/granularity_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "traces/support/messages.h"

namespace scnnsim {
namespace {

struct FigureDescription {
  const char *name, *title, *unit, *lowest;
  double (*value)(const LayerResult& total);
};

double energy_of(const LayerResult& total) {
  return total.total_energy_pj();
}

constexpr FigureDescription figures[study_figure_count] = {
    {"stored_weight_bytes", "storage", "B", "the least storage",
     [](const LayerResult& total) { return static_cast<double>(total.stored_weight_bytes); }},
    {"memory_references", "memory refs", "", "the fewest memory references",
     [](const LayerResult& total) { return static_cast<double>(total.memory_references()); }},
    {"output_references", "output refs", "", "the fewest output references",
     [](const LayerResult& total) { return static_cast<double>(total.output_references()); }},
    {"dram_bytes", "DRAM", "B", "the fewest DRAM bytes",
     [](const LayerResult& total) {
       return static_cast<double>(total.dram_weight_bytes + total.dram_input_bytes + total.dram_output_bytes);
     }},
    {"cycles", "cycles", "", "the fewest cycles",
     [](const LayerResult& total) { return static_cast<double>(total.cycles); }},
    {"energy_pj", "energy", "J", "the least energy", energy_of},
    {"energy_delay_js", "energy-delay", "J s", "the lowest energy-delay",
     [](const LayerResult& total) { return total.energy_delay_js().value_or(0); }},
};

/// "29.0 k", "1.23 M": three digits and the thousand that they count.
std::string in_thousands(double value) {
  constexpr const char* prefixes[] = {"", " k", " M", " G", " T", " P", " E"};
  std::size_t prefix = 0;
  while (value >= 999.5 && prefix + 1 < std::size(prefixes)) value /= 1000, ++prefix;
  return fmt::format("{:.{}f}{}", value, value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2, prefixes[prefix]);
}

/// A value with its unit; energies are in pJ.
std::string figure_value_text(std::size_t figure, double value) {
  if (figures[figure].value == energy_of) return fmt::format("{:.3g} uJ", value / 1e6);
  if (figure == static_cast<std::size_t>(StudyFigure::energy_delay))
    return fmt::format("{:.3g} pJ s", value * 1e12);
  std::string text = in_thousands(value);
  if (*figures[figure].unit == '\0') return text;
  return text + (text.find(' ') == std::string::npos ? " " : "") + figures[figure].unit;
}

std::string with_deviation(const std::string& mean, const Spread& spread) {
  return spread.deviation == 0 ? mean : fmt::format("{} ±{:.2f}", mean, spread.deviation);
}

std::string group_title(const StudyGroup& group) {
  if (group.loss) return fmt::format("loss of {:.3g} %", 100 * *group.loss);
  return fmt::format("density {:.4g}", group.density);
}

/// Results of points by study_key(), with the density of their weights.
class Results {
 public:
  explicit Results(const SweepStore& store) : store_(store) {
    for (SweepPoint& point : store.points(EnergyDetail::total))
      if (point.status == PointStatus::done) points_.emplace(study_key(point.axes), std::move(point));
  }
  const SweepPoint* find(const StudyPoint& point) const {
    const auto found = points_.find(point.key());
    return found == points_.end() ? nullptr : &found->second;
  }
  double weight_density(const SweepPoint& point) const {
    double kept = 0, all = 0;
    for (const LayerResult& layer : store_.layers(point.key)) {
      all += static_cast<double>(layer.dense_weight_bytes);
      kept += layer.weight_density * static_cast<double>(layer.dense_weight_bytes);
    }
    return all == 0 ? 0 : kept / all;
  }

 private:
  const SweepStore& store_;
  std::map<std::string, SweepPoint> points_;
};

/// Values of a row's points, seed by seed; nothing if one is not there.
std::optional<StudyValues> values_of(const StudyRow& row, const Results& results) {
  StudyValues values;
  for (const StudyPoint& point : row.points) {
    const SweepPoint* result = results.find(point);
    if (result == nullptr || !result->total) return std::nullopt;
    for (std::size_t i = 0; i < study_figure_count; ++i)
      values[i].push_back(study_value(static_cast<StudyFigure>(i), *result->total));
  }
  return values;
}

/// Ratios seed by seed. A row of one point, as of n:m, has the same value for every seed.
std::vector<double> ratios_of(const std::vector<double>& values, const std::vector<double>& base) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::max(values.size(), base.size()); ++i) {
    const double value = values[std::min(i, values.size() - 1)], to = base[std::min(i, base.size() - 1)];
    ratios.push_back(to == 0 ? (value == 0 ? 1 : INFINITY) : value / to);
  }
  return ratios;
}

MeasuredRow measured(const StudyRow& row, const StudyValues& values, const StudyValues& base,
                     const Results& results) {
  std::vector<double> densities, weights;
  for (const StudyPoint& point : row.points) {
    densities.push_back(point.density);
    weights.push_back(results.weight_density(*results.find(point)));
  }
  return measured_row(row, densities, weights, values, base);
}

/// "element on scnn (3 of 4), vector on scnn, merged (1)".
std::string winners_of(const std::vector<MeasuredGroup>& groups, std::size_t figure) {
  std::map<std::string, std::size_t> won;
  std::size_t compared = 0;
  for (const MeasuredGroup& group : groups) {
    if (group.rows.size() < 2) continue;
    ++compared;
    for (const MeasuredRow& row : group.rows)
      if (group.is_lowest(row, figure))
        ++won[fmt::format("{} on {}", to_string(row.row.granularity), row.row.machine.name())];
  }
  std::vector<std::pair<std::size_t, std::string>> order;
  order.reserve(won.size());
  for (const auto& [name, count] : won) order.emplace_back(count, name);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 2); ++i)
    texts.push_back(order[i].first == compared
                        ? order[i].second
                        : fmt::format("{} ({} of {})", order[i].second, order[i].first, compared));
  return fmt::format("{}", fmt::join(texts, " or "));
}

}  // namespace

Spread Spread::of(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  Spread spread;
  spread.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*least == *most) return {*least, 0};  // their mean may be rounded
  double squares = 0;
  for (const double value : values) squares += (value - spread.mean) * (value - spread.mean);
  spread.deviation = std::sqrt(squares / (count - 1));
  return spread;
}

double study_value(StudyFigure figure, const LayerResult& total) {
  return figures[static_cast<std::size_t>(figure)].value(total);
}
const char* column_name(StudyFigure figure) {
  return figures[static_cast<std::size_t>(figure)].name;
}
const char* lowest_text(StudyFigure figure) {
  return figures[static_cast<std::size_t>(figure)].lowest;
}
const char* short_title(StudyFigure figure) {
  return figures[static_cast<std::size_t>(figure)].title;
}

MeasuredRow measured_row(const StudyRow& row, const std::vector<double>& densities,
                         const std::vector<double>& weights, const StudyValues& values,
                         const StudyValues& base) {
  MeasuredRow result{row, Spread::of(densities), Spread::of(weights), {}, {}};
  for (std::size_t i = 0; i < study_figure_count; ++i) {
    result.values[i] = Spread::of(values[i]);
    result.ratios[i] = Spread::of(ratios_of(values[i], base[i]));
  }
  return result;
}

bool MeasuredGroup::is_lowest(const MeasuredRow& row, std::size_t figure) const {
  double lowest = row.values[figure].mean;
  for (const MeasuredRow& other : rows) lowest = std::min(lowest, other.values[figure].mean);
  return row.values[figure].mean <= lowest;
}

std::vector<MeasuredGroup> measure_study(const StudyPlan& plan, const SweepStore& store) {
  const Results results(store);
  std::vector<MeasuredGroup> groups;
  for (const StudyGroup& group : plan.groups) {
    const std::optional<StudyValues> base = values_of(group.rows.front(), results);
    if (!base) continue;
    groups.push_back({group, {}});
    for (const StudyRow& row : group.rows)
      if (const std::optional<StudyValues> values = values_of(row, results))
        groups.back().rows.push_back(measured(row, *values, *base, results));
  }
  return groups;
}

Table study_table(const std::vector<MeasuredGroup>& groups) {
  Table table;
  table.columns = {{"compared_at", "compared at"},
                   {"granularity", "granularity"},
                   {"machine", "machine"},
                   {"density", "density", CellStyle::axis},
                   {"weights", "weights", CellStyle::axis}};
  for (const FigureDescription& figure : figures)
    table.columns.push_back({figure.name, figure.title, CellStyle::axis});
  for (const MeasuredGroup& group : groups)
    for (const MeasuredRow& row : group.rows) {
      TableRow cells{{group_title(group.group), to_string(row.row.granularity), row.row.machine.name()}};
      cells.cells.push_back(
          (row.row.is_bound ? "<=" : "") + fmt::format("{:.3g}", row.density.mean) +
          (row.density.deviation > 0 ? fmt::format(" ±{:.2g}", row.density.deviation) : ""));
      cells.cells.push_back(fmt::format("{:.3f}", row.weights.mean));
      for (std::size_t i = 0; i < study_figure_count; ++i) {
        const bool is_first = &row == &group.rows.front();
        const std::string text =
            is_first ? group.has_ratios_only ? "1.00" : figure_value_text(i, row.values[i].mean)
                     : with_deviation(fmt::format("{:.2f}", row.ratios[i].mean), row.ratios[i]);
        cells.cells.push_back(text + (group.is_lowest(row, i) ? " *" : "  "));
      }
      table.rows.push_back(std::move(cells));
    }
  return table;
}

Table study_numbers(const std::vector<MeasuredGroup>& groups) {
  Table table;
  table.columns = {{"loss", "loss"},      {"granularity", "granularity"}, {"architecture", "architecture"},
                   {"merge", "merge"},    {"density", "density"},         {"density_deviation", "deviation"},
                   {"is_bound", "bound"}, {"weight_density", "weights"}};
  for (const FigureDescription& figure : figures) {
    const std::string name = figure.name;
    for (const char* part : {"", "_deviation", "_ratio", "_ratio_deviation", "_is_lowest"})
      table.columns.push_back({name + part, name + part});
  }
  for (const MeasuredGroup& group : groups)
    for (const MeasuredRow& row : group.rows) {
      TableRow cells{{group.group.loss ? nlohmann::ordered_json(*group.group.loss) : nullptr,
                      to_string(row.row.granularity), row.row.machine.architecture,
                      row.row.machine.is_merged ? "grain" : "none", row.density.mean, row.density.deviation,
                      row.row.is_bound, row.weights.mean}};
      for (std::size_t i = 0; i < study_figure_count; ++i)
        for (const nlohmann::ordered_json& cell :
             {nlohmann::ordered_json(row.values[i].mean), nlohmann::ordered_json(row.values[i].deviation),
              nlohmann::ordered_json(row.ratios[i].mean), nlohmann::ordered_json(row.ratios[i].deviation),
              nlohmann::ordered_json(group.is_lowest(row, i))})
          cells.cells.push_back(cell);
      table.rows.push_back(std::move(cells));
    }
  return table;
}

std::string study_sentence(const std::vector<MeasuredGroup>& groups) {
  std::vector<MeasuredGroup> compared;
  const bool has_accuracy =
      std::any_of(groups.begin(), groups.end(), [](const MeasuredGroup& group) { return group.group.loss; });
  for (const MeasuredGroup& group : groups)
    if (group.group.loss.has_value() == has_accuracy) compared.push_back(group);
  if (std::all_of(compared.begin(), compared.end(), [](const auto& group) { return group.rows.size() < 2; }))
    return "";
  std::string text =
      has_accuracy ? "At equal accuracy " : "At equal density, which is not equal accuracy (--accuracy), ";
  constexpr StudyFigure told[] = {StudyFigure::cycles, StudyFigure::energy, StudyFigure::memory_references,
                                  StudyFigure::storage};
  std::vector<std::string> parts;
  for (const StudyFigure figure : told) {
    const auto i = static_cast<std::size_t>(figure);
    parts.push_back(
        fmt::format("{}{} {}", winners_of(compared, i), parts.empty() ? " takes" : "", figures[i].lowest));
  }
  return text + fmt::format("{}, {}, {} and {}.", parts[0], parts[1], parts[2], parts[3]);
}

}  // namespace scnnsim
