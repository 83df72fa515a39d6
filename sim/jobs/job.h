// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "models/energy/energy_table.h"
#include "sim/architectures/architecture.h"
#include "sim/jobs/tensor_source.h"
#include "sim/layer/layer_result.h"
#include "sim/layer/simulate_layer.h"

namespace scnnsim {

/// Simulation of the layers of a source on one machine. Runs, sweeps and experiments consist of jobs.
struct Job {
  std::shared_ptr<const TensorSource> source;  ///< all of its layers are simulated, in their order
  const Architecture* architecture = nullptr;
  MachineConfig config;
  std::shared_ptr<const EnergyTable> energy_table;
  SimulationOptions options;
  std::string network = {};  ///< in results
  std::string label = {};    ///< opens messages; empty: "layer conv1"
  double cost = 0;           ///< see job_cost()

  /// What opens a message about a layer.
  std::string name(std::size_t layer) const {
    return label.empty() ? "layer " + source->layer_name(layer) : label;
  }
};

/// Estimated time of a job, in units of the time of one product. Orders the work and balances shards. Most
/// of it is dense MACs x densities, times a factor of the architecture.
double job_cost(const TensorSource& source, const MachineConfig& config, std::string_view architecture);

/// Hash of everything that a job's results depend on, the program's version included, verification excluded.
std::string job_key(const Job& job);

/// Status of a job that has ended. Refused: the machine cannot take a layer.
enum class JobStatus { done, refused, failed };
template <>
struct EnumNames<JobStatus> {
  static constexpr std::array<std::string_view, 3> names{"done", "refused", "failed"};
};

struct JobOutcome {
  JobStatus status = JobStatus::failed;
  std::string reason = {};               ///< unless done
  bool is_users_mistake = false;         ///< the reason is that of a UserError
  std::vector<LayerResult> layers = {};  ///< when done
  double seconds = 0;
  std::string stderr_text = {};  ///< what its processes wrote, if that is caught
  bool lacks_process = false;    ///< failed because no process could be started: fewer at once may help

  /// Throws the reason, as UserError or SimulationError, unless the job is done.
  void require_done() const;
};

}  // namespace scnnsim
