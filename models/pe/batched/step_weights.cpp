// SPDX-License-Identifier: Apache-2.0
#include "models/pe/batched/step_weights.h"

#include <algorithm>

namespace scnnsim {
namespace {

/// Number of channels that are summed together. Their activations stay in the first-level cache while every k
/// and tap reads them.
std::uint32_t channels_at_once(const DenseBlocks::Layout& layout) {
  constexpr std::size_t cached_values = 8192;
  return static_cast<std::uint32_t>(
      std::max<std::size_t>(cached_values / std::max<std::size_t>(layout.stride, 1), 1));
}

}  // namespace

void StepWeights::decode(const LayerProgram& program, const Step& step, const CoordinateUnit& coordinates,
                         const DenseBlocks::Layout& layout) {
  pairs.clear();
  runs.clear();
  const auto taps = static_cast<std::size_t>(program.geometry.R * program.geometry.S);
  const std::uint32_t channels = program.geometry.channels, together = channels_at_once(layout);
  const WeightStream& stream = program.stream_of(step);
  of_sum_.resize(step.filters * taps);
  for (std::uint32_t channel = 0; channel < channels; ++channel) {
    const auto position = static_cast<std::uint32_t>(layout.position(channel));
    stream.for_each_value(stream.block(step.ocg, channels, channel), [&](const WeightWord& word) {
      const auto tap = static_cast<std::size_t>(word.r * program.geometry.S + word.s);
      of_sum_[word.k * taps + tap].push_back(
          {position, word.value, static_cast<std::uint32_t>(coordinates.weight_address(word))});
    });
    if ((channel + 1) % together == 0 || channel + 1 == channels) end_runs();
  }
}

/// Makes a run of each k and tap that has words.
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

void StepWeights::begin_step(std::size_t number, const LayerProgram& program,
                             const CoordinateUnit& coordinates, const DenseBlocks::Layout& layout) {
  if (step_ == number) return;
  step_ = number;
  decode(program, program.steps[number], coordinates, layout);
}

}  // namespace scnnsim
