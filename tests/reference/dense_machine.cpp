// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/dense_machine.h"

#include <algorithm>
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
               bool compressed)
      : config_(config), layer_(layer), tensors_(tensors), compressed_(compressed), dram_(config) {
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
  std::uint64_t taps_of_all_channels() const {
    std::uint64_t taps = 0;
    for (const auto& of_channel : unit().taps) taps += of_channel.size();
    return taps;
  }
  /// Per output: every tap takes the channels that have it, F x I at a time.
  std::uint64_t dot_products() const {
    std::vector<std::uint64_t> channels(at(unit().filter_rows * unit().filter_columns));
    for (const auto& of_channel : unit().taps)
      for (std::size_t tap : of_channel) ++channels[tap];
    std::uint64_t count = 0;
    for (std::uint64_t n : channels) count += divide_up(n, config_.lanes());
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
    dram_.post(t, Dram::first_ppu + static_cast<std::size_t>(&pe - pes_.data()), bytes);
    if (!compressed_) {
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

  void fetch_weights(std::size_t step, Cycle t) {
    if (step >= steps_.size()) return;
    const std::uint64_t bytes = dense_bytes(at(steps_[step].filters) * taps_of_all_channels());
    result_.dram_weight_bytes += bytes;
    weights_.push_back(fetch(Dram::weights, bytes, t));
  }

  void fetch_input(int group, Cycle t) {
    if (group >= static_cast<int>(groups_.size()) || !streams_input()) return;
    std::uint64_t dense = 0, stored = 0;
    for (const DensePe& pe : pes_) {
      dense += input_words(pe);
      for (int channel = 0; channel < unit().channels; ++channel)
        stored += activation_block(config_, {}, groups_[at(group)], channel, pass().pe_input_rows[pe.row],
                                   pass().pe_input_columns[pe.column])
                      .size();
    }
    result_.dram_input_bytes += compressed_ ? compressed_bytes(stored) : dense_bytes(dense);
    inputs_.push_back(fetch(Dram::inputs, dense_bytes(dense), t));
  }

  Transfer fetch(std::size_t requester, std::uint64_t bytes, Cycle t) {
    Transfer transfer;
    for (std::uint64_t offset = 0; offset < bytes; offset += config_.dram.burst_bytes)
      transfer.push_back(
          dram_.post(t, requester, std::min<std::uint64_t>(bytes - offset, config_.dram.burst_bytes)));
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
  const bool compressed_;
  Dram dram_;
  std::vector<UnitLayer> groups_;
  std::vector<Pass> passes_;
  Tensor<std::int64_t> sums_;
  std::vector<DenseStep> steps_;
  std::vector<DensePe> pes_;
  std::size_t step_ = none;
  std::vector<Transfer> weights_, inputs_;  ///< by step, by group
  DenseMachineResult result_;
};

}  // namespace

DenseMachineResult simulate_dense_machine(const MachineConfig& config, const LayerDescription& layer,
                                          const LayerTensors& tensors, bool compressed) {
  return DenseMachine(config, layer, tensors, compressed).run();
}

}  // namespace scnnsim::lockstep
