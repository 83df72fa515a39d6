// SPDX-License-Identifier: Apache-2.0
#include "traces/layer_draws.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "traces/support/random_stream.h"

namespace scnnsim {
namespace {

// Spread of the drawn int8 values: four (three) standard deviations reach 127.
constexpr double weight_deviation = 32, activation_deviation = 42;

constexpr std::size_t most_values = std::size_t{1} << 27;

/// Normal, rounded to 1 ... 127 in magnitude.
int draw_magnitude(double drawn) {
  return static_cast<int>(std::clamp(std::round(std::fabs(drawn)), 1.0, 127.0));
}

}  // namespace

Tensor<std::int16_t> draw(const WeightDraw& what) {
  RandomStream random(what.seed, what.layer, "weights");
  Tensor<std::int16_t> weights({what.K, what.channels, what.R, what.S});
  for (std::int16_t& weight : weights.data) {
    const double drawn = random.normal(weight_deviation);
    weight = static_cast<std::int16_t>(drawn < 0 ? -draw_magnitude(drawn) : draw_magnitude(drawn));
  }
  return weights;
}

Tensor<std::int16_t> draw(const ActivationDraw& what) {
  Tensor<std::int16_t> activations({what.C, what.H, what.W});
  const auto pattern = make_activation_pattern(what.pattern, what.options, "--activation-pattern");
  RandomStream positions(what.seed, what.layer, "activation positions");
  const auto marks = pattern->draw({what.C, what.H, what.W}, what.nonzeros, positions);
  RandomStream values(what.seed, what.layer, "activation values");
  for (std::size_t i = 0; i < marks.size(); ++i)
    if (marks[i])
      activations.data[i] = static_cast<std::int16_t>(draw_magnitude(values.normal(activation_deviation)));
  return activations;
}

template <class Draw>
const Tensor<std::int16_t>& LayerDraws::at(std::map<Draw, Tensor<std::int16_t>>& kept, const Draw& what) {
  const auto found = kept.find(what);
  if (found != kept.end()) return found->second;
  Tensor<std::int16_t> drawn = draw(what);
  if (values_ + drawn.size() > most_values) return last_ = std::move(drawn);
  values_ += drawn.size();
  return kept.emplace(what, std::move(drawn)).first->second;
}

template const Tensor<std::int16_t>& LayerDraws::at(std::map<WeightDraw, Tensor<std::int16_t>>&,
                                                    const WeightDraw&);
template const Tensor<std::int16_t>& LayerDraws::at(std::map<ActivationDraw, Tensor<std::int16_t>>&,
                                                    const ActivationDraw&);

}  // namespace scnnsim
