// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/weight_encoder.h"

#include <algorithm>

namespace scnnsim {
namespace {

/// A stored weight before it is cut into vectors: its position in the block and the grain it travels with.
struct StoredWeight {
  std::uint32_t position = 0, grain = 0;
  std::int16_t value = 0;
  bool carries_index = true;
};

class WeightEncoder {
 public:
  WeightEncoder(const MachineConfig& config, const UnitGeometry& geometry, std::uint32_t kc,
                Granularity granularity, const std::int16_t* weights,
                const std::vector<std::int16_t>* dense_taps = nullptr)
      : config_(config),
        geometry_(geometry),
        kc_(kc),
        granularity_(granularity),
        weights_(weights),
        dense_taps_(dense_taps) {
    stream_.is_dense = dense_taps != nullptr;
    for (std::uint32_t k = 0; k < kc; ++k)
      for (std::int64_t r = 0; r < geometry.R; ++r)
        for (std::int64_t s = 0; s < geometry.S; ++s)
          word_at_.push_back({0, static_cast<std::uint16_t>(k), static_cast<std::uint16_t>(r),
                              static_cast<std::uint16_t>(s)});
  }

  WeightStream encode() {
    stream_.channel_used.assign(geometry_.channels, false);
    for (std::uint32_t first = 0; first < geometry_.filters; first += kc_)
      for (std::uint32_t channel = 0; channel < geometry_.channels; ++channel)
        append_block(first, std::min(kc_, geometry_.filters - first), channel);
    stream_.bytes = ceil_divide<std::uint64_t>(bits_, 8);
    return std::move(stream_);
  }

 private:
  std::size_t kernel_size() const { return static_cast<std::size_t>(geometry_.R * geometry_.S); }
  bool has_grains() const {
    return granularity_ != Granularity::none && granularity_ != Granularity::element;
  }
  std::size_t grain_size() const {
    return granularity_ == Granularity::vector ? static_cast<std::size_t>(geometry_.S) : kernel_size();
  }

  void append_block(std::uint32_t first_filter, std::uint32_t filters, std::uint32_t channel) {
    first_filter_ = first_filter;
    gather(first_filter, filters, channel);
    stored_.clear();
    store(channel);
    const auto first_vector = static_cast<std::uint32_t>(stream_.vectors.size());
    cut_into_vectors();
    const auto vectors = static_cast<std::uint32_t>(stream_.vectors.size()) - first_vector;
    stream_.blocks.push_back({first_vector, vectors});
    if (vectors > 0) stream_.channel_used[channel] = true;
  }

  /// The block's weights over (k, r, s), zeros included.
  void gather(std::uint32_t first_filter, std::uint32_t filters, std::uint32_t channel) {
    block_.clear();
    for (std::uint32_t k = 0; k < filters; ++k) {
      const std::int16_t* kernel =
          weights_ + (std::size_t{first_filter + k} * geometry_.channels + channel) * kernel_size();
      block_.insert(block_.end(), kernel, kernel + kernel_size());
    }
  }

  void store(std::uint32_t channel) {
    if (stream_.is_dense) return store_all(channel);
    const bool per_grain = config_.weights.index_per == IndexPer::grain && has_grains();
    per_grain ? store_grains(channel) : store_values();
  }
  void store(std::size_t position, std::size_t grain, std::int16_t value, bool carries_index) {
    stored_.push_back(
        {static_cast<std::uint32_t>(position), static_cast<std::uint32_t>(grain), value, carries_index});
  }

  void store_all(std::uint32_t channel) {
    const std::int16_t* exists = dense_taps_->data() + channel * kernel_size();
    for (std::size_t i = 0; i < block_.size(); ++i)
      if (exists[i % kernel_size()] != 0) store(i, 0, block_[i], false);
  }

  void store_values() {
    for_each_entry(compress(block_.data(), block_.size(), config_.compression.index_bits),
                   [&](std::size_t position, std::int16_t value) { store(position, 0, value, true); });
    if (!keeps_grains_together()) return;
    // A placeholder travels with the value that follows it; the last entry is always a value.
    std::uint32_t grain = 0;
    for (auto entry = stored_.rbegin(); entry != stored_.rend(); ++entry) {
      if (entry->value != 0) grain = entry->position / static_cast<std::uint32_t>(grain_size());
      entry->grain = grain;
    }
  }

  std::vector<std::int16_t> occupied_grains() const {
    std::vector<std::int16_t> occupied(block_.size() / grain_size(), 0);
    for (std::size_t i = 0; i < block_.size(); ++i)
      if (block_[i] != 0) occupied[i / grain_size()] = 1;
    return occupied;
  }

  /// A filter with a non-zero in any channel is stored in every channel, since its index stands only once.
  std::vector<std::int16_t> occupied_filters_of_block() const {
    const std::size_t size = kernel_size() * geometry_.channels;
    std::vector<std::int16_t> occupied;
    for (std::size_t k = 0; k < block_.size() / kernel_size(); ++k) {
      const std::int16_t* filter = weights_ + (first_filter_ + k) * size;
      occupied.push_back(std::any_of(filter, filter + size, [](std::int16_t weight) { return weight != 0; }));
    }
    return occupied;
  }

  /// Occupied grains, whole; a run of empty grains is counted like a run of zeros.
  void store_grains(std::uint32_t channel) {
    const std::size_t size = grain_size();
    const std::vector<std::int16_t> occupied =
        granularity_ == Granularity::filter ? occupied_filters_of_block() : occupied_grains();
    const bool index_here = granularity_ != Granularity::filter || channel == 0;
    for_each_entry(compress(occupied.data(), occupied.size(), config_.compression.index_bits),
                   [&](std::size_t grain, std::int16_t) {
                     for (std::size_t i = 0; i < size; ++i)
                       store(grain * size + i, grain, block_[grain * size + i], index_here && i == 0);
                   });
  }

  /// A vector then holds weights of one grain alone.
  bool keeps_grains_together() const {
    return config_.accumulator.merge == MergeMode::grain && has_grains() && !stream_.is_dense;
  }

  void cut_into_vectors() {
    const bool aligned = keeps_grains_together();
    std::size_t in_vector = 0, grain = 0;
    for (const StoredWeight& weight : stored_) {
      const bool next_grain = aligned && weight.grain != grain;
      if (in_vector == 0 || in_vector == config_.multiplier_array.f || next_grain) {
        stream_.vectors.push_back({static_cast<std::uint32_t>(stream_.words.size()), 0, 0, 0});
        in_vector = 0;
      }
      append_word(weight);
      ++in_vector;
      grain = weight.grain;
    }
  }

  void append_word(const StoredWeight& weight) {
    stream_.words.push_back(word_at_[weight.position]);
    stream_.words.back().value = weight.value;
    bits_ +=
        config_.multiplier_array.operand_bits + (weight.carries_index ? config_.compression.index_bits : 0);
    WeightVector& vector = stream_.vectors.back();
    ++vector.words;
    if (!stream_.is_placeholder(stream_.words.back())) ++vector.values;
    vector.end_byte = ceil_divide<std::uint64_t>(bits_, 8);
  }

  const MachineConfig& config_;
  const UnitGeometry& geometry_;
  const std::uint32_t kc_;
  const Granularity granularity_;
  const std::int16_t* weights_;
  const std::vector<std::int16_t>* dense_taps_;  ///< null: compressed
  WeightStream stream_;
  std::vector<WeightWord> word_at_;   ///< by position in a block, without its value
  std::vector<std::int16_t> block_;   ///< being encoded: (k, r, s)
  std::vector<StoredWeight> stored_;  ///< of that block
  std::size_t first_filter_ = 0;      ///< of the block
  std::uint64_t bits_ = 0;
};

}  // namespace

WeightStream encode_weights(const MachineConfig& config, const UnitGeometry& geometry, std::uint32_t kc,
                            Granularity granularity, const std::int16_t* weights) {
  return WeightEncoder(config, geometry, kc, granularity, weights).encode();
}

WeightStream keep_weights_dense(const MachineConfig& config, const UnitGeometry& geometry, std::uint32_t kc,
                                const std::vector<std::int16_t>& exists, const std::int16_t* weights) {
  return WeightEncoder(config, geometry, kc, Granularity::none, weights, &exists).encode();
}

}  // namespace scnnsim
