// SPDX-License-Identifier: Apache-2.0
#include "sim/tables/result_columns.h"

#include <stdexcept>
#include <string>

#include "sim/results/json_values.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

void set_from(const Json& json, std::string& value) {
  value = json_to_text(json);
}
void set_from(const Json& json, std::uint64_t& value) {
  value = json_to_count(json);
}
void set_from(const Json& json, bool& value) {
  value = json_to_bool(json);
}

/// A number that adds up.
ResultColumn counter(std::string_view name, std::string_view unit, std::uint64_t LayerResult::*member) {
  return {name,
          unit,
          [member](const LayerResult& layer) { return Json(layer.*member); },
          [member](LayerResult& layer, const Json& json) { layer.*member = json_to_count(json); },
          [member](LayerResult& total, const LayerResult& layer) { total.*member += layer.*member; },
          true};
}

/// A number that adds up where it is known everywhere; null where it is not.
ResultColumn counter(std::string_view name, std::string_view unit,
                     std::optional<std::uint64_t> LayerResult::*member) {
  return {name,
          unit,
          [member](const LayerResult& layer) {
            const auto& value = layer.*member;
            return value ? Json(*value) : Json();
          },
          [member](LayerResult& layer, const Json& json) {
            (layer.*member).reset();
            if (!json.is_null()) layer.*member = json_to_count(json);
          },
          [member](LayerResult& total, const LayerResult& layer) {
            if (total.*member && layer.*member)
              *(total.*member) += *(layer.*member);
            else
              (total.*member).reset();
          },
          true};
}

/// A figure of one layer or of the machine, which does not add up.
template <class T>
ResultColumn property(std::string_view name, std::string_view unit, T LayerResult::*member) {
  return {name, unit, [member](const LayerResult& layer) { return Json(layer.*member); },
          [member](LayerResult& layer, const Json& json) { set_from(json, layer.*member); }};
}

/// A share of a whole.
ResultColumn share(std::string_view name, double LayerResult::*member) {
  return {name, "", [member](const LayerResult& layer) { return Json(layer.*member); },
          [member](LayerResult& layer, const Json& json) { layer.*member = json_to_number(json, 1); }};
}

/// A share that is not always known: null where it is not.
ResultColumn share(std::string_view name, std::optional<double> LayerResult::*member) {
  return {name, "",
          [member](const LayerResult& layer) {
            const std::optional<double>& value = layer.*member;
            return value ? Json(*value) : Json();
          },
          [member](LayerResult& layer, const Json& json) {
            if (!json.is_null()) layer.*member = json_to_number(json, 1);
          }};
}

ResultColumn cycles_of(std::string_view name, CycleOwner owner) {
  const auto index = static_cast<std::size_t>(owner);
  return {name,
          "PE-cycles",
          [index](const LayerResult& layer) { return Json(layer.pe_cycles[index]); },
          [index](LayerResult& layer, const Json& json) { layer.pe_cycles[index] = json_to_count(json); },
          [index](LayerResult& total, const LayerResult& layer) {
            total.pe_cycles[index] += layer.pe_cycles[index];
          },
          true};
}

/// A figure that follows from others.
template <class T>
ResultColumn derived(std::string_view name, std::string_view unit, T (LayerResult::*compute)() const) {
  return {name, unit, [compute](const LayerResult& layer) { return Json((layer.*compute)()); }, {}, {}, true};
}

Verified verified_from(const Json& json) {
  if (json.is_string())
    if (const auto value = from_string<Verified>(json.get<std::string>())) return *value;
  refuse_json(json, choices<Verified>());
}

/// One wrong layer makes the total wrong, one unchecked layer unchecked.
void add_verified(LayerResult& total, const LayerResult& layer) {
  if (total.verified == Verified::no || layer.verified == Verified::no)
    total.verified = Verified::no;
  else if (layer.verified == Verified::off)
    total.verified = Verified::off;
}

ResultColumn verified() {
  return {"verified",
          "",
          [](const LayerResult& layer) { return Json(to_string(layer.verified)); },
          [](LayerResult& layer, const Json& json) { layer.verified = verified_from(json); },
          add_verified,
          true};
}

std::vector<ResultColumn> make_columns() {
  using L = LayerResult;
  return {
      property("network", "", &L::network),
      property("layer", "", &L::layer),
      property("architecture", "", &L::architecture),
      counter("cycles", "cycles", &L::cycles),
      counter("dense_macs", "", &L::dense_macs),
      counter("multiplies", "", &L::multiplies),
      counter("useful_multiplies", "", &L::useful_multiplies),
      counter("placeholders", "", &L::placeholders),
      derived("multiplier_utilization", "", &L::multiplier_utilization),
      derived("effective_utilization", "", &L::effective_utilization),
      derived("barrier_fraction", "", &L::barrier_fraction),
      cycles_of("cycles_issue", CycleOwner::issue),
      cycles_of("cycles_crossbar", CycleOwner::crossbar),
      cycles_of("cycles_weights", CycleOwner::weights),
      cycles_of("cycles_input", CycleOwner::input),
      cycles_of("cycles_postprocess", CycleOwner::postprocess),
      cycles_of("cycles_barrier", CycleOwner::barrier),
      cycles_of("cycles_idle", CycleOwner::idle),
      counter("temporal_tiles", "", &L::temporal_tiles),
      property("kc", "channels", &L::kc),
      share("weight_density", &L::weight_density),
      share("input_density", &L::input_density),
      share("output_density", &L::output_density),
      counter("iaram_reads", "words", &L::iaram_reads),
      counter("oaram_writes", "words", &L::oaram_writes),
      counter("weight_fifo_writes", "words", &L::weight_fifo_writes),
      counter("weight_fifo_reads", "words", &L::weight_fifo_reads),
      counter("accumulator_updates", "words", &L::accumulator_updates),
      {"output_references",
       "words",
       [](const L& layer) { return Json(layer.accumulator_updates); },
       {},
       {},
       true},
      derived("memory_references", "words", &L::memory_references),
      counter("halo_words", "words", &L::halo_words),
      counter("dram_weight_bytes", "B", &L::dram_weight_bytes),
      counter("dram_input_bytes", "B", &L::dram_input_bytes),
      counter("dram_output_bytes", "B", &L::dram_output_bytes),
      derived("energy_pj", "pJ", &L::total_energy_pj),
      verified(),
      // Columns beyond those that others rely on.
      counter("ppu_entries", "words", &L::ppu_entries),
      counter("accumulator_overflows", "", &L::accumulator_overflows),
      property("input_spilled", "", &L::input_spilled),
      property("output_spilled", "", &L::output_spilled),
      property("pes", "", &L::pes),
      property("multipliers", "", &L::multipliers),
      counter("gated_multiplies", "", &L::gated_multiplies),
      counter("stored_weight_bytes", "B", &L::stored_weight_bytes),
      counter("dense_weight_bytes", "B", &L::dense_weight_bytes),
  };
}

}  // namespace

const std::vector<ResultColumn>& result_columns() {
  static const std::vector<ResultColumn> columns = make_columns();
  return columns;
}

const ResultColumn& result_column(std::string_view name) {
  for (const ResultColumn& column : result_columns())
    if (column.name == name) return column;
  throw std::out_of_range("no result column " + std::string(name));
}

std::string cycles_column(CycleOwner owner) {
  return "cycles_" + std::string(to_string(owner));
}

LayerResult total_of(const std::vector<LayerResult>& layers) {
  if (layers.empty()) throw std::invalid_argument("total_of: no layers");
  LayerResult total;
  total.network = layers.front().network;
  total.layer = "total";
  total.architecture = layers.front().architecture;
  total.pes = layers.front().pes;
  total.multipliers = layers.front().multipliers;
  total.verified = Verified::yes;
  for (const LayerResult& layer : layers) {
    for (const ResultColumn& column : result_columns())
      if (column.add) column.add(total, layer);
    for (const auto& [component, pj] : layer.energy_pj) total.energy_pj[component] += pj;
  }
  return total;
}

}  // namespace scnnsim
