// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/report/sweep_export.h"

#include <algorithm>

#include "sim/layer/layer_json.h"
#include "sim/layer/result_columns.h"
#include "sim/tables/table.h"
#include "sim/text/json.h"
#include "traces/support/files.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* table_key = "energy_table";  ///< of a point: all its layers have the same
constexpr int export_version = 1;  ///< of sweep.json; raised when a reader of the old form would go wrong

/// Whether points.csv has the column: those that totals have, and the table that their energies are by.
bool is_of_points(const ResultColumn& column) {
  return column.in_totals() || &column == &result_column(Column::energy_table);
}

/// Whether the axis has a column of its own anyway.
bool is_own_column(const std::string& axis) {
  return axis == "network" || axis == "architecture";
}

/// Writes the three files side by side.
class Exporter {
 public:
  Exporter(const SweepStore& store, const std::filesystem::path& folder)
      : store_(store),
        points_(folder / "points.csv"),
        layers_(folder / "layers.csv"),
        json_(folder / "sweep.json") {
    for (const std::string& name : store.axis_names())
      if (!is_own_column(name)) axes_.push_back(name);
    std::vector<LayerResult> examples;  // texts have no total; those of a point are known in each layer
    store.for_each_point([&](const SweepPoint& point, const std::vector<LayerResult>& layers) {
      if (point.total) examples.push_back(*point.total);
      if (!layers.empty()) examples.push_back(layers.front());
    });
    columns_ = columns_known_for(examples);
  }

  void write() {
    write_heads();
    store_.for_each_point(
        [this](const SweepPoint& point, const std::vector<LayerResult>& layers) { add(point, layers); });
    json_.write("\n]}\n");
    points_.commit();
    layers_.commit();
    json_.commit();
  }

 private:
  void write_heads() {
    std::string identity = "number";
    for (const std::string& name : axes_) identity += "," + csv_field(name);
    std::string points = identity + ",network,architecture,status,reason,area_mm2", layers = identity;
    for (const ResultColumn* column : columns_) {
      if (is_of_points(*column)) points += "," + std::string(column->name);
      layers += "," + std::string(column->name);
    }
    points_.write(points + "\n");
    layers_.write(layers + "\n");
    const Json head{{"scnnsim_sweep", export_version},
                    {"program", {{"name", "scnnsim"}, {"version", store_.program()}}},
                    {"sweep", store_.sweep_text()},
                    {"configuration", store_.config_text()}};
    std::string text = json_text(head);
    text.pop_back();
    json_.write(text + ",\"points\":[");
  }

  void add(const SweepPoint& point, const std::vector<LayerResult>& layers) {
    const std::string identity = identity_of(point);
    points_.write(identity + "," + csv_field(point.network) + "," + csv_field(point.architecture) + "," +
                  csv_field(to_string(point.status)) + "," + csv_field(point.reason) + "," +
                  csv_field(point.area_mm2));
    for (const ResultColumn* column : columns_)
      if (is_of_points(*column))
        points_.write("," + (point.total ? csv_field(column->get(*point.total)) : ""));
    points_.write("\n");
    for (const LayerResult& layer : layers) {
      layers_.write(identity);
      for (const ResultColumn* column : columns_) layers_.write("," + csv_field(column->get(layer)));
      layers_.write("\n");
    }
    json_.write(std::string(is_first_ ? "\n" : ",\n") + json_text(json_of(point, layers)));
    is_first_ = false;
  }

  std::string identity_of(const SweepPoint& point) const {
    std::string text = std::to_string(point.number);
    for (const std::string& name : axes_) {
      const auto found = std::find_if(point.axes.begin(), point.axes.end(),
                                      [&](const auto& axis) { return axis.first == name; });
      text += "," + (found == point.axes.end() ? "" : csv_field(found->second));
    }
    return text;
  }

  static Json json_of(const SweepPoint& point, const std::vector<LayerResult>& layers) {
    Json json{{"number", point.number}, {"key", point.key}, {"axes", Json::object()}};
    for (const auto& [name, value] : point.axes) json["axes"][name] = value;
    json["network"] = point.network;
    json["architecture"] = point.architecture;
    json["area_mm2"] = point.area_mm2;
    json["status"] = to_string(point.status);
    if (!point.reason.empty()) json["reason"] = point.reason;
    if (point.total) json["total"] = total_to_json(*point.total);
    if (point.total && point.total->energy_table) json[table_key] = *point.total->energy_table;
    json["layers"] = Json::array();
    for (const LayerResult& layer : layers) {
      json["layers"].push_back(layer_to_json(layer));
      json["layers"].back().erase(counters_key);
      json["layers"].back().erase(table_key);
    }
    return json;
  }

  const SweepStore& store_;
  std::vector<std::string> axes_;
  std::vector<const ResultColumn*> columns_;
  FileWriter points_, layers_, json_;
  bool is_first_ = true;
};

}  // namespace

void export_sweep(const SweepStore& store, const std::filesystem::path& folder) {
  Exporter(store, folder).write();
}

}  // namespace scnnsim
