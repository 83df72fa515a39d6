// SPDX-License-Identifier: Apache-2.0
#include "tests/random/random_layers.h"

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

#include "models/common/config_values.h"
#include "tests/random/dice.h"
#include "tests/random/random_tensors.h"
#include "tests/reference/workload.h"
#include "traces/support/error.h"

namespace scnnsim::lockstep {
namespace {

constexpr std::uint64_t most_macs = 600000;
constexpr std::uint64_t most_pe_cycles = 120000;  ///< as estimated below

LayerShape random_shape(Dice& dice) {
  LayerShape shape;
  if (dice.one_in(10)) {  // fully connected
    shape.C = dice.draw(1, 24);
    shape.K = dice.draw(1, 24);
    return shape;
  }
  shape.groups = dice.one_in(4) ? dice.draw(2, 6) : 1;
  if (dice.one_in(8)) {  // depthwise
    shape.groups = dice.draw(2, 12);
    shape.C = shape.K = shape.groups;
  } else {
    shape.C = shape.groups * dice.draw(1, 24 / shape.groups);
    shape.K = shape.groups * dice.draw(1, 24 / shape.groups);
  }
  shape.H = dice.draw(1, 20);
  shape.W = dice.one_in(3) ? shape.H : dice.draw(1, 20);
  shape.R = dice.one_in(4) ? 1 : dice.draw(1, 5);
  shape.S = dice.one_in(2) ? shape.R : dice.draw(1, 5);
  if (dice.one_in(3)) {
    shape.stride_h = dice.draw(1, 3);
    shape.stride_w = dice.one_in(2) ? shape.stride_h : dice.draw(1, 3);
  }
  if (dice.one_in(4)) {
    shape.dilation_h = dice.draw(1, 3);
    shape.dilation_w = dice.one_in(2) ? shape.dilation_h : dice.draw(1, 3);
  }
  if (!dice.one_in(3)) {
    for (std::uint32_t* pad : {&shape.pad_top, &shape.pad_left, &shape.pad_bottom, &shape.pad_right})
      *pad = dice.draw(0, 3);
  }
  // The filter has to fit the padded plane.
  while (shape.dilation_h * (shape.R - 1) + 1 > shape.H + shape.pad_top + shape.pad_bottom) --shape.R;
  while (shape.dilation_w * (shape.S - 1) + 1 > shape.W + shape.pad_left + shape.pad_right) --shape.S;
  return shape;
}

LayerDescription random_layer(Dice& dice, std::uint64_t seed) {
  LayerDescription layer;
  layer.name = "random/" + std::to_string(seed);
  layer.shape = random_shape(dice);
  if (!dice.one_in(3)) layer.after = {"relu"};
  layer.output_shift = dice.one_in(2) ? 0 : dice.draw(1, 4);
  layer.granularity =
      dice.pick({Granularity::none, Granularity::element, Granularity::vector, Granularity::vector,
                 Granularity::kernel, Granularity::filter, Granularity::channel, Granularity::n_of_m(2, 4),
                 Granularity::n_of_m(1, 3), Granularity::block(2, 3), Granularity::block(4, 1),
                 Granularity::element_block(1, 4), Granularity::element_block(3, 2)});
  layer.input = dice.one_in(3) ? InputLocation::dram : InputLocation::on_chip;
  return layer;
}

MachineConfig random_machine(Dice& dice) {
  MachineConfig config;
  config.pe_array.rows = dice.draw(1, 5);
  config.pe_array.columns = dice.draw(1, 5);
  config.pe_array.tiling = dice.pick({PeTiling::ceil, PeTiling::balanced});
  config.pe.block_switch_cycles = dice.one_in(2) ? 0 : dice.draw(1, 6);
  config.multiplier_array.f = dice.draw(1, 5);
  config.multiplier_array.i = dice.draw(1, 5);
  config.multiplier_array.operand_bits = dice.pick({16u, 16u, 16u, 8u, 11u});

  auto& accumulator = config.accumulator;
  accumulator.banks = dice.pick({1u, 2u, 7u, 8u, 32u, 32u, 128u});
  if (accumulator.banks != 7) accumulator.bank_hash = dice.pick({BankHash::linear, BankHash::xor_});
  const std::uint32_t words = dice.pick({16u, 64u, 64u, 256u, 1024u, 4096u});
  accumulator.entries = std::max(1u, dice.draw(words / 2, words) / accumulator.banks);
  accumulator.merge = dice.pick({MergeMode::none, MergeMode::issue, MergeMode::grain});

  config.scatter.policy =
      dice.pick({ScatterPolicy::output_queued, ScatterPolicy::output_queued, ScatterPolicy::input_queued,
                 ScatterPolicy::ideal, ScatterPolicy::serialized});
  config.scatter.output_queue_depth = dice.draw(1, 8);
  config.scatter.input_queue_depth = dice.draw(1, 8);

  config.activation_ram.iaram_bytes = dice.log_draw(16, 20000);
  config.activation_ram.oaram_bytes = dice.log_draw(16, 20000);
  config.activation_ram.overflow = dice.one_in(3) ? RamOverflow::retile : RamOverflow::spill;

  config.weight_fifo.entries = dice.one_in(3) ? dice.draw(1, 4) : dice.draw(1, 60);
  config.weight_broadcast.entries_per_cycle = dice.draw(1, 8);
  config.weights.index_per = dice.pick({IndexPer::value, IndexPer::grain});
  config.compression.index_bits = dice.draw(2, 4);
  config.mapping.kc = dice.draw(1, 12);
  if (dice.one_in(6)) config.mapping.kc = KcRule::automatic;
  config.ppu.entries_per_cycle = dice.draw(1, 8);
  config.ppu.halo_words_per_cycle = dice.draw(1, 8);

  config.dram.burst_bytes = dice.draw(16, 256);
  config.dram.latency = dice.log_draw(1, 200);
  config.dram.bandwidth = dice.pick({0.5, 0.7, 1.0, 3.0, 10.0, 13.7, 50.0, 200.0});
  config.clock.frequency = dice.pick({1.0, 0.7});
  // A burst beside the largest vector always has room: with less the broadcast could wait for itself.
  const std::uint32_t vector_bytes = (config.multiplier_array.f * config.word_bits() + 7) / 8;
  const std::uint32_t least = config.dram.burst_bytes + vector_bytes;
  config.weight_broadcast.buffer_bytes = std::max(64u, dice.one_in(3) ? least : dice.log_draw(least, 8192));
  config.activation_loader.buffer_bytes =
      std::max(64u, dice.one_in(3) ? config.dram.burst_bytes : dice.log_draw(config.dram.burst_bytes, 8192));
  return config;
}

/// Where a case's cycles go, roughly and rather too high.
struct Cost {
  std::uint64_t compute = 0, dram = 0, post = 0;
  std::uint64_t total() const { return compute + dram + post; }
};

Cost estimate(const MachineConfig& config, const Workload& workload) {
  const std::size_t pes = config.pe_count();
  double compute = 0, bytes = 0, post = 0, trips = 0;
  const double products = config.lanes();
  const double conflicts =
      config.scatter.policy == ScatterPolicy::ideal ? 1.0 : 1.0 + products / (2.0 * config.accumulator.banks);
  for (int step = 0; step < workload.steps(); ++step) {
    const auto pass = static_cast<std::size_t>(workload.pass_of(step));
    const WeightStream& weights = workload.weights[static_cast<std::size_t>(workload.pass(step).group)];
    const auto& blocks = weights.blocks[static_cast<std::size_t>(workload.ocg_of(step))];
    std::size_t slowest = 0;
    for (std::size_t pe = 0; pe < pes; ++pe) {
      std::size_t issues = 0;
      for (std::size_t c = 0; c < blocks.size(); ++c)
        issues += blocks[c].size() * workload.inputs[pass].blocks[pe][c].size();
      slowest = std::max(slowest, issues);
    }
    compute += static_cast<double>(slowest) * conflicts + 2;
    const Pass& where = workload.pass(step);
    const UnitLayer& unit = workload.unit(step);
    const double rows =
        std::min(where.output_rows.size(), where.pe_input_rows.front().size() + unit.grow_rows() + 1);
    const double columns = std::min(where.output_columns.size(),
                                    where.pe_input_columns.front().size() + unit.grow_columns() + 1);
    const double words = workload.ocg_filters(step) * rows * columns;
    post += words / config.ppu.halo_words_per_cycle + words / config.ppu.entries_per_cycle;
    if (workload.ocg_of(step) > 0) continue;
    const double input_bytes = workload.streams_input ? static_cast<double>(workload.inputs[pass].bytes) : 0;
    bytes += static_cast<double>(weights.bytes) + input_bytes;
    trips += static_cast<double>(weights.bytes) / config.weight_broadcast.buffer_bytes +
             input_bytes / config.activation_loader.buffer_bytes;
  }
  Cost cost;
  cost.compute = static_cast<std::uint64_t>(compute) * pes;
  cost.post = static_cast<std::uint64_t>(post) * pes;
  cost.dram = static_cast<std::uint64_t>(bytes * config.clock.frequency / config.dram.bandwidth +
                                         trips * config.dram.latency) *
              pes;
  return cost;
}

/// Makes the machine larger until the layer can be mapped and does not take too long; false: hopeless.
bool tame(MachineConfig& config, const LayerDescription& layer, const LayerTensors& tensors,
          const DenseOperands& dense, Dice& dice) {
  for (int attempt = 0; attempt < 16; ++attempt) {
    std::optional<Workload> workload;
    try {
      workload = prepare(config, layer, tensors, dense);
    } catch (const UserError&) {
      if (config.activation_ram.overflow == RamOverflow::retile) {
        config.activation_ram.iaram_bytes *= 2;
        config.activation_ram.oaram_bytes *= 2;
      }
      config.accumulator.entries += std::max(1u, config.accumulator.entries / 2);
      continue;
    }
    const Cost cost = estimate(config, *workload);
    if (cost.total() <= most_pe_cycles) return true;
    const bool many_tiles = workload->mapping.temporal_tiles > 1;
    if (cost.compute > most_pe_cycles && !many_tiles) return false;
    if (cost.dram > cost.total() / 2 && dice.one_in(2)) {
      config.dram.bandwidth *= 4;
      config.weight_broadcast.buffer_bytes *= 2;
      config.activation_loader.buffer_bytes *= 2;
    } else if (many_tiles) {
      config.accumulator.entries *= 2;
      if (config.activation_ram.overflow == RamOverflow::retile) {
        config.activation_ram.iaram_bytes *= 2;
        config.activation_ram.oaram_bytes *= 2;
      }
    } else {
      config.ppu.entries_per_cycle += 1;
      config.ppu.halo_words_per_cycle += 1;
      config.dram.bandwidth *= 2;
    }
  }
  return false;
}

std::string describe_case(const MachineConfig& config, const LayerDescription& layer,
                          const std::string& data) {
  const LayerShape& shape = layer.shape;
  std::ostringstream out;
  out << layer.name << ": C=" << shape.C << " K=" << shape.K << " plane=" << shape.H << "x" << shape.W
      << " filter=" << shape.R << "x" << shape.S << " stride=" << shape.stride_h << "," << shape.stride_w
      << " dilation=" << shape.dilation_h << "," << shape.dilation_w << " pad=" << shape.pad_top << ","
      << shape.pad_left << "," << shape.pad_bottom << "," << shape.pad_right << " groups=" << shape.groups
      << " output=" << shape.P() << "x" << shape.Q() << " relu=" << layer.rectifies()
      << " shift=" << layer.output_shift << " granularity=" << to_string(layer.granularity)
      << " input=" << to_string(layer.input) << "; " << data << ";";
  std::vector<std::string> defaults;
  const MachineConfig standard;
  MachineConfig::for_each(
      standard, [&](const ParameterInfo&, const auto& value) { defaults.push_back(value_as_text(value)); });
  std::size_t index = 0;
  MachineConfig::for_each(config, [&](const ParameterInfo& info, const auto& value) {
    const std::string text = value_as_text(value);
    if (text != defaults[index++]) out << " " << info.key() << "=" << text;
  });
  return out.str();
}

}  // namespace

RandomCase random_case(std::uint64_t seed, const DenseOperands& dense) {
  Dice dice(seed);
  for (;;) {
    RandomCase result;
    result.layer = random_layer(dice, seed);
    if (result.layer.shape.dense_macs() > most_macs) continue;
    result.config = random_machine(dice);
    const std::string data =
        fill_tensors(result.tensors, result.layer, result.config.multiplier_array.operand_bits, dice);
    if (!tame(result.config, result.layer, result.tensors, dense, dice)) continue;
    // Dice of their own: the cases without them are those of the same seed before there were any.
    Dice more(seed + 20'000'000);
    std::string tensors = data;
    if (more.one_in(5)) {
      fill_full_scale(result.tensors, result.config.multiplier_array.operand_bits, more);
      tensors += " full scale";
    }
    if (more.one_in(3)) {
      result.layer.after = {"add", "relu", "max_pool"};
      tensors += " " + bring_written(result.tensors, result.layer,
                                     result.config.multiplier_array.operand_bits, more);
    }
    if (result.config.activation_ram.overflow == RamOverflow::retile &&  // its tiles depend on the outputs
        !tame(result.config, result.layer, result.tensors, dense, more))
      continue;
    result.text = describe_case(result.config, result.layer, tensors);
    if (dense.weights) result.text += " dense weights";
    if (dense.activations) result.text += " dense activations";
    return result;
  }
}

void spill_unless_tiles_fit(RandomCase& random, const DenseOperands& dense) {
  try {
    prepare(random.config, random.layer, random.tensors, dense);
  } catch (const UserError&) {
    random.config.activation_ram.overflow = RamOverflow::spill;
  }
}

}  // namespace scnnsim::lockstep
