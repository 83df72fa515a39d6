// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/study_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <tuple>

#include "tools/granularity-study/live_layers.h"
#include "traces/support/error.h"
#include "traces/support/files.h"
#include "traces/support/scalar.h"

namespace scnnsim {

namespace {

using nlohmann::json;

constexpr const char* result_header = "seed,net,granularity,rule,density,weights_left,top1,seconds\n";
constexpr const char* layers_header = "seed,net,granularity,rule,density,layer,layer_density\n";
constexpr const char* live_header =
    "seed,granularity,density,layer,channels,filters,weight_density,input_density,output_density,"
    "concentration,spectrum,shared,border\n";

std::string whole_file(const std::filesystem::path& file) {
  return read_file(file, std::numeric_limits<std::uint64_t>::max());
}

/// The JSON of a file that this program wrote, as `parse` understands it, or nothing if there is none.
template <class Parse>
auto find_json(const std::filesystem::path& file, Parse&& parse) -> std::optional<decltype(parse(json()))> {
  if (!std::filesystem::exists(file)) return std::nullopt;
  try {
    return parse(json::parse(whole_file(file)));
  } catch (const json::exception& error) {
    throw UserError(fmt::format("{}: {}; remove the file to measure it again", file.string(), error.what()));
  }
}

/// A point that was measured.
struct KeptPoint {
  TrainingPoint point;
  PointResult result;

  /// As the plan orders points: the dense network of a seed before its pruned ones, densities falling.
  auto order() const {
    return std::tuple(point.net, point.is_dense() ? 0 : 1 + static_cast<int>(point.rule), point.seed,
                      point.granularity, -point.density);
  }
};

template <class T>
T scalar_of(const json& kept, const char* field) {
  return parse_scalar<T>(kept.at(field).template get<std::string>(), field);
}

KeptPoint kept_point_of(const json& kept) {
  KeptPoint one{{scalar_of<StudyNet>(kept, "net"), kept.at("seed"), scalar_of<DensityRule>(kept, "rule"),
                 scalar_of<Granularity>(kept, "granularity"), kept.at("density")},
                {kept.at("top1"), kept.at("weights_left"), kept.at("seconds"), {}}};
  for (const json& layer : kept.at("layers"))
    one.result.layer_densities.emplace_back(layer.at(0), layer.at(1));
  return one;
}

json json_of(const TrainingPoint& point, const PointResult& result) {
  return {{"net", to_string(point.net)},
          {"seed", point.seed},
          {"rule", to_string(point.rule)},
          {"granularity", to_string(point.granularity)},
          {"density", point.density},
          {"top1", result.top1},
          {"weights_left", result.weights_left},
          {"seconds", result.seconds},
          {"layers", result.layer_densities}};
}

std::string columns_of(const TrainingPoint& point) {
  return fmt::format("{},{},{},{},{}", point.seed, to_string(point.net), to_string(point.granularity),
                     point.is_dense() ? "none" : to_string(point.rule), point.density);
}

/// The tables that a point's row belongs to: "vgg-uniform", both rules for those that have none.
std::vector<std::string> tables_of(const TrainingPoint& point) {
  std::vector<std::string> tables;
  for (const DensityRule rule : {DensityRule::uniform, DensityRule::sensitivity})
    if (point.is_dense() || point.granularity.is_n_of_m() || point.rule == rule)
      tables.push_back(fmt::format("{}-{}", to_string(point.net), to_string(rule)));
  return tables;
}

std::string four_digits(const std::optional<double>& value) {
  return value ? fmt::format("{:.4g}", *value) : "";
}

std::string row_of(const TrainingPoint& point, const LiveLayer& layer) {
  const PatternOptions& activations = layer.activations;
  return fmt::format("{},{},{},{},{},{},{:.4g},{:.4g},{},{},{},{},{}\n", point.seed,
                     to_string(point.granularity), point.density, layer.name, layer.channels, layer.filters,
                     layer.weight_density, layer.input_density, four_digits(layer.output_density),
                     four_digits(activations.concentration), four_digits(activations.spectrum),
                     four_digits(activations.shared), four_digits(activations.border));
}

/// Results of the points in a folder, in their order.
std::vector<KeptPoint> kept_points(const std::filesystem::path& folder) {
  std::vector<KeptPoint> kept;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "points"))
    if (entry.path().extension() == ".json") kept.push_back(*find_json(entry.path(), kept_point_of));
  std::sort(kept.begin(), kept.end(),
            [](const KeptPoint& a, const KeptPoint& b) { return a.order() < b.order(); });
  return kept;
}

void write_all(const std::map<std::string, std::string>& tables, const std::filesystem::path& folder) {
  for (const auto& [name, text] : tables) write_file(folder / name, text);
}

}  // namespace

StudyStore::StudyStore(std::filesystem::path folder, const std::string& settings)
    : folder_(std::move(folder)) {
  const std::filesystem::path file = folder_ / "settings.txt";
  if (!std::filesystem::exists(file)) {
    if (std::filesystem::exists(folder_) &&
        (!std::filesystem::is_directory(folder_) || !std::filesystem::is_empty(folder_)))
      throw UserError(folder_.string() + ": is no folder of a study; choose a new or empty one");
    std::filesystem::create_directories(folder_);
    write_file(file, settings);
  } else if (const std::string kept = whole_file(file); kept != settings) {
    throw UserError(
        fmt::format("{}: the study was begun with other settings: \"{}\" instead of \"{}\"; continue it "
                    "with its own --size, or choose another folder",
                    file.string(), kept.substr(0, kept.find('\n')), settings.substr(0, settings.find('\n'))));
  }
  for (const char* name : {"points", "models", "scans", "traces"})
    std::filesystem::create_directories(folder_ / name);
}

bool StudyStore::has(const TrainingPoint& point) const {
  return std::filesystem::exists(folder_ / "points" / (point.name() + ".json"));
}

void StudyStore::keep(const TrainingPoint& point, const PointResult& result) const {
  write_file(folder_ / "points" / (point.name() + ".json"), json_of(point, result).dump(1) + "\n");
}

void StudyStore::load_model(const TrainingPoint& point, TrainedNet& network) const {
  const std::filesystem::path file = folder_ / "models" / (point.name() + ".pt");
  std::istringstream bytes(whole_file(file));
  try {
    torch::serialize::InputArchive archive;
    archive.load_from(bytes);
    network.load(archive);
  } catch (const c10::Error& error) {
    throw UserError(fmt::format("{}: cannot be read: {}; remove {}.json to train it again", file.string(),
                                error.what_without_backtrace(), point.name()));
  }
}

void StudyStore::keep_model(const TrainingPoint& point, const TrainedNet& network) const {
  torch::serialize::OutputArchive archive;
  network.save(archive);
  std::ostringstream bytes;
  archive.save_to(bytes);
  write_file(folder_ / "models" / (point.name() + ".pt"), bytes.str());
}

std::optional<SensitivityScan> StudyStore::find_scan(const TrainingPoint& point) const {
  return find_json(folder_ / "scans" / (point.scan_name() + ".json"), [](const json& kept) {
    SensitivityScan scan{kept.at("dense_top1"), {}};
    for (const json& one : kept.at("layers")) {
      LayerScan layer{one.at("layer"), one.at("weights"), {}};
      for (const json& step : one.at("steps")) layer.steps.push_back({step.at(0), step.at(1)});
      scan.layers.push_back(std::move(layer));
    }
    return scan;
  });
}

void StudyStore::keep_scan(const TrainingPoint& point, const SensitivityScan& scan) const {
  json layers = json::array();
  for (const LayerScan& layer : scan.layers) {
    json steps = json::array();
    for (const LayerScan::Step& step : layer.steps) steps.push_back({step.density, step.top1});
    layers.push_back({{"layer", layer.layer}, {"weights", layer.weights}, {"steps", steps}});
  }
  const json kept{{"dense_top1", scan.dense_top1}, {"layers", layers}};
  write_file(folder_ / "scans" / (point.scan_name() + ".json"), kept.dump(1) + "\n");
}

std::filesystem::path StudyStore::trace_folder(const TrainingPoint& point) const {
  return folder_ / "traces" / point.name();
}

void StudyStore::write_tables() const {
  std::map<std::string, std::string> tables{{"results.csv", result_header}, {"layers.csv", layers_header}};
  for (const auto& [point, result] : kept_points(folder_)) {
    const std::string columns = columns_of(point);
    const std::string row =
        fmt::format("{},{},{:.4f},{:.1f}\n", columns, result.weights_left, result.top1, result.seconds);
    tables["results.csv"] += row;
    for (const std::string& name : tables_of(point))
      tables.try_emplace(name + ".csv", result_header).first->second += row;
    for (const auto& [layer, density] : result.layer_densities)
      tables["layers.csv"] += fmt::format("{},{},{:.4f}\n", columns, layer, density);
  }
  write_all(tables, folder_);
}

void StudyStore::write_live_layers() const {
  std::map<StudyNet, std::shared_ptr<TrainedNet>> networks;
  std::map<std::string, std::string> tables;
  for (const KeptPoint& kept : kept_points(folder_)) {
    const std::filesystem::path traces = trace_folder(kept.point);
    if (!std::filesystem::exists(traces)) continue;
    std::shared_ptr<TrainedNet>& network = networks[kept.point.net];
    if (!network) network = TrainedNet::make(kept.point.net);
    for (const LiveLayer& layer : live_layers(*network, traces))
      for (const std::string& name : tables_of(kept.point))
        tables.try_emplace(name + "-layers.csv", live_header).first->second += row_of(kept.point, layer);
  }
  write_all(tables, folder_);
}

}  // namespace scnnsim
