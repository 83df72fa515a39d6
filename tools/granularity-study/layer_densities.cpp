// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/layer_densities.h"

#include <algorithm>

namespace scnnsim {

namespace {

/// A layer's loss over its density, strictly falling with it.
class LossCurve {
 public:
  LossCurve(const LayerScan& layer, double dense_top1) {
    double loss = 0;
    add(1, 0);
    for (const LayerScan::Step& step : layer.steps) {
      loss = std::max(loss, dense_top1 - step.top1);
      add(step.density, loss);
    }
    add(0, 1);
  }

  /// The density at which this much is lost.
  double density_at(double loss) const {
    for (std::size_t i = 1; i < points_.size(); ++i) {
      const Point &above = points_[i - 1], &below = points_[i];
      if (loss > below.loss) continue;
      const double share = (loss - above.loss) / (below.loss - above.loss);
      return above.density + share * (below.density - above.density);
    }
    return 0;
  }

 private:
  struct Point {
    double density, loss;
  };
  void add(double density, double loss) { points_.push_back({density, loss + tie_slope * (1 - density)}); }

  std::vector<Point> points_;
};

}  // namespace

std::vector<double> densities_at_equal_loss(const SensitivityScan& scan, double wanted) {
  std::vector<LossCurve> curves;
  double weights = 0;
  for (const LayerScan& layer : scan.layers) {
    curves.emplace_back(layer, scan.dense_top1);
    weights += static_cast<double>(layer.weights);
  }
  std::vector<double> densities(curves.size());
  double low = 0, high = 1 + tie_slope;
  for (int halving = 0; halving < 60; ++halving) {
    const double loss = (low + high) / 2;
    double left = 0;
    for (std::size_t i = 0; i < curves.size(); ++i) {
      densities[i] = curves[i].density_at(loss);
      left += densities[i] * static_cast<double>(scan.layers[i].weights);
    }
    (left > wanted * weights ? low : high) = loss;
  }
  return densities;
}

}  // namespace scnnsim
