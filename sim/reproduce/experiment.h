// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/common/machine_config.h"
#include "models/energy/energy_table.h"
#include "sim/plot/gnuplot.h"
#include "sim/reproduce/compare.h"
#include "sim/reproduce/points.h"
#include "sim/reproduce/published.h"
#include "sim/tables/table.h"

namespace scnnsim {

/// How much of an experiment is run, and on which machine.
struct Scope {
  MachineConfig config;  ///< that figures start from
  EnergyTable energy_table;
  GenerateOptions generate;                ///< that tensors start from
  unsigned seeds = 1;                      ///< trace seeds 1 ... seeds
  unsigned listed_seeds = 1;               ///< those that the known misses are listed for
  bool fast = false;                       ///< a subset that takes less than a minute
  std::vector<std::string> networks;       ///< as the paper writes them; empty: all
  std::vector<std::string> architectures;  ///< to simulate; empty: all
  std::vector<std::string> figures;        ///< ids of the figures to compare; empty: all

  /// The scope of what is shown beside it: another pattern of activations with its own defaults, trace
  /// seed 1.
  Scope beside(const std::string& pattern) const;

  bool wants(const std::string& network) const;
  bool wants_figure(const std::string& id) const;
  /// Whether every published row is to be simulated.
  bool is_full() const { return !fast && networks.empty() && architectures.empty() && figures.empty(); }
};

/// A value of a figure, computed from the points of one seed. `value` throws PointNotRun.
struct FigureRow {
  std::string network, item;
  std::function<double(const SeedView&)> value;
  bool is_published = true;  ///< otherwise no paper has it
};

/// A figure as it is to be simulated.
struct FigurePlan {
  std::string id;  ///< as in configs/published
  std::vector<FigureRow> rows;
  std::string title = {}, unit = {};  ///< where no row is published
  bool one_seed = false;              ///< simulated with seed 1 only
};

/// Points with another pattern of activations, to be shown beside the judged ones.
struct BesidePoints {
  std::string pattern;  ///< empty: there are none
  Points points = {};
};

/// Figures that share simulations.
class FigureGroup {
 public:
  virtual ~FigureGroup() = default;
  virtual void add_points(PointPlan& plan) const = 0;
  virtual std::vector<FigurePlan> figures() const = 0;
  /// Whether the activations have the scope's pattern. Otherwise there is nothing to show for another one.
  virtual bool follows_pattern() const { return true; }
  /// What is shown besides the figures.
  virtual std::vector<Table> tables(const Points&, const BesidePoints&) const { return {}; }
  /// Figures to draw; those of which nothing was simulated are left out.
  virtual std::vector<Plot> plots(const Points&, const std::vector<ComparedFigure>&) const { return {}; }
};
using FigureGroups = std::vector<std::unique_ptr<FigureGroup>>;

/// What one paper measured.
struct Experiment {
  std::string name;  ///< on the command line, and of the file in configs/published
  std::string meaning;
  std::string note;                   ///< opens the report
  std::vector<std::string> networks;  ///< as the paper writes them
  unsigned seeds = 5;                 ///< unless told otherwise: trace seeds 1 ... seeds
  FigureGroups (*groups)(const Scope& scope, const PublishedData& published);
};

const std::vector<Experiment>& experiments();
/// Throws UserError, with the nearest name, when there is none. `where` prefixes the message.
const Experiment& find_experiment(const std::string& name, const std::string& where);

/// Checks, before anything is simulated, that the published data have every figure and row that is to be
/// simulated, and no others. Throws UserError naming file, line, figure and row.
void check_published(const PublishedData& published, const FigureGroups& groups);

/// The groups with a figure that the scope wants. Throws UserError, with the nearest name, for a figure that
/// no group has; `where` prefixes the message.
FigureGroups select_groups(FigureGroups groups, const Scope& scope, const std::string& where);

/// The groups' figures that the scope wants, simulated against published. Rows whose points were not run are
/// left out of a scope that is not full. Throws PointNotRun otherwise.
std::vector<ComparedFigure> compare_figures(const FigureGroups& groups, const PublishedData& published,
                                            const Points& points, const Scope& scope);

}  // namespace scnnsim
