// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/jobs/generated_source.h"
#include "sim/jobs/pruned_source.h"
#include "sim/run/run_errors.h"
#include "traces/support/checksum.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

/// A message that speaks of options, such as --weight-density, in the keys of a sweep file.
std::string in_keys(std::string message) {
  for (const std::string& key : setting_names()) {
    std::string option = "--" + key;
    std::replace(option.begin(), option.end(), '_', '-');
    for (std::size_t at = 0; (at = message.find(option, at)) != std::string::npos; at += key.size())
      message.replace(at, option.size(), key);
  }
  return message;
}

std::shared_ptr<const TensorSource> generated(const SweepFile& sweep, const PointSettings& settings) {
  const NamedText source = name_errors(settings.workload_where, [&] {
    return load_named_text("networks", sweep.path(settings.network), "network");
  });
  Network network = read_network(source.parse());
  network.layers = select_layers(network.layers, sweep.layers, sweep.name + ": layers");
  const std::string shapes = fmt::format("shapes: {}\n", checksum_of(source.text));
  try {
    check_generate(network, settings.generate);
    return std::make_shared<GeneratedSource>(std::move(network), settings.generate, shapes);
  } catch (const UserError& error) {
    throw UserError(fmt::format("{}: network {}: {}", sweep.name, settings.network, in_keys(error.what())));
  }
}

}  // namespace

std::shared_ptr<const TraceSource> Workloads::traced(const PointSettings& settings) {
  std::shared_ptr<const TraceSource>& source = traces_[settings.trace];
  if (source) return source;
  Trace trace =
      name_errors(settings.workload_where, [&] { return Trace::open(sweep_.folder / settings.trace); });
  std::vector<TraceLayer> layers = select_layers(trace.layers, sweep_.layers, sweep_.name + ": layers");
  source = TraceSource::measured(std::move(trace), std::move(layers));
  return source;
}

std::shared_ptr<const TensorSource> Workloads::pruned(const PointSettings& settings) {
  const Granularity& granularity = settings.generate.granularity;
  const std::string where = sweep_.name + ": weight_density";
  if (granularity == Granularity::none) {
    if (settings.generate.weight_density.value_or(1) != 1)
      throw UserError(
          fmt::format("{}: got {}, expected nothing with granularity none, which leaves a trace as "
                      "it is",
                      where, *settings.generate.weight_density));
    return traced(settings);
  }
  PruneOptions options;
  options.granularity = granularity;
  options.density = density_of(granularity, settings.generate.weight_density, where);
  return std::make_shared<PrunedSource>(traced(settings), options);
}

std::shared_ptr<const TensorSource> Workloads::make(const PointSettings& settings) {
  if (settings.trace.empty() && settings.network.empty())
    throw UserError(sweep_.name + ": names neither a trace nor a network");
  if (!settings.trace.empty() && settings.is_generated)
    throw UserError(
        fmt::format("{}: trace \"{}\" has its tensors: expected no network, density, activation density, "
                    "pattern or seed with it; granularity and weight_density prune it",
                    sweep_.name, settings.trace));
  if (settings.trace.empty()) return generated(sweep_, settings);
  return settings.is_pruned ? pruned(settings) : traced(settings);
}

}  // namespace scnnsim
