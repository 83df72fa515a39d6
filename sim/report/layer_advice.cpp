// SPDX-License-Identifier: Apache-2.0
#include "sim/report/layer_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "models/memory/banked/dram_device.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

using Settings = std::vector<std::string>;

template <class T>
std::string setting(const char* key, T value) {
  return fmt::format("{}={}", key, value);
}

/// Whether the machine may be set so.
bool is_legal(MachineConfig config, const Settings& settings) {
  try {
    for (const std::string& one : settings) set_parameter(config, one, "advice");
    config.check();
    return true;
  } catch (const UserError&) {
    return false;
  }
}

/// The advice if it is legal and worth a run.
std::optional<LayerAdvice> advice(const MachineConfig& config, std::string effect, Settings settings,
                                  double gain) {
  if (gain < least_gain || !is_legal(config, settings)) return std::nullopt;
  return LayerAdvice{std::move(effect), std::move(settings), gain};
}

/// F and I of a PE.
struct VectorShape {
  std::uint32_t f, i;
};

/// Shapes of `lanes` multipliers that differ from the machine's by powers of two.
std::vector<VectorShape> shapes_of(std::uint32_t lanes, const MachineConfig& config) {
  constexpr std::uint32_t most = 16;  // multiplier_array.f and i
  std::vector<VectorShape> shapes;
  const std::uint32_t f = config.multiplier_array.f;
  for (std::uint32_t scale = 1; scale <= most; scale *= 2)
    for (const bool up : {true, false}) {
      if (!up && (scale == 1 || f % scale != 0)) continue;
      const std::uint32_t other = up ? f * scale : f / scale;
      if (other <= most && lanes % other == 0 && lanes / other <= most)
        shapes.push_back({other, lanes / other});
    }
  return shapes;
}

/// Issues of a block with these vectors, over those of now.
double issues_at(const LayerFacts& facts, VectorShape shape) {
  if (facts.is_dense) return facts.weight_vectors_at(shape.f * shape.i) / facts.weight_vectors;
  return facts.weight_vectors_at(shape.f) * facts.activation_vectors_at(shape.i) /
         (facts.weight_vectors * facts.activation_vectors);
}

struct ShapeGain {
  VectorShape shape{};
  double gain = 0;
};

/// Whether a side of an issue may have this length: a shorter one than now would have to hold what vectors
/// hold now. Else more issues were needed, and products at fewer positions could meet in fewer banks.
bool holds(double length, double now, double words) {
  return length >= now || words <= 1.05 * length;
}

/// The shape that should save most.
ShapeGain best_shape(const LayerFacts& facts, std::uint32_t lanes, const MachineConfig& config) {
  ShapeGain best;
  const MultiplierArrayParameters& now = config.multiplier_array;
  for (const VectorShape shape : shapes_of(lanes, config)) {
    if (!facts.is_dense && (!holds(shape.f, now.f, facts.weights_of_vector) ||
                            !holds(shape.i, now.i, facts.activations_of_vector)))
      continue;
    // A vector holds no parts of two grains: more words may not fill it.
    if (config.accumulator.merge == MergeMode::grain && shape.f > now.f) continue;
    const double vectors = facts.is_dense ? 1 : facts.weight_vectors_at(shape.f) / facts.weight_vectors;
    const double gain = std::min((1 - issues_at(facts, shape)) * facts.work(), facts.headroom(vectors));
    if (gain > best.gain) best = {shape, gain};
  }
  return best;
}

}  // namespace

namespace {

/// A tile's rows, or columns, over those of now, if `pes` PEs share the plane.
double tile_growth(double plane, std::uint32_t pes, double positions) {
  const double now = std::sqrt(positions);  // rows and columns alike, which is enough for an estimate
  return std::max(1.0, std::ceil(plane * now / pes - 0.1) / now);
}

/// Half the rows and columns of PEs, each PE four times as large. The tiles of fewer PEs are larger; time is
/// saved where tiles grow by less than the multipliers of a PE do. Issues alone are counted as saved: how
/// uneven larger tiles are, which decides the waits at the barrier, results do not tell. Nothing is proposed
/// where a channel's activations on a PE always fit one vector: all PEs work alike there, and whether larger
/// tiles would be too uneven to gain, results do not tell.
std::optional<LayerAdvice> four_times_larger(const LayerFacts& facts, const MachineConfig& config) {
  const PeArrayParameters& array = config.pe_array;
  if (facts.is_dense || facts.tile_positions <= config.multiplier_array.i || array.rows % 2 != 0 ||
      array.columns % 2 != 0)
    return std::nullopt;
  constexpr std::uint32_t growth = 4;
  const double tile = tile_growth(facts.plane_rows, array.rows / 2, facts.tile_positions) *
                      tile_growth(facts.plane_columns, array.columns / 2, facts.tile_positions);
  LayerFacts grown = facts;
  grown.activation_vectors = facts.activation_vectors_at(config.multiplier_array.i, tile);
  const double longer = grown.activation_vectors / facts.activation_vectors;
  double best = 0;
  VectorShape shape{};
  for (const VectorShape one : shapes_of(growth * config.lanes(), config)) {
    if (one.f < config.multiplier_array.f || one.i < config.multiplier_array.i) continue;
    if (config.accumulator.merge == MergeMode::grain && one.f > config.multiplier_array.f) continue;
    const double vectors = facts.weight_vectors_at(one.f) / facts.weight_vectors;
    const double gain = std::min((1 - longer * issues_at(grown, one)) * facts.share(CycleOwner::issue),
                                 facts.headroom(vectors));
    if (gain > best) best = gain, shape = one;
  }
  return advice(config, "Fewer, larger PEs with as many multipliers, as much RAM and as fast PPUs in total",
                {setting("pe_array.rows", array.rows / 2), setting("pe_array.columns", array.columns / 2),
                 setting("multiplier_array.f", shape.f), setting("multiplier_array.i", shape.i),
                 setting("accumulator.banks", growth * config.accumulator.banks),
                 setting("activation_ram.iaram_bytes", growth * config.activation_ram.iaram_bytes),
                 setting("activation_ram.oaram_bytes", growth * config.activation_ram.oaram_bytes),
                 setting("ppu.entries_per_cycle", growth * config.ppu.entries_per_cycle),
                 setting("ppu.halo_words_per_cycle", growth * config.ppu.halo_words_per_cycle)},
                best);
}

}  // namespace

std::optional<LayerAdvice> larger_pes(const LayerFacts& facts, const MachineConfig& config) {
  if (!facts.tells_pes || facts.pes_with_tile == 0) return std::nullopt;
  std::optional<LayerAdvice> best;
  for (std::uint32_t rows = config.pe_array.rows;; rows /= 2) {
    for (std::uint32_t columns = config.pe_array.columns;; columns /= 2) {
      const std::uint32_t growth = config.pe_count() / (rows * columns);
      const ShapeGain found = best_shape(facts, growth * config.lanes(), config);
      if (growth > 1 && found.gain > (best ? best->gain + 0.01 : 0)) {
        Settings settings{setting("pe_array.rows", rows), setting("pe_array.columns", columns),
                          setting("multiplier_array.f", found.shape.f),
                          setting("multiplier_array.i", found.shape.i)};
        if (!facts.is_dense)
          settings.push_back(setting("accumulator.banks", growth * config.accumulator.banks));
        if (auto one =
                advice(config, "Fewer, larger PEs with as many multipliers", std::move(settings), found.gain))
          best = std::move(one);
      }
      if (columns % 2 != 0 || columns / 2 < facts.columns) break;
    }
    if (rows % 2 != 0 || rows / 2 < facts.rows) break;
  }
  if (!best) best = four_times_larger(facts, config);
  return best;
}

std::optional<LayerAdvice> smaller_array(const LayerFacts& facts, const LayerResult& layer,
                                         const MachineConfig& config) {
  const bool is_smaller = facts.rows < config.pe_array.rows || facts.columns < config.pe_array.columns;
  if (!facts.tells_pes || facts.pes_with_tile == 0 || !is_smaller || layer.temporal_tiles != 1)
    return std::nullopt;
  Settings settings{setting("pe_array.rows", facts.rows), setting("pe_array.columns", facts.columns)};
  if (!is_legal(config, settings)) return std::nullopt;
  return LayerAdvice{"As fast for this layer with fewer PEs", std::move(settings), 0};
}

namespace {

/// Whether the layer is a grouped convolution, whose groups of channels limit output-channel groups.
enum class Grouping { none, grouped, unknown };
Grouping grouping_of(const LayerFacts& facts, std::uint64_t kc) {
  if (facts.channels > 0)
    return facts.products_of_output % facts.channels == 0 ? Grouping::none : Grouping::grouped;
  // As many steps as K alone asks for: no group, or groups of Kc filters each.
  const std::uint64_t steps = (facts.filters + kc - 1) / kc;
  if (facts.steps_of_tile != static_cast<double>(steps)) return Grouping::grouped;
  return facts.filters % kc == 0 ? Grouping::unknown : Grouping::none;
}

}  // namespace

std::optional<LayerAdvice> larger_groups(const LayerFacts& facts, const LayerResult& layer,
                                         const MachineConfig& config) {
  if (facts.is_dense || !facts.tells_pes || !config.mapping.kc.is_number()) return std::nullopt;
  const std::uint32_t wanted = config.mapping.kc.number();
  const std::uint64_t now = std::max<std::uint64_t>(layer.kc, 1);
  // Less than was asked for fits: the same key again would change nothing.
  const bool is_capped = now < wanted;
  const std::uint64_t growth = is_capped ? (wanted + now - 1) / now : 2;
  const Grouping grouping = grouping_of(facts, now);
  if (facts.filters < 2 * now || grouping == Grouping::grouped) return std::nullopt;

  const double scale = static_cast<double>(growth);
  // Vectors hold no parts of two grains then, however many a block has.
  const bool is_aligned = config.accumulator.merge == MergeMode::grain;
  const double issues =
      is_aligned ? 1
                 : facts.weight_vectors_at(config.multiplier_array.f, scale) / (scale * facts.weight_vectors);
  // Where banks are short, fuller vectors wait for them.
  const double conflicts = facts.share(CycleOwner::crossbar) - drain_share(facts, layer, config);
  const double of_issues = (1 - issues) * facts.work() * std::max(0.0, 1 - 5 * conflicts);
  const double of_barriers = (1 - 1 / std::sqrt(scale)) * facts.least_barrier;
  const double of_drains = (1 - 1 / scale) * drain_share(facts, layer, config);
  const double saved = std::min(of_issues + of_barriers + of_drains, facts.headroom(issues));
  const double longer_end = (scale - 1) * facts.tail;
  Settings settings;
  if (!is_capped) settings.push_back(setting("mapping.kc", growth * now));
  settings.push_back(setting("accumulator.entries", growth * config.accumulator.entries));
  std::string effect = is_capped ? "accumulators that hold groups as large as mapping.kc asks for"
                                 : "larger groups, in accumulators that hold them";
  effect = grouping == Grouping::unknown
               ? "If the layer is no grouped convolution, " + effect
               : std::string(1, static_cast<char>(std::toupper(effect[0]))) + effect.substr(1);
  return advice(config, std::move(effect), std::move(settings), saved - longer_end);
}

std::optional<LayerAdvice> other_shape(const LayerFacts& facts, const MachineConfig& config) {
  if (facts.is_dense) return std::nullopt;
  const ShapeGain best = best_shape(facts, config.lanes(), config);
  return advice(config, "As many multipliers in another shape",
                {setting("multiplier_array.f", best.shape.f), setting("multiplier_array.i", best.shape.i)},
                best.gain);
}

std::optional<LayerAdvice> more_bandwidth(const LayerFacts& facts, double share,
                                          const MachineConfig& config) {
  const double gain = std::min(
      {share - facts.startup, facts.dram_use / 2, 1 - std::max(facts.broadcast_use, facts.ppu_busy)});
  if (config.dram.model != DramModel::banked)
    return advice(config, "More bandwidth", {setting("dram.bandwidth", 2 * config.dram.bandwidth)}, gain);
  return advice(config, "More bandwidth", {setting("dram_device.channels", 2 * device_of(config).channels)},
                gain);
}

std::optional<LayerAdvice> wider_broadcast(const LayerFacts& facts, const MachineConfig& config) {
  if (facts.is_dense || facts.put_off_by_room > facts.put_off_by_dram) return std::nullopt;
  const double by_dram = std::max(facts.startup, facts.dram_waits);
  const double gain =
      std::min({facts.share(CycleOwner::weights) - by_dram, facts.broadcast_use / 2, facts.headroom(0.5)});
  return advice(
      config, "A wider broadcast",
      {setting("weight_broadcast.entries_per_cycle", 2 * config.weight_broadcast.entries_per_cycle)}, gain);
}

double drain_share(const LayerFacts& facts, const LayerResult& layer, const MachineConfig& config) {
  const double after_issue = config.scatter.policy == ScatterPolicy::serialized ? 1 : 2;
  const double steps = facts.steps_of_tile * static_cast<double>(layer.temporal_tiles);
  return std::min(facts.share(CycleOwner::crossbar),
                  after_issue * steps / static_cast<double>(std::max<std::uint64_t>(layer.cycles, 1)));
}

std::optional<LayerAdvice> fewer_conflicts(const LayerFacts& facts, const LayerResult& layer,
                                           const MachineConfig& config) {
  if (facts.is_dense || config.scatter.policy == ScatterPolicy::ideal) return std::nullopt;
  // Not known how many steps drain: all of it may be that.
  if (facts.steps_of_tile == 0) return std::nullopt;
  const double conflicts = facts.share(CycleOwner::crossbar) - drain_share(facts, layer, config);
  constexpr double worth = 0.9;  // twice as many banks, or queues, leave few
  if (config.scatter.policy == ScatterPolicy::serialized)
    return advice(config, "Queues before the banks", {setting("scatter.policy", "output_queued")},
                  std::min(worth * conflicts, facts.headroom()));
  return advice(config, "More banks", {setting("accumulator.banks", 2 * config.accumulator.banks)},
                std::min(worth * conflicts, facts.headroom()));
}

std::optional<LayerAdvice> faster_ppu(const LayerFacts& facts, double share, const MachineConfig& config) {
  Settings settings{setting("ppu.entries_per_cycle", 2 * config.ppu.entries_per_cycle)};
  if (!facts.is_dense)
    settings.push_back(setting("ppu.halo_words_per_cycle", 2 * config.ppu.halo_words_per_cycle));
  return advice(config, "Faster post-processing", std::move(settings), 0.4 * share);
}

}  // namespace scnnsim
