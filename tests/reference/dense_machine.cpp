// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/dense_machine.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "tests/reference/dram.h"
#include "tests/reference/index.h"
#include "tests/reference/mapping.h"
#include "tests/reference/unit_layer.h"

namespace scnnsim::lockstep {
namespace {

std::uint64_t divide_up(std::uint64_t a, std::uint64_t b) {
  return (a + b - 1) / b;
}

/// One OCG of one group.
struct DenseStep {
  int group = 0, first_filter = 0, filters = 0;
};

struct DensePe {
  std::size_t row = 0, column = 0;
  std::uint64_t outputs = 0;  ///< owned positions
  bool started = false, ended = true;
  std::uint64_t left = 0;  ///< dot products of the step
  bool copy_waits = false;
  std::uint64_t ppu_left = 0;
  std::size_t ppu_step = 0;
};

class DenseMachine {
 public:
  DenseMachine(const MachineConfig& config, const LayerDescription& layer, const LayerTensors& tensors,
               DenseVariant variant)
      : config_(config), layer_(layer), tensors_(tensors), variant_(variant), dram_(config) {
    for (int group = 0; group < static_cast<int>(layer.shape.groups); ++group)
      groups_.push_back(rewrite_group(layer, tensors, group));
    passes_ = whole_planes(config, groups_);
    sums_ = plain_convolution(layer, tensors);
    const int kc = largest_kc(config, groups_), filters = unit().filters;
    for (int group = 0; group < static_cast<int>(groups_.size()); ++group)
      for (int first = 0; first < filters; first += kc)
        steps_.push_back({group, first, std::min(kc, filters - first)});
    for (std::size_t row = 0; row < config.pe_array.rows; ++row)
      for (std::size_t column = 0; column < config.pe_array.columns; ++column) {
        DensePe pe;
        pe.row = row;
        pe.column = column;
        pe.outputs = at(pass().pe_output_rows[row].size()) * at(pass().pe_output_columns[column].size());
        pes_.push_back(pe);
      }
    decide_spills();
    map_ = map_memory();
  }

  DenseMachineResult run() {
    Cycle t = 0;
    for (; !is_finished(t); ++t) cycle(t);
    result_.cycles = t;
    return result_;
  }

 private:
  static constexpr std::size_t none = ~std::size_t{0};  ///< the step before the first
  using Transfer = std::vector<std::size_t>;            ///< its bursts at the DRAM

  const UnitLayer& unit() const { return groups_.front(); }
  const Pass& pass() const { return passes_.front(); }
  std::uint64_t input_words(const DensePe& pe) const {
    return at(pass().pe_input_rows[pe.row].size()) * at(pass().pe_input_columns[pe.column].size()) *
           at(unit().channels);
  }
  std::uint64_t dense_bytes(std::uint64_t words) const {
    return divide_up(words * config_.multiplier_array.operand_bits, 8);
  }
  std::uint64_t compressed_bytes(std::uint64_t words) const {
    return divide_up(words * config_.word_bits(), 8);
  }
  bool takes_places() const {
    return variant_ == DenseVariant::n_of_m && layer_.granularity.family == Granularity::Family::n_of_m &&
           layer_.granularity.c <= 1u << config_.compression.index_bits;
  }
  /// Weights of a filter at a tap: of all channels that have it, or those that n:m lets stay.
  std::uint64_t weights_at(std::size_t tap) const {
    const auto phases = at(unit().channels) / layer_.shape.channels_per_group();
    std::uint64_t weights = 0;
    for (std::size_t phase = 0; phase < phases; ++phase) {
      std::uint64_t in_group = 0;
      for (std::size_t c = 0; c < layer_.shape.channels_per_group(); ++c) {
        if (takes_places() && c % layer_.granularity.c == 0) in_group = 0;
        const auto& taps = unit().taps[c * phases + phase];
        if (std::find(taps.begin(), taps.end(), tap) == taps.end()) continue;
        if (!takes_places() || ++in_group <= layer_.granularity.kept) ++weights;
      }
    }
    return weights;
  }
  std::uint64_t taps_of_all_channels() const {
    std::uint64_t weights = 0;
    for (std::size_t tap = 0; tap < at(unit().filter_rows * unit().filter_columns); ++tap)
      weights += weights_at(tap);
    return weights;
  }
  /// Per output: every tap takes the channels that have it, F x I at a time.
  std::uint64_t dot_products() const {
    std::uint64_t count = 0;
    for (std::size_t tap = 0; tap < at(unit().filter_rows * unit().filter_columns); ++tap)
      count += divide_up(weights_at(tap), config_.lanes());
    return count;
  }

  /// Positions of the written tensor that belong to a PE, per channel.
  std::uint64_t written_words(const DensePe& pe) const {
    if (!tensors_.written) return pe.outputs;
    return written_values(layer_.shape, *tensors_.written, 0, pass().pe_output_rows[pe.row],
                          pass().pe_output_columns[pe.column])
        .size();
  }

  /// The SRAM is half for inputs and half for outputs, split evenly over PEs.
  void decide_spills() {
    const std::uint64_t ram = config_.dcnn.sram_bytes / 2 / config_.pe_count();
    for (const DensePe& pe : pes_) {
      const std::uint64_t bits = config_.multiplier_array.operand_bits;
      result_.input_spilled |= input_words(pe) * groups_.size() * bits > 8 * ram;
      result_.output_spilled |= written_words(pe) * layer_.shape.K * bits > 8 * ram;
    }
  }

  void cycle(Cycle t) {
    dram_.cycle(t);
    const bool all_ended = std::all_of(pes_.begin(), pes_.end(), [](const DensePe& pe) { return pe.ended; });
    if (all_ended && step_ + 1 != steps_.size()) release(t);
    for (DensePe& pe : pes_) {
      ++result_.pe_cycles[static_cast<std::size_t>(compute(pe, t))];
      post_process(pe, t);
    }
  }

  void release(Cycle t) {
    if (step_ == none) {
      fetch_weights(0, t);
      fetch_input(0, t);
    }
    ++step_;
    fetch_weights(step_ + 1, t);
    if (steps_[step_].first_filter == 0) fetch_input(steps_[step_].group + 1, t);
    for (DensePe& pe : pes_) {
      result_.iaram_reads += input_words(pe);
      if (pe.outputs == 0) continue;
      const std::uint64_t filters = at(steps_[step_].filters);
      pe.started = pe.ended = false;
      pe.left = pe.outputs * filters * dot_products();
      result_.accumulator_updates += pe.left;
      result_.multiplies += pe.outputs * filters * taps_of_all_channels();
      result_.weight_fifo_writes += filters * taps_of_all_channels();
    }
  }

  CycleOwner compute(DensePe& pe, Cycle t) {
    const CycleOwner after_end = step_ + 1 == steps_.size() ? CycleOwner::idle : CycleOwner::barrier;
    if (pe.outputs == 0) return CycleOwner::idle;
    if (pe.ended) return after_end;
    CycleOwner owner = CycleOwner::input;
    if (!pe.started || pe.left > 0) {
      if (pe.copy_waits) return CycleOwner::postprocess;
      if (!has_arrived(weights_[step_], Dram::weights, t)) return CycleOwner::weights;
      pe.started = true;
      --pe.left;
      owner = CycleOwner::issue;
    }
    const bool waits = steps_[step_].first_filter == 0 && streams_input();
    if (pe.left > 0 || (waits && !has_arrived(inputs_[at(steps_[step_].group)], Dram::inputs, t)))
      return owner;
    pe.ended = true;
    pe.copy_waits = true;
    return owner;
  }

  /// The PPU's cycle, and the swap of the accumulator copies after it.
  void post_process(DensePe& pe, Cycle t) {
    if (pe.ppu_left > 0) {
      const std::uint64_t entries = std::min<std::uint64_t>(pe.ppu_left, config_.ppu.entries_per_cycle);
      pe.ppu_left -= entries;
      if (pe.ppu_left == 0) result_.oaram_writes += written_words(pe) * at(steps_[pe.ppu_step].filters);
      if (pe.ppu_left == 0 && result_.output_spilled) write(pe, t);
    }
    if (!pe.copy_waits || pe.ppu_left > 0) return;
    pe.copy_waits = false;
    // A copy that waits is of this step, or of the step before when the barrier has gone on.
    pe.ppu_step = pe.ended ? step_ : step_ - 1;
    pe.ppu_left = pe.outputs * at(steps_[pe.ppu_step].filters);
  }

  void write(const DensePe& pe, Cycle t) {
    const DenseStep& step = steps_[pe.ppu_step];
    const std::uint64_t bytes = dense_bytes(written_words(pe) * at(step.filters));
    if (bytes == 0) return;
    const auto index = static_cast<std::size_t>(&pe - pes_.data());
    dram_.post(t, Dram::first_ppu + index, map_.outputs[at(pe.ppu_step) * pes_.size() + index], bytes);
    if (variant_ != DenseVariant::compressed) {
      result_.dram_output_bytes += bytes;
      return;
    }
    std::uint64_t words = 0;
    for (int k = 0; k < step.filters; ++k) {
      std::vector<std::int16_t> outputs;
      const int channel = step.group * unit().filters + step.first_filter + k;
      const Range rows = pass().pe_output_rows[pe.row], columns = pass().pe_output_columns[pe.column];
      if (tensors_.written) {
        outputs = written_values(layer_.shape, *tensors_.written, channel, rows, columns);
        words += store_activations(config_, {}, outputs).size();
        continue;
      }
      for (int p = rows.begin; p < rows.end; ++p)
        for (int q = columns.begin; q < columns.end; ++q) {
          const int place = (channel * unit().output_rows + p) * unit().output_columns + q;
          outputs.push_back(
              requantised(sums_.data[at(place)], layer_, config_.multiplier_array.operand_bits));
        }
      words += store_activations(config_, {}, outputs).size();
    }
    result_.dram_output_bytes += compressed_bytes(words);
  }

  bool streams_input() const { return result_.input_spilled || layer_.input == InputLocation::dram; }

  std::uint64_t weight_bytes(const DenseStep& step) const {
    std::uint64_t bits = config_.multiplier_array.operand_bits;
    if (takes_places())
      for (std::uint32_t held = 1; held < layer_.granularity.c; held *= 2) ++bits;
    return divide_up(at(step.filters) * taps_of_all_channels() * bits, 8);
  }

  std::uint64_t dense_input_bytes() const {
    std::uint64_t words = 0;
    for (const DensePe& pe : pes_) words += input_words(pe);
    return dense_bytes(words);
  }

  MemoryMap map_memory() const {
    std::vector<std::uint64_t> weights, inputs, outputs;
    for (const DenseStep& step : steps_) weights.push_back(weight_bytes(step));
    if (streams_input()) inputs.assign(groups_.size(), dense_input_bytes());
    for (const DenseStep& step : steps_)
      for (const DensePe& pe : pes_)
        if (result_.output_spilled) outputs.push_back(dense_bytes(written_words(pe) * at(step.filters)));
    return lay_out(weights, inputs, outputs);
  }

  void fetch_weights(std::size_t step, Cycle t) {
    if (step >= steps_.size()) return;
    const std::uint64_t bytes = weight_bytes(steps_[step]);
    result_.dram_weight_bytes += bytes;
    weights_.push_back(fetch(Dram::weights, map_.weights[step], bytes, t));
  }

  void fetch_input(int group, Cycle t) {
    if (group >= static_cast<int>(groups_.size()) || !streams_input()) return;
    std::uint64_t stored = 0;
    for (const DensePe& pe : pes_)
      for (int channel = 0; channel < unit().channels; ++channel)
        stored += activation_block(config_, {}, groups_[at(group)], channel, pass().pe_input_rows[pe.row],
                                   pass().pe_input_columns[pe.column])
                      .size();
    result_.dram_input_bytes +=
        variant_ == DenseVariant::compressed ? compressed_bytes(stored) : dense_input_bytes();
    inputs_.push_back(fetch(Dram::inputs, map_.inputs[at(group)], dense_input_bytes(), t));
  }

  Transfer fetch(std::size_t requester, std::uint64_t address, std::uint64_t bytes, Cycle t) {
    Transfer transfer;
    for (std::uint64_t offset = 0; offset < bytes; offset += config_.dram.burst_bytes)
      transfer.push_back(dram_.post(t, requester, address + offset,
                                    std::min<std::uint64_t>(bytes - offset, config_.dram.burst_bytes)));
    return transfer;
  }

  bool has_arrived(const Transfer& transfer, std::size_t requester, Cycle t) const {
    return transfer.empty() || dram_.is_ready(requester, transfer.back(), t);
  }

  bool is_finished(Cycle t) const {
    for (const DensePe& pe : pes_)
      if (!pe.ended || pe.copy_waits || pe.ppu_left > 0) return false;
    return step_ + 1 == steps_.size() && dram_.ppu_writes_are_ready(t);
  }

  const MachineConfig& config_;
  const LayerDescription& layer_;
  const LayerTensors& tensors_;
  const DenseVariant variant_;
  Dram dram_;
  std::vector<UnitLayer> groups_;
  std::vector<Pass> passes_;
  Tensor<std::int64_t> sums_;
  std::vector<DenseStep> steps_;
  std::vector<DensePe> pes_;
  MemoryMap map_;
  std::size_t step_ = none;
  std::vector<Transfer> weights_, inputs_;  ///< by step, by group
  DenseMachineResult result_;
};

/// Of each group the members that are used, and as many others as make all groups alike.
std::vector<std::size_t> members_left(std::size_t count, std::size_t groups,
                                      const std::function<bool(std::size_t)>& is_used) {
  const std::size_t size = count / groups;
  std::size_t most = 1;
  for (std::size_t group = 0; group < groups; ++group) {
    std::size_t used = 0;
    for (std::size_t i = 0; i < size; ++i) used += is_used(group * size + i);
    most = std::max(most, used);
  }
  std::vector<std::size_t> left;
  for (std::size_t group = 0; group < groups; ++group) {
    std::size_t spare = most;
    for (std::size_t i = 0; i < size; ++i) spare -= is_used(group * size + i);
    for (std::size_t i = 0; i < size; ++i) {
      const bool used = is_used(group * size + i);
      if (!used && spare == 0) continue;
      if (!used) --spare;
      left.push_back(group * size + i);
    }
  }
  return left;
}

/// The layer without the filters and input channels that have no weights.
std::pair<LayerDescription, LayerTensors> without_empty_parts(const LayerDescription& layer,
                                                              const LayerTensors& tensors) {
  const LayerShape& s = layer.shape;
  const std::size_t C = s.channels_per_group(), K = s.filters_per_group(), taps = std::size_t{s.R} * s.S;
  const auto weight = [&](std::size_t k, std::size_t c, std::size_t tap) {
    return tensors.weights.data[(k * C + c) * taps + tap];
  };
  const auto filters = members_left(s.K, s.groups, [&](std::size_t k) {
    for (std::size_t i = 0; i < C * taps; ++i)
      if (tensors.weights.data[k * C * taps + i] != 0) return true;
    return false;
  });
  const auto channels = members_left(s.C, s.groups, [&](std::size_t c) {
    if (!tensors.dead_inputs.empty() && tensors.dead_inputs[c]) return false;
    for (std::size_t k = c / C * K; k < (c / C + 1) * K; ++k)
      for (std::size_t tap = 0; tap < taps; ++tap)
        if (weight(k, c % C, tap) != 0) return true;
    return false;
  });
  LayerDescription left = layer;
  left.shape.K = static_cast<std::uint32_t>(filters.size());
  left.shape.C = static_cast<std::uint32_t>(channels.size());
  LayerTensors result;
  const std::size_t per_group = channels.size() / s.groups, plane = std::size_t{s.H} * s.W;
  result.weights = Tensor<std::int16_t>({filters.size(), per_group, s.R, s.S});
  result.activations = Tensor<std::int16_t>({channels.size(), s.H, s.W});
  for (std::size_t k = 0; k < filters.size(); ++k)
    for (std::size_t c = 0; c < per_group; ++c)
      for (std::size_t tap = 0; tap < taps; ++tap)
        result.weights.data[(k * per_group + c) * taps + tap] =
            weight(filters[k], channels[filters[k] / K * per_group + c] % C, tap);
  for (std::size_t i = 0; i < result.activations.size(); ++i)
    result.activations.data[i] = tensors.activations.data[channels[i / plane] * plane + i % plane];
  if (tensors.bias) {
    result.bias = Tensor<std::int32_t>({filters.size()});
    for (std::size_t k = 0; k < filters.size(); ++k) result.bias->data[k] = tensors.bias->data[filters[k]];
  }
  if (tensors.written) {
    const std::size_t size = tensors.written->size() / s.K;
    result.written =
        Tensor<std::int16_t>({filters.size(), tensors.written->shape[1], tensors.written->shape[2]});
    for (std::size_t i = 0; i < result.written->size(); ++i)
      result.written->data[i] = tensors.written->data[filters[i / size] * size + i % size];
  }
  return {left, result};
}

}  // namespace

DenseMachineResult simulate_dense_machine(const MachineConfig& config, const LayerDescription& layer,
                                          const LayerTensors& tensors, DenseVariant variant) {
  if (variant != DenseVariant::structured) return DenseMachine(config, layer, tensors, variant).run();
  const auto [left, tensors_left] = without_empty_parts(layer, tensors);
  return DenseMachine(config, left, tensors_left, variant).run();
}

}  // namespace scnnsim::lockstep
