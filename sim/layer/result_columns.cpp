// SPDX-License-Identifier: Apache-2.0
#include "sim/layer/result_columns.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "sim/layer/layer_counters.h"
#include "sim/text/json.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr double most_picojoules = 1e30;

// One group of functions per type that a field may have. Unknown values are null.

Json json_of(const std::string& value) {
  return value;
}
Json json_of(std::uint64_t value) {
  return value;
}
Json json_of(double value) {
  return value;
}
Json json_of(bool value) {
  return value;
}
Json json_of(Picojoules value) {
  return value.value;
}
Json json_of(Verified value) {
  return to_string(value);
}
template <class T>
Json json_of(const std::optional<T>& value) {
  return value ? json_of(*value) : Json();
}

void read_json(const Json& json, std::string& value) {
  value = json_to_text(json);
}
void read_json(const Json& json, std::uint64_t& value) {
  value = json_to_count(json);
}
void read_json(const Json& json, double& value) {
  value = json_to_number(json, 1);  // a share of a whole
}
void read_json(const Json& json, Picojoules& value) {
  value.value = json_to_number(json, most_picojoules);
}
void read_json(const Json& json, bool& value) {
  value = json_to_bool(json);
}
void read_json(const Json& json, Verified& value) {
  const auto verified =
      json.is_string() ? from_string<Verified>(json.get_ref<const std::string&>()) : std::nullopt;
  if (!verified) refuse_json(json, choices<Verified>());
  value = *verified;
}
template <class T>
void read_json(const Json& json, std::optional<T>& value) {
  value.reset();
  if (!json.is_null()) read_json(json, value.emplace());
}

void add_to(std::uint64_t& total, std::uint64_t value) {
  total += value;
}
void add_to(Picojoules& total, Picojoules value) {
  total.value += value.value;
}
/// A total is known where every layer's value is.
template <class T>
void add_to(std::optional<T>& total, const std::optional<T>& value) {
  if (total && value)
    add_to(*total, *value);
  else
    total.reset();
}
/// One wrong layer makes the total wrong, one unchecked layer unchecked.
void add_to(Verified& total, Verified value) {
  if (total == Verified::no || value == Verified::no)
    total = Verified::no;
  else if (value == Verified::off)
    total = Verified::off;
}

template <class T>
constexpr bool is_optional(const std::optional<T>& /*value*/) {
  return true;
}
template <class T>
constexpr bool is_optional(const T& /*value*/) {
  return false;
}

template <class T>
bool is_unknown(const std::optional<T>& value) {
  return !value;
}
template <class T>
bool is_unknown(const T& /*value*/) {
  return false;
}

constexpr bool is_optional_text(const std::optional<std::string>& /*value*/) {
  return true;
}
template <class T>
constexpr bool is_optional_text(const T& /*value*/) {
  return false;
}

/// A column of what `reach(layer)` refers to.
template <ColumnTotal total, class Reach>
ResultColumn stored(ResultColumn column, Reach reach) {
  LayerResult any;
  column.formula = formula_of(counters_of_column(column.name));
  column.may_be_unknown = is_optional(reach(any));
  column.only_if_known =
      is_optional_text(reach(any)) || (total == ColumnTotal::sum && is_unknown(reach(any)));
  column.get = [reach](const LayerResult& layer) { return json_of(reach(layer)); };
  column.set = [reach](LayerResult& layer, const Json& json) { read_json(json, reach(layer)); };
  if constexpr (total == ColumnTotal::sum)
    column.add = [reach](LayerResult& sum, const LayerResult& layer) { add_to(reach(sum), reach(layer)); };
  return column;
}

template <class T>
ResultColumn derived(ResultColumn column, T (LayerResult::*compute)() const) {
  column.get = [compute](const LayerResult& layer) { return json_of((layer.*compute)()); };
  return column;
}

std::vector<ResultColumn> make_columns() {
// clang-format off
#define SCNNSIM_FIELD(type, name, initial, total, unit, title, style, counters, meaning)               \
  stored<ColumnTotal::total>({#name, ColumnTotal::total, unit, title, CellStyle::style, meaning},      \
                             [](auto& layer) -> auto& { return layer.name; }),
#define SCNNSIM_OWNED(owner, counters, meaning)                                                        \
  stored<ColumnTotal::sum>({"cycles_" #owner, ColumnTotal::sum, "PE-cycles", "cycles " #owner,         \
                            CellStyle::count, meaning},                                                \
                           [](auto& layer) -> auto& {                                                  \
                             return layer.pe_cycles[static_cast<std::size_t>(CycleOwner::owner)];      \
                           }),
#define SCNNSIM_DERIVED(type, name, function, unit, title, style, formula, meaning)                    \
  derived({#name, ColumnTotal::derived, unit, title, CellStyle::style, meaning, formula},              \
          &LayerResult::function),
  return {SCNNSIM_COLUMN_LIST(SCNNSIM_FIELD, SCNNSIM_OWNED, SCNNSIM_DERIVED)};
#undef SCNNSIM_FIELD
#undef SCNNSIM_OWNED
#undef SCNNSIM_DERIVED
  // clang-format on
}

}  // namespace

const std::vector<ResultColumn>& result_columns() {
  static const std::vector<ResultColumn> columns = make_columns();
  return columns;
}

const ResultColumn& result_column(Column column) {
  return result_columns().at(static_cast<std::size_t>(column));
}

std::vector<const ResultColumn*> columns_known_for(const std::vector<LayerResult>& layers) {
  std::vector<const ResultColumn*> columns;
  for (const ResultColumn& column : result_columns()) {
    const auto is_known = [&](const LayerResult& layer) { return !column.get(layer).is_null(); };
    if (!column.only_if_known || std::any_of(layers.begin(), layers.end(), is_known))
      columns.push_back(&column);
  }
  return columns;
}

LayerResult total_of(const std::vector<LayerResult>& layers) {
  if (layers.empty()) throw std::invalid_argument("total_of: no layers");
  LayerResult total;
  total.layer = "total";
  total.verified = Verified::yes;
  for (const ResultColumn& column : result_columns())
    if (column.total == ColumnTotal::same || (column.only_if_known && column.add))
      column.set(total, column.get(layers.front()));
  for (const LayerResult& layer : layers) {
    for (const ResultColumn& column : result_columns())
      if (column.add && !(column.only_if_known && &layer == &layers.front())) column.add(total, layer);
    for (const auto& [component, pj] : layer.energy_pj) total.energy_pj[component] += pj;
  }
  return total;
}

}  // namespace scnnsim
