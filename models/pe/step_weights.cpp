// SPDX-License-Identifier: Apache-2.0
#include "models/pe/step_weights.h"

#include <algorithm>

namespace scnnsim {
namespace {

/// Channels whose activations are read together, so that they stay in a first-level cache while every k reads
/// them.
std::uint32_t channels_at_once(const DenseBlocks::Layout& layout) {
  constexpr std::size_t cached_values = 8192;
  return static_cast<std::uint32_t>(
      std::max<std::size_t>(cached_values / std::max<std::size_t>(layout.stride, 1), 1));
}

}  // namespace

void StepWeights::decode(const WeightStream& stream, const Step& step, const CoordinateUnit& coordinates,
                         std::uint32_t channels, const DenseBlocks::Layout& layout, bool values) {
  pairs.clear();
  runs.clear();
  words_at_tap.assign(std::size_t{channels} * coordinates.taps(), 0);
  const std::uint32_t together = channels_at_once(layout);
  std::vector<std::vector<Word>> of_k(step.filters);
  for (std::uint32_t channel = 0; channel < channels; ++channel) {
    const WeightBlock& block = stream.block(step.ocg, channels, channel);
    std::uint32_t* at_tap = words_at_tap.data() + std::size_t{channel} * coordinates.taps();
    const auto position = static_cast<std::uint32_t>(layout.position(channel));
    stream.for_each_value(block, [&](const WeightWord& word) {
      const CoordinateUnit::TapPlace& place = coordinates.place(word);
      ++at_tap[place.tap];
      if (values) of_k[word.k].push_back({position - static_cast<std::uint32_t>(place.address), word.value});
    });
    if (!values || ((channel + 1) % together != 0 && channel + 1 < channels)) continue;
    for (std::uint32_t k = 0; k < step.filters; ++k) {
      if (of_k[k].empty()) continue;
      add_pairs(of_k[k]);
      runs.push_back({k, static_cast<std::uint32_t>(pairs.size())});
      of_k[k].clear();
    }
  }
}

void StepWeights::add_pairs(const std::vector<Word>& words) {
  const auto bits = [](std::int16_t value) { return std::uint32_t{static_cast<std::uint16_t>(value)}; };
  for (std::size_t n = 0; n < words.size(); n += 2) {
    const Word& first = words[n];
    const Word second = n + 1 < words.size() ? words[n + 1] : Word{first.position, 0};
    pairs.push_back({first.position, second.position, bits(first.value) | bits(second.value) << 16});
  }
}

const StepWeights& SharedStepWeights::of(std::size_t step_number, const LayerProgram& program,
                                         const CoordinateUnit& coordinates, const DenseBlocks::Layout& layout,
                                         bool values) {
  Slot& slot = slots_[{coordinates.area(), coordinates.columns()}];
  if (slot.step_number != step_number) {
    const Step& step = program.steps[step_number];
    slot.weights.decode(program.stream_of(step), step, coordinates, program.geometry.channels, layout,
                        values);
    slot.step_number = step_number;
  }
  return slot.weights;
}

}  // namespace scnnsim
