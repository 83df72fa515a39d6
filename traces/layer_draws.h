// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "traces/layer.h"
#include "traces/patterns/activation_pattern.h"

namespace scnnsim {

/// All that the weights of a layer depend on before they are pruned.
struct WeightDraw {
  std::uint64_t seed;
  std::string layer;  ///< its name
  std::uint32_t K, channels, R, S;

  auto fields() const { return std::tie(seed, layer, K, channels, R, S); }
  bool operator<(const WeightDraw& other) const { return fields() < other.fields(); }
};

/// All that the activations of a layer depend on.
struct ActivationDraw {
  std::uint64_t seed;
  std::string layer;  ///< its name
  std::uint32_t C, H, W;
  std::uint64_t nonzeros;
  std::string pattern;
  PatternOptions options;

  auto fields() const {
    return std::tuple_cat(std::tie(seed, layer, C, H, W, nonzeros, pattern), options.fields());
  }
  bool operator<(const ActivationDraw& other) const { return fields() < other.fields(); }
};

/// (K, channels, R, S): normal, rounded to 1 ... 127 in magnitude.
Tensor<std::int16_t> draw(const WeightDraw& what);
/// (C, H, W): `nonzeros` of them 1 ... 127, the others zero. Throws UserError for an unknown pattern.
Tensor<std::int16_t> draw(const ActivationDraw& what);

/// Random tensors, each drawn once, as long as they take no more than a quarter of a gigabyte. Generated
/// layers that differ in pruning, output density or operand width have them in common.
class LayerDraws {
 public:
  /// Valid until the next call.
  const Tensor<std::int16_t>& weights(const WeightDraw& what) { return at(weights_, what); }
  const Tensor<std::int16_t>& activations(const ActivationDraw& what) { return at(activations_, what); }

 private:
  template <class Draw>
  const Tensor<std::int16_t>& at(std::map<Draw, Tensor<std::int16_t>>& kept, const Draw& what);

  std::map<WeightDraw, Tensor<std::int16_t>> weights_;
  std::map<ActivationDraw, Tensor<std::int16_t>> activations_;
  std::size_t values_ = 0;
  Tensor<std::int16_t> last_;  ///< what there was no room for
};

}  // namespace scnnsim
