// SPDX-License-Identifier: Apache-2.0
#include "models/pe/step_weights.h"

#include <algorithm>

namespace scnnsim {
namespace {

/// Channels whose activations are read together, so that they stay in a first-level cache while every k and
/// tap reads them.
std::uint32_t channels_at_once(const DenseBlocks::Layout& layout) {
  constexpr std::size_t cached_values = 8192;
  return static_cast<std::uint32_t>(
      std::max<std::size_t>(cached_values / std::max<std::size_t>(layout.stride, 1), 1));
}

}  // namespace

void StepWeights::decode(const WeightStream& stream, const Step& step, const CoordinateUnit& coordinates,
                         std::uint32_t channels, const DenseBlocks::Layout& layout) {
  pairs.clear();
  runs.clear();
  const std::uint32_t together = channels_at_once(layout);
  of_sum_.resize(std::size_t{step.filters} * coordinates.taps());
  for (std::uint32_t channel = 0; channel < channels; ++channel) {
    const auto position = static_cast<std::uint32_t>(layout.position(channel));
    stream.for_each_value(stream.block(step.ocg, channels, channel), [&](const WeightWord& word) {
      const std::uint16_t tap = coordinates.place(word).tap;
      of_sum_[std::size_t{word.k} * coordinates.taps() + tap].push_back(
          {position, word.value, static_cast<std::uint32_t>(coordinates.weight_address(word))});
    });
    if ((channel + 1) % together == 0 || channel + 1 == channels) end_runs();
  }
}

/// A run of each k and tap that has words.
void StepWeights::end_runs() {
  for (std::vector<Word>& words : of_sum_) {
    if (words.empty()) continue;
    add_pairs(words);
    runs.push_back({words.front().sum, static_cast<std::uint32_t>(pairs.size())});
    words.clear();
  }
}

void StepWeights::add_pairs(const std::vector<Word>& words) {
  const auto bits = [](std::int16_t value) { return std::uint32_t{static_cast<std::uint16_t>(value)}; };
  for (std::size_t n = 0; n < words.size(); n += 2) {
    const Word& first = words[n];
    const Word second = n + 1 < words.size() ? words[n + 1] : Word{first.position, 0, first.sum};
    pairs.push_back({first.position, second.position, bits(first.value) | bits(second.value) << 16});
  }
}

void StepWeights::turn_to(std::size_t step, const LayerProgram& program, const CoordinateUnit& coordinates,
                          const DenseBlocks::Layout& layout) {
  if (step_ == step) return;
  step_ = step;
  decode(program.stream_of(program.steps[step]), program.steps[step], coordinates, program.geometry.channels,
         layout);
}

}  // namespace scnnsim
