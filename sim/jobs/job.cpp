// SPDX-License-Identifier: Apache-2.0
#include "sim/jobs/job.h"

#include <fmt/format.h>

#include <map>

#include "models/memory/banked/dram_device.h"
#include "sim/results/program_version.h"
#include "traces/support/checksum.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// Times the cost of the same job on scnn: measured on layers of VGG-16, AlexNet, GoogLeNet and a tiny
/// network. Dense machines are counted instead of simulated.
double cost_factor(std::string_view architecture) {
  static const std::map<std::string_view, double> factors{
      {"scnn_sparse_w", 1.2}, {"scnn_sparse_a", 2},      {"dcnn", 0.05},
      {"dcnn_opt", 0.07},     {"dcnn_structured", 0.06}, {"dcnn_nm", 0.06}};
  const auto found = factors.find(architecture);
  return found == factors.end() ? 1 : found->second;
}

}  // namespace

double job_cost(const TensorSource& source, const MachineConfig& config, std::string_view architecture) {
  // Fitted to the processor time of layers of VGG-16 and AlexNet and of a tiny one: a PE costs something to
  // set up, and so does a weight that is brought to it.
  constexpr double per_pe = 3e5, per_weight_and_pe = 2.5;
  double cost = 0;
  for (std::size_t i = 0; i < source.layers(); ++i)
    cost += source.products(i) + config.pe_count() * (per_pe + per_weight_and_pe * source.weights(i));
  return cost * cost_factor(architecture);
}

/// Where the energy table and the DRAM preset were read from does not matter, what they say does.
std::string job_key(const Job& job) {
  MachineConfig config = without_preset(job.config);
  config.energy.table = job.energy_table->checksum();
  return checksum_of(fmt::format("{}\n{}\n{}\nvalues: {}\n{}", program_version(), job.architecture->name,
                                 job.source->identity(), job.options.values, to_yaml(config, false)));
}

void JobOutcome::require_done() const {
  if (status == JobStatus::done) return;
  if (is_users_mistake) throw UserError(reason);
  throw SimulationError(reason);
}

}  // namespace scnnsim
