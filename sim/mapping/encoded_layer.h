// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "sim/mapping/activation_tiles.h"
#include "sim/mapping/unit_layer.h"
#include "sim/mapping/weight_encoder.h"

namespace scnnsim {

/// Values by key, each made once. The least recently used one makes room for a new one.
template <class Key, class Value>
class RecentValues {
 public:
  explicit RecentValues(std::size_t most) : most_(most) {}

  template <class Make>
  const Value& at(const Key& key, const Make& make) {
    for (std::size_t i = 0; i < kept_.size(); ++i)
      if (kept_[i].first == key) {
        std::rotate(kept_.begin() + static_cast<std::ptrdiff_t>(i),
                    kept_.begin() + static_cast<std::ptrdiff_t>(i) + 1, kept_.end());
        return kept_.back().second;
      }
    Value value = make();
    if (kept_.size() == most_) kept_.erase(kept_.begin());
    kept_.emplace_back(key, std::move(value));
    return kept_.back().second;
  }
  const std::vector<std::pair<Key, Value>>& all() const { return kept_; }

 private:
  std::size_t most_;
  std::vector<std::pair<Key, Value>> kept_;  ///< the least recently used first
};

/// A layer's tensors as machines store them. What machines store alike is encoded once: each form is known by
/// all that it depends on (WeightEncoding, TileEncoding), and nothing else of a machine is read.
class EncodedLayer {
 public:
  /// Both must outlive this object.
  EncodedLayer(const LayerDescription& layer, const LayerTensors& tensors);

  const UnitGeometry& geometry() const { return geometry_; }
  /// Per group.
  SharedList<WeightStream> weights(const WeightEncoding& encoding);
  SharedList<Pass> passes(const TileEncoding& encoding);
  /// See activation_tiles.h.
  std::uint64_t fullest_input_tile(const TileEncoding& encoding);
  std::uint64_t fullest_input(const TileEncoding& encoding);
  /// `outputs`: what the layer writes, of `operand_bits`.
  std::uint64_t fullest_output(const TileEncoding& encoding, unsigned operand_bits,
                               const Tensor<std::int16_t>& outputs);
  /// Whether no sum of products, in whatever order, with the bias, leaves 32 bits.
  bool sums_fit_int32();

  /// Memory that the forms take, about.
  std::size_t bytes() const;

 private:
  const Tensor<std::int16_t>& unit_weights();
  const Tensor<std::int16_t>& unit_activations();
  const UnitLayer& unit();
  bool sums_of_magnitudes_fit_int32() const;

  const LayerDescription& layer_;
  const LayerTensors& tensors_;
  const UnitGeometry geometry_;
  const bool is_strided_;
  std::optional<UnitLayer> unit_;  ///< of a strided layer
  std::optional<bool> sums_fit_int32_;
  std::vector<std::int16_t> existing_taps_;
  RecentValues<WeightEncoding, SharedList<WeightStream>> weights_;
  RecentValues<TileEncoding, SharedList<Pass>> passes_;
  RecentValues<TileEncoding, std::uint64_t> fullest_input_tile_, fullest_input_;
  RecentValues<std::pair<TileEncoding, unsigned>, std::uint64_t> fullest_output_;
};

}  // namespace scnnsim
