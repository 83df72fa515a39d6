// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/point_store.h"

#include <fmt/format.h>

#include <map>
#include <system_error>
#include <utility>

#include "sim/sweep/store/sweep_folder.h"
#include "sim/sweep/store/sweep_store.h"
#include "traces/support/checksum.h"

namespace scnnsim {
namespace {

namespace fs = std::filesystem;

/// Points of one key differ in nothing, their names included.
std::string key_of(const PointJob& point) {
  return checksum_of(fmt::format("{}\nverify: {}\n{}\n{}", job_key(point.job), point.job.options.verify,
                                 point.key.series_text(), point.key.text()));
}

/// As a sweep would have it.
SweepPoint planned(const PointJob& job, std::uint64_t number) {
  SweepPoint point;
  point.number = number;
  point.key = key_of(job);
  point.axes = {{"series", job.key.series_text()},
                {"layer", job.key.layer},
                {"seed", std::to_string(job.key.seed)},
                {"machine", job.key.machine}};
  point.network = job.key.network;
  point.architecture = job.job.architecture->name;
  point.area_mm2 = job.job.architecture->area_mm2(job.job.config);
  return point;
}

}  // namespace

fs::path PointStore::folder_for(const fs::path& report) {
  fs::path place = report.lexically_normal();
  if (!place.has_filename()) place = place.parent_path();
  return place += ".partial";
}

PointStore::PointStore(fs::path folder) : folder_(std::move(folder)) {
  open_sweep_folder(folder_);
  writer_ = std::make_unique<StoreWriter>(folder_);
}

PointStore::~PointStore() {
  try {
    if (writer_ && writer_->statuses().empty()) remove();
  } catch (const std::exception&) {  // what cannot be read is left
  }
}

std::vector<const PointJob*> PointStore::take_known(const std::vector<PointJob>& jobs, Points& points) {
  StoredPlan plan;
  std::map<std::string, const PointJob*> left;
  std::string keys;
  for (const PointJob& job : jobs) {
    plan.points.push_back(planned(job, plan.points.size() + 1));
    left[plan.points.back().key] = &job;
    keys += plan.points.back().key + "\n";
  }
  plan.axis_names = {"series", "layer", "seed", "machine"};
  plan.points_in_all = plan.points.size();
  plan.checksum = checksum_of(keys);
  writer_->set_plan(plan);
  SweepStore::open_read(folder_).for_each_point(
      [&](const SweepPoint& point, const std::vector<LayerResult>& layers) {
        if (point.status != PointStatus::done || layers.size() != 1) return;
        points.put(left.at(point.key)->key, layers.front());
        left.erase(point.key);
      });
  std::vector<const PointJob*> to_run;
  for (std::size_t i = 0; i < jobs.size(); ++i)
    if (left.count(plan.points[i].key) > 0) to_run.push_back(&jobs[i]);
  return to_run;
}

void PointStore::record(const PointJob& job, const JobOutcome& outcome) {
  writer_->record(key_of(job), {PointStatus::done, "", outcome.layers, outcome.seconds}, job.job.cost);
}

void PointStore::remove() {
  writer_.reset();
  std::error_code ignored;
  for (const char* name : {store_file_name, lock_file_name}) fs::remove(folder_ / name, ignored);
  fs::remove(folder_, ignored);  // unless somebody else has put something there
}

}  // namespace scnnsim
