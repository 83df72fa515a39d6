// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "models/common/machine_config.h"
#include "sim/layer/layer_result.h"
#include "traces/generate.h"
#include "traces/network.h"

namespace scnnsim {

/// The tensors of one layer, to be generated.
struct PaperWorkload {
  std::string series;  ///< what sets these tensors apart from others of the layer: "published", "density 0.4"
  std::string network;  ///< as the paper writes it
  NetworkLayer layer;
  GenerateOptions generate;
};

/// An architecture with its configuration.
struct Machine {
  std::string label;  ///< in results: "scnn", "scnn, 4 PEs"
  std::string architecture;
  MachineConfig config;
  bool timing_only = false;  ///< no values are computed, so none are verified
};

/// Identifies one simulation of an experiment: tensors x machine.
struct PointKey {
  std::string series, network, layer;
  std::uint64_t seed = 1;
  std::string machine;
  std::string beside = {};  ///< activation pattern of what is shown beside the judged figures; else empty

  auto fields() const { return std::tie(series, network, layer, seed, machine, beside); }
  bool operator<(const PointKey& other) const { return fields() < other.fields(); }
  std::string series_text()
      const;                 ///< the series, and the pattern that is shown beside: "published, uniform"
  std::string text() const;  ///< for messages
};

/// Machines that one layer's tensors are simulated on.
struct PointTask {
  PaperWorkload workload;
  std::vector<Machine> machines;
  std::string beside = {};  ///< as in PointKey
};

/// Everything that an experiment simulates. What several figures ask for is simulated once.
class PointPlan {
 public:
  PointPlan() = default;
  /// Leaves out machines of other architectures; empty: none.
  explicit PointPlan(std::vector<std::string> architectures) : architectures_(std::move(architectures)) {}
  /// Machines are told apart by label, workloads by series, network, layer and seed.
  void add(const PaperWorkload& workload, const std::vector<Machine>& machines);
  /// What is added from here on has this pattern, and is shown beside the judged figures.
  void set_beside(std::string pattern) { beside_ = std::move(pattern); }
  const std::vector<PointTask>& tasks() const { return tasks_; }
  std::size_t points() const;

 private:
  bool wants(const Machine& machine) const;

  std::vector<std::string> architectures_;
  std::string beside_;
  std::vector<PointTask> tasks_;
  std::map<PointKey, std::size_t> index_;  ///< of tasks_; machine empty
};

/// A figure asked for a point that was not simulated.
class PointNotRun : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Results by point.
class Points {
 public:
  void put(const PointKey& key, LayerResult result) { results_[key] = std::move(result); }
  /// Throws PointNotRun.
  const LayerResult& at(const PointKey& key) const;
  const std::map<PointKey, LayerResult>& all() const { return results_; }
  /// The points that are shown beside the judged figures, as if they were the judged ones.
  Points beside(const std::string& pattern) const;

 private:
  std::map<PointKey, LayerResult> results_;
};

/// The points of one seed.
class SeedView {
 public:
  SeedView(const Points& points, std::uint64_t seed) : points_(points), seed_(seed) {}
  std::uint64_t seed() const { return seed_; }
  /// Throws PointNotRun.
  const LayerResult& at(const std::string& series, const std::string& network, const std::string& layer,
                        const std::string& machine) const {
    return points_.at({series, network, layer, seed_, machine});
  }
  /// The sum over layers: see total_of. Throws PointNotRun when one is missing.
  LayerResult total(const std::string& series, const std::string& network,
                    const std::vector<std::string>& layers, const std::string& machine) const;

 private:
  const Points& points_;
  std::uint64_t seed_;
};

}  // namespace scnnsim
