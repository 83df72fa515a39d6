// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "models/memory/banked/dram_device.h"
#include "sim/architectures/dram_energy.h"
#include "sim/cli/commands.h"
#include "sim/cli/reproduce/reproduce_options.h"
#include "sim/cli/standard_streams.h"
#include "sim/reproduce/figure_tables.h"
#include "sim/reproduce/report.h"
#include "sim/reproduce/run_points.h"
#include "sim/results/results_files.h"
#include "sim/run/interrupt.h"
#include "traces/support/error.h"
#include "traces/support/files.h"
#include "traces/support/output_folder.h"

namespace scnnsim {
namespace {

std::string pattern_text(const GenerateOptions& generate) {
  std::string text = activation_pattern(generate);
  const auto& defaults = pattern_defaults(text, "pattern");
  for (const PatternDefault& one : defaults)
    text += fmt::format("{} {} {}", &one == &defaults.front() ? " with" : ",", one.parameter->name,
                        pattern_value(activation_pattern(generate), generate.pattern, *one.parameter));
  return text;
}

std::string note_of(const ReproduceOptions& options) {
  const Scope& scope = options.scope;
  std::string note =
      scope.seeds == 1
          ? "Simulated with trace seed 1."
          : fmt::format("Simulated: mean over {} trace seeds; spread: largest less smallest.", scope.seeds);
  if (scope.fast) note += " Only the fast subset of rows.";
  if (!scope.figures.empty()) note += fmt::format(" Only figures {}.", fmt::join(scope.figures, ", "));
  if (!scope.networks.empty()) note += fmt::format(" Only {}.", fmt::join(scope.networks, ", "));
  if (!scope.architectures.empty()) note += fmt::format(" Only on {}.", fmt::join(scope.architectures, ", "));
  note += fmt::format(" Activations {}.", pattern_text(scope.generate));
  note += fmt::format(" Energies by table {}{}; layers.csv has energy_45nm_pj besides.",
                      scope.energy_table.label(),
                      dram_costs_by_command(scope.config) ? ", DRAM by commands" : "");
  if (!options.beside.empty())
    note += fmt::format(" Beside them, not judged: activations {}, trace seed 1.",
                        pattern_text(scope.beside(options.beside).generate));
  return note;
}

void write_report(const std::filesystem::path& folder, const ReproduceOptions& options, const Report& report,
                  const Points& points) {
  write_file(folder / "report.md", report_text(report, TableFormat::md));
  write_file(folder / "figures.csv", render(report_rows(report), TableFormat::csv));
  write_file(folder / "layers.csv", points_csv(points));
  MachineConfig config = without_preset(options.scope.config);
  if (!options.scope.energy_table.is_built_in) {
    write_file(folder / energy_file_name, options.scope.energy_table.text);
    config.energy.table = energy_file_name;
  }
  write_file(folder / "config.yaml", preset_comment(options.scope.config) + to_yaml(config, true));
}

[[noreturn]] void fail_without_rows(const Scope& scope) {
  std::vector<std::string> options;
  if (scope.fast) options.push_back("--fast");
  for (const std::string& name : scope.networks) options.push_back("--network " + name);
  for (const std::string& name : scope.architectures) options.push_back("--arch " + name);
  for (const std::string& id : scope.figures) options.push_back("--figure " + id);
  throw UserError(
      fmt::format("scnnsim reproduce: {}: leaves no row to simulate and compare", fmt::join(options, " ")));
}

/// The groups of the scope; checks the published data and --figure.
FigureGroups judged_groups(const Experiment& experiment, const ReproduceOptions& options) {
  FigureGroups groups = experiment.groups(options.scope, options.published);
  check_published(options.published, groups);
  return select_groups(std::move(groups), options.scope, "scnnsim reproduce: --figure");
}

/// Groups with the pattern that is shown beside, if there is one.
struct BesideGroups {
  Scope scope;
  FigureGroups groups;
};

BesideGroups beside_groups(const Experiment& experiment, const ReproduceOptions& options) {
  BesideGroups beside{options.scope.beside(options.beside), {}};
  if (options.beside.empty()) return beside;
  FigureGroups groups = select_groups(experiment.groups(beside.scope, options.published), beside.scope, "");
  for (auto& group : groups)
    if (group->follows_pattern()) beside.groups.push_back(std::move(group));
  return beside;
}

/// Simulates, compares, writes --out, prints.
int reproduce(const ReproduceOptions& options) {
  const Experiment& experiment = find_experiment(options.experiment, "experiment");
  const FigureGroups groups = judged_groups(experiment, options);
  const BesideGroups beside = beside_groups(experiment, options);
  std::optional<OutputFolder> out;
  std::optional<PointStore> store;
  if (!options.out.empty()) {
    out.emplace(options.out, options.force);
    print_leftovers(out->leftovers());
  }

  PointPlan plan(options.scope.architectures);
  for (const auto& group : groups) group->add_points(plan);
  if (plan.points() == 0) fail_without_rows(options.scope);
  plan.set_beside(options.beside);
  for (const auto& group : beside.groups) group->add_points(plan);
  if (out) store.emplace(PointStore::folder_for(options.out));
  const Points points = run_points(
      plan, options.scope.energy_table,
      {options.jobs, options.simulation, options.quiet ? nullptr : stderr, store ? &*store : nullptr});
  Report report{options.published, experiment.note + " " + note_of(options),
                compare_figures(groups, options.published, points, options.scope)};
  if (report.figures.empty()) fail_without_rows(options.scope);
  const BesidePoints beside_points{options.beside, points.beside(options.beside)};
  report.beside = {options.beside,
                   compare_figures(beside.groups, options.published, beside_points.points, beside.scope)};
  std::vector<Plot> plots;
  for (const auto& group : groups)
    for (Plot& plot : group->plots(points, report.figures)) plots.push_back(std::move(plot));
  for (const auto& group : groups)
    for (Table& table : group->tables(points, beside_points)) report.tables.push_back(std::move(table));
  if (out) {
    write_report(out->path(), options, report, points);
    if (const std::string problem = draw_all(out->path(), plots); !problem.empty()) print_message(problem);
    InterruptScope::check();
    out->commit();
    store->remove();
  }
  print_lines(report_text(report, options.format));
  return has_unlisted_miss(report.figures) ? 1 : 0;
}

}  // namespace

int reproduce_command(const std::vector<std::string>& arguments) {
  const std::optional<ReproduceOptions> options = parse_reproduce_options(arguments);
  if (!options) return 0;
  const InterruptScope interrupts;
  try {
    return reproduce(*options);
  } catch (const Interrupted& interrupted) {
    if (options->out.empty()) throw;
    throw Interrupted(
        interrupted.signal_number(),
        fmt::format("interrupted; nothing was written to {}; what was finished is in {}, and the same "
                    "command goes on from there",
                    options->out, PointStore::folder_for(options->out).string()));
  }
}

}  // namespace scnnsim
