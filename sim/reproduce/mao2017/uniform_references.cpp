// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/mao2017/mao2017.h"
#include "sim/reproduce/mao2017/reference_runs.h"

namespace scnnsim::mao2017 {
namespace {

Scope with_uniform_activations(Scope scope) {
  scope.generate.activation_pattern = "uniform";
  return scope;
}

/// What of the ratio is due to clustered activations. One trace seed: it is shown, not judged.
class UniformReferenceFigures : public FigureGroup {
 public:
  explicit UniformReferenceFigures(const Scope& scope)
      : runs_(with_uniform_activations(scope), ", uniform") {}

  void add_points(PointPlan& plan) const override {
    runs_.add_points(plan, Granularity::element, {MergeMode::none}, 1);
    runs_.add_points(plan, Granularity::vector, {MergeMode::grain}, 1);
  }

  bool follows_pattern() const override { return false; }

  std::vector<FigurePlan> figures() const override {
    FigurePlan plan{"uniform_output_references", runs_.ratios(output_references, true)};
    plan.one_seed = true;
    return {plan};
  }

 private:
  ReferenceRuns runs_;
};

}  // namespace

std::unique_ptr<FigureGroup> uniform_reference_figures(const Scope& scope) {
  return std::make_unique<UniformReferenceFigures>(scope);
}

}  // namespace scnnsim::mao2017
