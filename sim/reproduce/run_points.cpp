// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/run_points.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/architectures/architecture.h"
#include "sim/results/json_parse.h"
#include "sim/results/layer_json.h"
#include "sim/run/point_progress.h"
#include "sim/run/worker_process.h"
#include "traces/convolution.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Json = nlohmann::ordered_json;

PointKey key_of(const PointTask& task, const std::string& machine) {
  const PaperWorkload& workload = task.workload;
  return {workload.series, workload.network, workload.layer.description.name, workload.generate.seed,
          machine};
}

/// One worker's work: its task, and what it sends back.
class PointWorker {
 public:
  PointWorker(const PointTask& task, const EnergyTable& table, bool verify, Points& points)
      : task_(task), table_(table), verify_(verify), points_(points) {}

  void work(Channel& channel) const {
    NetworkLayer layer = task_.workload.layer;
    LayerTensors tensors = generate_layer(layer, task_.workload.generate);
    // Once for all machines.
    if (verifies() > 1) tensors.output = convolve(layer.description, tensors);
    const auto run = [&](const Machine& machine, Channel& to) {
      to.send(simulate(machine, layer.description, tensors));
    };
    std::vector<const Machine*> on_kernel;
    for (const Machine& machine : task_.machines) {
      if (base_of(machine) != nullptr) continue;
      if (architecture_of(machine).uses_kernel)
        on_kernel.push_back(&machine);
      else
        run(machine, channel);
    }
    if (on_kernel.empty()) return;
    // A process can run the kernel once: this one does for the last machine.
    for (std::size_t i = 0; i + 1 < on_kernel.size(); ++i)
      run_in_worker(
          key_of(task_, on_kernel[i]->label).text(),
          [&](Channel& to_worker) { run(*on_kernel[i], to_worker); },
          [&](const std::string& message) { channel.send(message); });
    run(*on_kernel.back(), channel);
  }

  /// Returns how many points are there now that were not before.
  std::size_t receive(const std::string& message) const {
    const Json json = parse_json(message, name());
    const PointKey key = key_of(task_, json.at("machine"));
    const LayerResult result = layer_from_json(json.at("layer"), key.text());
    if (result.verified == Verified::no)
      throw SimulationError(key.text() + ": wrong outputs: " + result.first_mismatch);
    points_.put(key, result);
    std::size_t arrived = 1;
    for (const Machine& machine : task_.machines) {
      const Machine* base = base_of(machine);
      if (base == nullptr || base->label != key.machine) continue;
      points_.put(key_of(task_, machine.label),
                  derive_result(architecture_of(machine), machine.config, table_, result));
      ++arrived;
    }
    return arrived;
  }

  std::string name() const { return key_of(task_, "its machines").text(); }

 private:
  static const Architecture& architecture_of(const Machine& machine) {
    return find_architecture(machine.architecture, machine.label);
  }

  /// The task's machine from whose result that of `machine` follows, or nullptr.
  const Machine* base_of(const Machine& machine) const {
    const std::string_view base = architecture_of(machine).derived_from;
    for (const Machine& other : task_.machines)
      if (other.architecture == base && to_yaml(other.config, false) == to_yaml(machine.config, false))
        return &other;
    return nullptr;
  }

  std::string simulate(const Machine& machine, const LayerDescription& layer,
                       const LayerTensors& tensors) const {
    const std::string name = key_of(task_, machine.label).text();
    try {
      SimulationOptions options;
      options.values = !machine.timing_only;
      options.counters_of_each_block = false;
      options.verify = verify_ && options.values;
      LayerResult result =
          simulate_on(architecture_of(machine), machine.config, table_, layer, tensors, options);
      result.network = task_.workload.network;
      return Json{{"machine", machine.label}, {"layer", layer_to_json(result)}}.dump();
    } catch (const UserError& error) {
      throw UserError(name + ": " + error.what());
    } catch (const SimulationError& error) {
      throw SimulationError(name + ": " + error.what());
    }
  }

  std::ptrdiff_t verifies() const {
    if (!verify_) return 0;
    return std::count_if(task_.machines.begin(), task_.machines.end(),
                         [](const Machine& machine) { return !machine.timing_only; });
  }

  const PointTask& task_;
  const EnergyTable& table_;
  bool verify_;
  Points& points_;
};

/// Work about in proportion to time.
std::uint64_t weight_of(const PointTask& task) {
  return task.workload.layer.description.shape.dense_macs() * task.machines.size();
}

}  // namespace

Points run_points(const PointPlan& plan, const EnergyTable& table, const PointOptions& options) {
  // The longest first, so that no long one is alone at the end.
  std::vector<const PointTask*> order;
  for (const PointTask& task : plan.tasks()) order.push_back(&task);
  std::stable_sort(order.begin(), order.end(),
                   [](const PointTask* a, const PointTask* b) { return weight_of(*a) > weight_of(*b); });
  Points points;
  PointProgress progress(options.progress, plan.points(), static_cast<double>(plan.points()));
  std::vector<WorkerTask> tasks;
  std::vector<PointWorker> workers;
  workers.reserve(order.size());
  for (const PointTask* task : order) {
    const PointWorker& worker = workers.emplace_back(*task, table, options.verify, points);
    tasks.push_back({worker.name(),
                     [&worker](Channel& channel) { worker.work(channel); },
                     [&worker, &progress](const std::string& message) {
                       for (std::size_t arrived = worker.receive(message); arrived > 0; --arrived)
                         progress.finished_one(1);
                     },
                     {},
                     {}});
  }
  run_workers(tasks, options.jobs, [&progress] { progress.tick(); });
  return points;
}

}  // namespace scnnsim
