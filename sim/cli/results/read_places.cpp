// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/results/read_places.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/cli/standard_streams.h"
#include "sim/results/results_files.h"
#include "sim/sweep/report/point_axes.h"
#include "sim/sweep/store/sweep_store.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"
#include "traces/support/scalar.h"

namespace scnnsim {
namespace {

SweepStore open_only(const std::vector<std::string>& places) {
  if (places.size() != 1)
    throw UserError(fmt::format(
        "RESULTS: got {} places, expected one sweep; scnnsim sweep merge joins stores", places.size()));
  return SweepStore::open_read(places.front());
}

const SweepPoint& find_done(const std::vector<SweepPoint>& points, const std::string& text) {
  const auto number = parse_scalar<std::uint64_t>(text, "--point");
  const auto found = std::find_if(points.begin(), points.end(),
                                  [number](const SweepPoint& point) { return point.number == number; });
  if (found == points.end())
    throw UserError(fmt::format("--point: got {}, which is none of the sweep's {}; scnnsim table lists them",
                                number, counted(points.size(), "point")));
  if (found->status != PointStatus::done)
    throw UserError(fmt::format("--point: point {} has no layers: it is {}{}{}", number,
                                to_string(found->status), found->reason.empty() ? "" : ": ", found->reason));
  return *found;
}

}  // namespace

Sweep read_sweep(const std::vector<std::string>& places, const std::vector<std::string>& conditions) {
  const SweepStore store = open_only(places);
  Sweep sweep{store.axis_names(), store.points(EnergyDetail::total)};
  if (sweep.points.empty()) throw UserError(places.front() + ": the sweep has no points");
  sweep.points = select_points(std::move(sweep.points), sweep.axes, conditions);
  return sweep;
}

std::vector<LabelledLayers> read_points(const std::vector<std::string>& places,
                                        const std::vector<std::string>& numbers) {
  const SweepStore store = open_only(places);
  const std::vector<SweepPoint> points = store.points(EnergyDetail::total);
  std::vector<LabelledLayers> runs;
  runs.reserve(numbers.size());
  for (const std::string& number : numbers)
    runs.push_back({point_label(number), store.layers(find_done(points, number).key)});
  return runs;
}

std::string point_label(const std::string& number) {
  return "point " + number;
}

std::vector<LabelledLayers> read_runs(const std::vector<std::string>& places) {
  std::vector<LabelledLayers> runs;
  std::vector<std::string> labels;
  runs.reserve(places.size());
  labels.reserve(places.size());
  for (const std::string& place : places) labels.push_back(runs.emplace_back(read_results(place)).label);
  labels = run_labels(labels, places);
  for (std::size_t i = 0; i < runs.size(); ++i) runs[i].label = labels[i];
  for (const LabelledLayers& run : runs)
    for (const UnsimulatedLayer& one : run.unsimulated)
      print_message(fmt::format("warning: {}: nothing of layer {} on {}, which is {}: {}", run.label,
                                one.layer, one.architecture, to_string(one.status), one.reason));
  return runs;
}

std::vector<LabelledLayers> read_runs(const CommandLine& command) {
  const std::vector<std::string> places = command.all("RESULTS");
  return command.given("point") ? read_points(places, command.list("point")) : read_runs(places);
}

std::optional<std::string> layer_baseline(const CommandLine& command) {
  const auto baseline = command.find<std::string>("baseline");
  const bool is_number = baseline && baseline->find_first_not_of("0123456789") == std::string::npos;
  return is_number && command.given("point") ? point_label(*baseline) : baseline;
}

}  // namespace scnnsim
