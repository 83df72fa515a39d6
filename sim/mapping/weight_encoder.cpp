// SPDX-License-Identifier: Apache-2.0
#include "sim/mapping/weight_encoder.h"

#include <algorithm>
#include <optional>

#include "sim/mapping/weight_grains.h"

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
  WeightEncoder(const WeightEncoding& encoding, const UnitGeometry& geometry,
                const std::vector<std::int16_t>& exists, const std::int16_t* weights)
      : encoding_(encoding), geometry_(geometry), exists_(exists), weights_(weights) {
    stream_.is_dense = encoding.is_dense;
    if (encoding.grain.is_n_of_m())
      places_ = places_of_n_of_m(encoding.grain, geometry, exists, weights);
    else if (encoding.grain != Granularity::none)
      grains_.emplace(encoding.grain, geometry, weights);
    for (std::uint32_t k = 0; k < encoding.kc; ++k)
      for (std::int64_t r = 0; r < geometry.R; ++r)
        for (std::int64_t s = 0; s < geometry.S; ++s)
          word_at_.push_back({0, static_cast<std::uint16_t>(k), static_cast<std::uint16_t>(r),
                              static_cast<std::uint16_t>(s)});
  }

  WeightStream encode() {
    stream_.channel_used.assign(geometry_.channels, false);
    reserve();
    for (std::uint32_t first = 0; first < geometry_.filters; first += encoding_.kc)
      for (std::uint32_t channel = 0; channel < geometry_.channels; ++channel)
        append_block(first, std::min(encoding_.kc, geometry_.filters - first), channel);
    stream_.bytes = ceil_divide<std::uint64_t>(bits_, 8);
    return std::move(stream_);
  }

 private:
  std::size_t kernel_size() const { return static_cast<std::size_t>(geometry_.R * geometry_.S); }

  /// Room for what will be stored: a stream that grows is copied, and pages are cleared for each copy, which
  /// takes longer than all else for layers of many weights. Words stored by grain are not foreseen.
  void reserve() {
    const std::size_t blocks = std::size_t{geometry_.channels} * ceil_divide(geometry_.filters, encoding_.kc);
    stream_.blocks.reserve(blocks);
    if (encoding_.is_dense || encoding_.index_per_grain || encoding_.aligned_to_grains) return;
    const std::size_t weights = std::size_t{geometry_.filters} * geometry_.channels * kernel_size();
    const auto zeros = static_cast<std::size_t>(std::count(weights_, weights_ + weights, std::int16_t{0}));
    const std::size_t words = weights - zeros + (zeros >> encoding_.index_bits);  // the most placeholders
    stream_.words.reserve(words);
    stream_.vectors.reserve(std::min(words, words / encoding_.f + blocks));
  }

  void append_block(std::uint32_t first_filter, std::uint32_t filters, std::uint32_t channel) {
    first_filter_ = first_filter;
    gather(first_filter, filters, channel);
    if (stored_.size() < block_.size()) stored_.resize(block_.size());
    stored_end_ = stored_.data();
    store(channel);
    const auto first_vector = static_cast<std::uint32_t>(stream_.vectors.size());
    cut_into_vectors();
    const auto vectors = static_cast<std::uint32_t>(stream_.vectors.size()) - first_vector;
    stream_.blocks.push_back({first_vector, vectors});
    if (vectors > 0) stream_.channel_used[channel] = true;
  }

  /// The block's weights over (k, r, s), zeros included.
  void gather(std::uint32_t first_filter, std::uint32_t filters, std::uint32_t channel) {
    const std::size_t size = kernel_size();
    block_.resize(filters * size);
    auto to = block_.begin();
    for (std::uint32_t k = 0; k < filters; ++k) {
      const std::int16_t* kernel =
          weights_ + (std::size_t{first_filter + k} * geometry_.channels + channel) * size;
      if (size == 1)  // a call would take longer than the copy
        *to++ = *kernel;
      else
        to = std::copy_n(kernel, size, to);
    }
  }

  void store(std::uint32_t channel) {
    if (encoding_.is_dense) return store_all(channel);
    if (!encoding_.index_per_grain) return store_values();
    encoding_.grain.is_n_of_m() ? store_places(channel) : store_grains(channel);
  }
  void store(std::size_t position, std::size_t grain, std::int16_t value, bool carries_index) {
    *stored_end_++ = {static_cast<std::uint32_t>(position), static_cast<std::uint32_t>(grain), value,
                      carries_index};
  }

  void store_all(std::uint32_t channel) {
    const std::int16_t* exists = exists_.data() + channel * kernel_size();
    for (std::size_t i = 0; i < block_.size(); ++i)
      if (exists[i % kernel_size()] != 0) store(i, 0, block_[i], false);
  }

  void store_values() {
    for_each_entry(compress(block_.data(), block_.size(), encoding_.index_bits),
                   [&](std::size_t position, std::int16_t value) { store(position, 0, value, true); });
    if (!encoding_.aligned_to_grains) return;
    // A placeholder travels with the value that follows it; the last entry is always a value.
    std::uint32_t grain = 0;
    for (StoredWeight* entry = stored_end_; entry != stored_.data();) {
      --entry;
      if (entry->value != 0) grain = slice_of(entry->position);
      entry->grain = grain;
    }
  }

  /// The slice of a grain that a position of the block belongs to.
  std::uint32_t slice_of(std::size_t position) const {
    const WeightWord& word = word_at_[position];
    return grains_->slice(first_filter_, first_filter_ + word.k, word.r, word.s);
  }

  /// Slices of occupied grains, whole; a run of empty ones is counted like a run of zeros. The first word of
  /// a grain has its index. Words lie in order of their positions, also where a slice does not.
  void store_grains(std::uint32_t channel) {
    slices_.clear();
    for (std::size_t i = 0; i < block_.size(); ++i) {
      const std::uint32_t slice = slice_of(i);
      if (slice >= slices_.size()) slices_.resize(slice + 1);
      slices_[slice].push_back(static_cast<std::uint32_t>(i));
    }
    std::vector<std::int16_t> occupied;
    for (const std::vector<std::uint32_t>& slice : slices_) {
      const WeightWord& word = word_at_[slice.front()];
      occupied.push_back(grains_->is_occupied(first_filter_ + word.k, channel, word.r, word.s));
    }
    for_each_entry(compress(occupied.data(), occupied.size(), encoding_.index_bits),
                   [&](std::size_t grain, std::int16_t) {
                     const std::uint32_t first = first_filter_ + word_at_[slices_[grain].front()].k;
                     bool carries_index = grains_->has_index(first_filter_, first, channel);
                     for (const std::uint32_t position : slices_[grain]) {
                       store(position, grain, block_[position], carries_index);
                       carries_index = false;
                     }
                   });
    std::sort(stored_.data(), stored_end_,
              [](const StoredWeight& a, const StoredWeight& b) { return a.position < b.position; });
  }

  /// The places of n:m storage, an index each.
  void store_places(std::uint32_t channel) {
    for (std::size_t i = 0; i < block_.size(); ++i) {
      const std::size_t k = first_filter_ + i / kernel_size();
      const std::size_t at = (k * geometry_.channels + channel) * kernel_size() + i % kernel_size();
      if (places_[at] != 0) store(i, 0, block_[i], true);
    }
  }

  void cut_into_vectors() {
    std::size_t in_vector = 0, grain = 0;
    for (const StoredWeight* next = stored_.data(); next != stored_end_; ++next) {
      const StoredWeight& weight = *next;
      const bool next_grain = encoding_.aligned_to_grains && weight.grain != grain;
      if (in_vector == 0 || in_vector == encoding_.f || next_grain) {
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
    bits_ += encoding_.operand_bits + (weight.carries_index ? encoding_.index_bits : 0);
    WeightVector& vector = stream_.vectors.back();
    ++vector.words;
    if (!stream_.is_placeholder(stream_.words.back())) ++vector.values;
    vector.end_byte = ceil_divide<std::uint64_t>(bits_, 8);
  }

  const WeightEncoding& encoding_;
  const UnitGeometry& geometry_;
  const std::vector<std::int16_t>& exists_;
  const std::int16_t* weights_;
  WeightStream stream_;
  std::vector<WeightWord> word_at_;                 ///< by position in a block, without its value
  std::vector<std::int16_t> block_;                 ///< being encoded: (k, r, s)
  std::vector<StoredWeight> stored_;                ///< room for those of that block
  StoredWeight* stored_end_ = nullptr;              ///< end of those that it has
  std::uint32_t first_filter_ = 0;                  ///< of the block
  std::optional<WeightGrains> grains_;              ///< if grains matter
  std::vector<std::vector<std::uint32_t>> slices_;  ///< of the block: positions, by grain
  std::vector<std::uint8_t> places_;                ///< of n:m: see places_of_n_of_m()
  std::uint64_t bits_ = 0;
};

}  // namespace

WeightEncoding::WeightEncoding(const MachineConfig& config, std::uint32_t kc_in_force,
                               Granularity granularity, OperandForms forms)
    : kc(kc_in_force),
      f(config.multiplier_array.f),
      operand_bits(config.multiplier_array.operand_bits),
      is_dense(!forms.compressed_weights) {
  if (is_dense) return;
  index_bits = config.compression.index_bits;
  if (granularity == Granularity::none || granularity == Granularity::element) return;
  index_per_grain = config.weights.index_per == IndexPer::grain;
  // A vector may hold words of several grains where a block has no more than one of each, or not side by
  // side.
  aligned_to_grains = config.accumulator.merge == MergeMode::grain && granularity.has_runs();
  if (index_per_grain || aligned_to_grains) grain = granularity;
  if (index_per_grain && granularity.is_n_of_m()) index_bits = bits_of_choice(granularity.c);
}

bool needs_existing_taps(const WeightEncoding& encoding) {
  return encoding.is_dense || encoding.grain.is_n_of_m();
}

WeightStream encode_weights(const WeightEncoding& encoding, const UnitGeometry& geometry,
                            const std::vector<std::int16_t>& exists, const std::int16_t* weights) {
  return WeightEncoder(encoding, geometry, exists, weights).encode();
}

}  // namespace scnnsim
