// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/mao2017/mao2017.h"
#include "sim/reproduce/mao2017/reference_runs.h"

namespace scnnsim::mao2017 {
namespace {

std::uint64_t memory_references(const LayerResult& layer) {
  return layer.memory_references();
}

class ReferenceFigures : public FigureGroup {
 public:
  explicit ReferenceFigures(const Scope& scope) : seeds_(scope.seeds), runs_(scope, "") {}

  void add_points(PointPlan& plan) const override {
    for (const Granularity granularity : reference_granularities)
      runs_.add_points(plan, granularity, reference_merges(), seeds_);
  }

  std::vector<FigurePlan> figures() const override {
    return {{"output_references", runs_.ratios(output_references, true)},
            {"memory_references", runs_.ratios(memory_references, false),
             "VGG-16: all memory references of vector pruning against element pruning, same density", "x"},
            {"output_reference_counts", runs_.counts(output_references)},
            {"memory_reference_counts", runs_.counts(memory_references),
             "VGG-16: output, weight and activation references", "words"}};
  }

 private:
  unsigned seeds_;
  ReferenceRuns runs_;
};

}  // namespace

std::unique_ptr<FigureGroup> reference_figures(const Scope& scope) {
  return std::make_unique<ReferenceFigures>(scope);
}

}  // namespace scnnsim::mao2017
