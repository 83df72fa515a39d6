// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/granularity/granularity.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "sim/reproduce/granularity/accuracy_lines.h"
#include "sim/reproduce/granularity/equal_loss.h"

namespace scnnsim {
namespace trained {
namespace {

const std::vector<PaperNetwork>& trained_networks() {
  static const std::vector<PaperNetwork> all{{"VGG-like", "vgg-uniform"}, {"ResNet", "resnet-uniform"}};
  return all;
}

/// The same with densities by a sensitivity scan, as Mao et al. have them. Not in the mean.
const std::vector<PaperNetwork>& scanned_networks() {
  static const std::vector<PaperNetwork> all{{"VGG-like by scan", "vgg-sensitivity"},
                                             {"ResNet by scan", "resnet-sensitivity"}};
  return all;
}

std::vector<PaperNetwork> all_networks() {
  std::vector<PaperNetwork> all = trained_networks();
  all.insert(all.end(), scanned_networks().begin(), scanned_networks().end());
  return all;
}

/// "granularity_vgg", "granularity_vgg_scan".
std::string plot_name(const PaperNetwork& named) {
  const std::size_t dash = named.config.find('-');
  return "granularity_" + named.config.substr(0, dash) +
         (named.config.substr(dash) == "-uniform" ? "" : "_scan");
}

/// Densities at which merged vectors are held against elements, as Mao et al. do.
constexpr double equal_densities[] = {0.5, 0.35, 0.25, 0.15};
const StudyMachine plain{"scnn", false}, merged{"scnn", true};

bool is_in_scope(const Scope& scope, const PaperNetwork& named) {
  return scope.wants(named.name) && !(scope.fast && named.name != trained_networks().front().name);
}

std::vector<TrainedNetwork> networks_in(const Scope& scope) {
  std::vector<TrainedNetwork> networks;
  for (const PaperNetwork& named : all_networks())
    if (is_in_scope(scope, named)) networks.push_back(TrainedNetwork::load(named));
  return networks;
}

double value_of(const MeasuredRow& row, std::size_t figure) {
  return row.values[figure].mean;
}

/// A row's value over the lowest of the others.
double over_the_others(const EqualLoss& group, const MeasuredRow& row, std::size_t figure, bool on_scnn) {
  std::optional<double> best;
  for (const MeasuredRow& other : group.group.rows) {
    if (&other == &row || (on_scnn && other.row.machine.architecture != "scnn")) continue;
    best = std::min(best.value_or(value_of(other, figure)), value_of(other, figure));
  }
  if (!best) throw PointNotRun("nothing else was simulated");
  return value_of(row, figure) / *best;
}

class TrainedFigures : public FigureGroup {
 public:
  TrainedFigures(const Scope& scope, const PublishedData& published)
      : scope_(scope), published_(published), runs_(scope, networks_in(scope)) {}

  void add_points(PointPlan& plan) const override { runs_.add_points(plan); }

  std::vector<FigurePlan> figures() const override {
    std::vector<FigurePlan> plans;
    const auto add = [&](FigurePlan plan) {
      if (!plan.rows.empty()) plans.push_back(std::move(plan));
    };
    add({"winners",
         known_rows("winners", false, [](const EqualLoss& group, const MeasuredRow& row, std::size_t i) {
           return over_the_others(group, row, i, false);
         })});
    add({"winners_on_scnn", known_rows("winners_on_scnn", true,
                                       [](const EqualLoss& group, const MeasuredRow& row, std::size_t i) {
                                         return over_the_others(group, row, i, true);
                                       })});
    add({"relative_costs",
         known_rows("relative_costs", false, [](const EqualLoss&, const MeasuredRow& row, std::size_t i) {
           return row.ratios[i].mean;
         })});
    add(output_references());
    return plans;
  }

  std::vector<Table> tables(const Points& points, const BesidePoints&) const override {
    const std::vector<EqualLoss> losses = measured(points);
    if (losses.empty()) return {};
    std::vector<Table> tables{equal_loss_table(losses)};
    if (std::string answer = answer_text(losses); !answer.empty())
      tables.push_back({std::move(answer), {}, {}});
    return tables;
  }

  std::vector<Plot> plots(const Points& points, const std::vector<ComparedFigure>&) const override {
    const std::vector<EqualLoss> losses = measured(points);
    std::vector<Plot> plots;
    if (!losses.empty() && scope_.architectures.empty()) plots.push_back(equal_loss_plot(losses));
    if (scope_.fast || !scope_.architectures.empty()) return plots;
    for (const PaperNetwork& named : all_networks())
      for (const TrainedNetwork& network : runs_.networks())
        if (network.name() == named.name)
          plots.push_back(
              accuracy_plot(plot_name(named), accuracy_lines(runs_, network, SeedView(points, 1))));
    return plots;
  }

 private:
  using Value = std::function<double(const EqualLoss&, const MeasuredRow&, std::size_t)>;

  /// Of the networks that are in the scope, or nothing where one is not.
  std::vector<std::string> in_mean() const {
    std::vector<std::string> names;
    for (const PaperNetwork& named : trained_networks())
      if (is_in_scope(scope_, named)) names.push_back(named.name);
    return names.size() == trained_networks().size() ? names : std::vector<std::string>{};
  }

  std::vector<EqualLoss> measured(const Points& points) const {
    std::vector<SeedView> seeds;
    for (unsigned seed = 1; seed <= scope_.seeds; ++seed) seeds.emplace_back(points, seed);
    return equal_losses(runs_, seeds, in_mean());
  }

  /// Of one trace seed; computed once for all rows.
  const std::vector<EqualLoss>& measured(const SeedView& view) const {
    auto [found, is_new] = known_.try_emplace(view.seed());
    if (is_new) found->second = equal_losses(runs_, {view}, in_mean());
    return found->second;
  }

  /// The rows of a figure of the data, of all that can be measured: "cycles at a loss of 1 point: vector on
  /// scnn, merged", by network or mean.
  std::vector<FigureRow> known_rows(const std::string& id, bool on_scnn, const Value& value) const {
    std::vector<FigureRow> rows;
    const PublishedFigure* const figure = published_.find(id);
    if (figure == nullptr) return rows;
    std::vector<std::string> names{mean_name};
    for (const PaperNetwork& named : all_networks()) names.push_back(named.name);
    for (const std::string& network : names)
      for (const double loss : accuracy_losses)
        for (const StudyRow& row : possible_rows(on_scnn))
          for (std::size_t i = 0; i < study_figure_count; ++i) {
            const std::string item =
                fmt::format("{} at a loss of {}: {}", short_title(static_cast<StudyFigure>(i)),
                            points_text(loss), row_text(row));
            if (figure->find(network, item) != nullptr)
              rows.push_back({network, item, [=](const SeedView& view) {
                                return row_value(view, network, loss, row,
                                                 [&](const auto& group, const auto& measured) {
                                                   return value(group, measured, i);
                                                 });
                              }});
          }
    return rows;
  }

  template <class Function>
  double row_value(const SeedView& view, const std::string& network, double loss, const StudyRow& row,
                   Function&& function) const {
    for (const EqualLoss& group : measured(view))
      if (group.network == network && group.loss() == loss)
        if (const MeasuredRow* found = group.find(row.granularity, row.machine))
          return function(group, *found);
    throw PointNotRun(fmt::format("not simulated: {} of {}", row_text(row), network));
  }

  /// Of every network: what the study pruned, on its machines, and the dense network.
  static std::vector<StudyRow> possible_rows(bool on_scnn) {
    std::vector<StudyRow> rows;
    for (const Granularity& granularity : all_granularities())
      for (const StudyMachine& machine : machines_of(granularity))
        if (!on_scnn || machine.architecture == "scnn") rows.push_back({granularity, machine, {}});
    return rows;
  }

  static std::vector<Granularity> all_granularities() {
    std::vector<Granularity> all = TrainedNetwork::load(trained_networks().front()).granularities();
    all.push_back(Granularity::none);
    return all;
  }

  /// Mao et al.: merged vectors need 30 to 35 % fewer output references than elements of the same density.
  FigurePlan output_references() const {
    FigurePlan plan{"output_references", {}};
    if (published_.find(plan.id) == nullptr) return plan;
    for (const PaperNetwork& named : trained_networks())
      for (const double density : equal_densities)
        plan.rows.push_back({named.name,
                             fmt::format("vector on scnn, merged over element on scnn at {}", density),
                             [=, name = named.name](const SeedView& view) {
                               return output_reference_ratio(view, name, density);
                             }});
    return plan;
  }

  double output_reference_ratio(const SeedView& view, const std::string& name, double density) const {
    constexpr auto figure = static_cast<std::size_t>(StudyFigure::output_references);
    for (const TrainedNetwork& network : runs_.networks()) {
      if (network.name() != name) continue;
      double sum = 0;
      for (const std::string& run : network.runs())
        sum += runs_.trained_costs(view, network, {run, Granularity::vector, density}, Granularity::vector,
                                   merged)[figure] /
               runs_.trained_costs(view, network, {run, Granularity::element, density}, Granularity::element,
                                   plain)[figure];
      return sum / static_cast<double>(network.runs().size());
    }
    throw PointNotRun("not simulated: " + name);
  }

  Scope scope_;
  const PublishedData& published_;
  TrainedRuns runs_;
  mutable std::map<std::uint64_t, std::vector<EqualLoss>> known_;  ///< by trace seed
};

}  // namespace
}  // namespace trained

Experiment granularity_experiment() {
  std::vector<std::string> names;
  for (const PaperNetwork& network : trained::all_networks()) names.push_back(network.name);
  return {
      "granularity",
      "this project's own study: accuracy and cost of each pruning granularity on the machine made for it",
      "Accuracies and densities are measured: networks trained on Fashion-MNIST, pruned and retrained by "
      "tools/granularity-study in several runs. Tensors are drawn with the shapes and densities that are "
      "left of each layer, activations with the pattern's parameters fitted to it.",
      names,
      1,
      [](const Scope& scope, const PublishedData& published) {
        FigureGroups groups;
        groups.push_back(std::make_unique<trained::TrainedFigures>(scope, published));
        return groups;
      },
      "measured"};
}

}  // namespace scnnsim
