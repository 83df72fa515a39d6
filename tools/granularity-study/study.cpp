// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/study.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

#include "sim/cli/standard_streams.h"
#include "sim/results/program_version.h"
#include "tools/granularity-study/network_trace.h"
#include "tools/granularity-study/sensitivity_scan.h"
#include "tools/granularity-study/study_store.h"
#include "tools/granularity-study/training.h"
#include "traces/grains.h"
#include "traces/support/error.h"
#include "traces/support/random_stream.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

namespace {

/// "35 min", "2.5 h".
std::string rounded_time(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", seconds);
  return seconds < 5400 ? fmt::format("{:.0f} min", seconds / 60) : fmt::format("{:.1f} h", seconds / 3600);
}

/// Predicts the time left from the time that the work of this run took.
class StudyProgress {
 public:
  explicit StudyProgress(double work) : left_(work) {}
  void done(double work) {
    done_ += work;
    left_ -= work;
  }
  std::string time_left() const {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
    return rounded_time(passed.count() * left_ / done_);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double done_ = 0, left_;
};

/// Throws UserError where nothing could be chosen, before hours are spent.
void check_grains_of(const StudyChoice& choice) {
  for (const StudyNet net : choice.nets) {
    const std::shared_ptr<TrainedNet> network = TrainedNet::make(net);
    for (const Granularity& granularity : choice.granularities)
      for (std::size_t i = 0; i < network->layers.size(); ++i)
        if (network->layers[i].is_pruned && Grains(granularity, network->weight_shape(i)).count() < 2)
          throw UserError(
              fmt::format("granularity-study: --granularity: {}: one grain covers all weights of layer {} "
                          "of {}; expected a smaller block",
                          to_string(granularity), network->layers[i].name, to_string(net)));
  }
}

class Study {
 public:
  explicit Study(const StudySettings& settings)
      : schedule_(settings.schedule),
        points_(plan_study(settings.choice)),
        store_(settings.out, describe(settings.schedule)),
        data_(FashionMnist::load(settings.data, settings.schedule)) {}

  void run() {
    store_.write_tables();
    double work = 0;
    for (const TrainingPoint& point : points_)
      if (!store_.has(point)) work += work_of(point);
    StudyProgress progress(work);
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (store_.has(points_[i])) continue;
      const PointResult result = measure(points_[i]);
      store_.write_tables();
      progress.done(work_of(points_[i]));
      print_progress(fmt::format("{}/{} {}: top-1 {:.2f} %, {} weights, {:.1f} s; about {} left", i + 1,
                                 points_.size(), points_[i].name(), 100 * result.top1, result.weights_left,
                                 result.seconds, progress.time_left()));
    }
    store_.write_live_layers();
  }

 private:
  /// Images through the network, forth and back, in units of the VGG-like net's.
  double work_of(const TrainingPoint& point) const {
    const double forward = point.net == StudyNet::vgg ? 1 : 1.6;
    const std::int64_t trained = point.is_dense() ? schedule_.dense_images : schedule_.retrain_images;
    return forward * static_cast<double>(3 * trained + schedule_.test_images);
  }

  PointResult measure(const TrainingPoint& point) {
    const std::clock_t start = std::clock();
    torch::manual_seed(RandomStream(point.seed, point.name(), "training").below(std::uint64_t{1} << 63));
    const std::shared_ptr<TrainedNet> network = TrainedNet::make(point.net);
    if (point.is_dense())
      train(*network, data_.train, {schedule_.dense_images, schedule_.batch, schedule_.dense_rate}, nullptr);
    else
      prune_and_retrain(point, *network);
    store_.keep_model(point, *network);
    write_network_traces(*network, data_.test.images.narrow(0, 0, 1), point.granularity, names_of(point),
                         store_.trace_folder(point));
    PointResult result{top1(*network, data_.test), network->weights_left(), 0, layer_densities(*network)};
    result.seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    store_.keep(point, result);
    return result;
  }

  void prune_and_retrain(const TrainingPoint& point, TrainedNet& network) {
    const std::vector<double> densities = densities_of(point, network);
    store_.load_model(points_[*point.parent], network);
    const Masks masks(network, point.granularity, densities);
    masks.apply(network);
    train(network, data_.train, {schedule_.retrain_images, schedule_.batch, schedule_.retrain_rate}, &masks);
  }

  /// One per layer.
  std::vector<double> densities_of(const TrainingPoint& point, const TrainedNet& network) {
    std::vector<double> densities(network.layers.size(), point.density);
    if (!point.needs_scan()) return densities;
    const std::vector<double> scanned = densities_at_equal_loss(scan_of(point), point.density);
    auto next = scanned.begin();
    for (std::size_t i = 0; i < densities.size(); ++i)
      if (network.layers[i].is_pruned) densities[i] = *next++;
    return densities;
  }

  SensitivityScan scan_of(const TrainingPoint& point) {
    if (auto kept = store_.find_scan(point)) return *kept;
    TrainingPoint dense{point.net, point.seed};
    const std::shared_ptr<TrainedNet> network = TrainedNet::make(point.net);
    store_.load_model(dense, *network);
    const SensitivityScan scan = scan_sensitivity(*network, point.granularity, data_.scan);
    store_.keep_scan(point, scan);
    return scan;
  }

  static std::vector<std::pair<std::string, double>> layer_densities(const TrainedNet& network) {
    std::vector<std::pair<std::string, double>> densities;
    for (const ConvolutionLayer& layer : network.layers) {
      const torch::Tensor& weights = layer.convolution->weight;
      const auto left = weights.count_nonzero().item<std::int64_t>();
      if (layer.is_pruned)
        densities.emplace_back(layer.name, static_cast<double>(left) / static_cast<double>(weights.numel()));
    }
    return densities;
  }

  TraceNames names_of(const TrainingPoint& point) const {
    return {fmt::format("fashion-mnist-{}", to_string(point.net)),
            fmt::format(
                "program: granularity-study\nversion: {}\npoint: {}\nschedule: {}\nimage: first test image\n",
                yaml_quote(std::string(program_version())), yaml_quote(point.name()),
                yaml_quote(describe(schedule_)))};
  }

  Schedule schedule_;
  std::vector<TrainingPoint> points_;
  StudyStore store_;
  FashionMnist data_;
};

}  // namespace

void run_study(const StudySettings& settings) {
  make_torch_repeatable();
  check_grains_of(settings.choice);
  Study(settings).run();
}

}  // namespace scnnsim
