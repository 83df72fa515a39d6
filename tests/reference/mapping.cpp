// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/mapping.h"

#include <algorithm>
#include <numeric>

#include "tests/reference/index.h"
#include "traces/support/error.h"

namespace scnnsim::lockstep {
namespace {

int divide_up(int a, int b) {
  return (a + b - 1) / b;
}

/// Piece i of n of a range, by the tiling rule.
Range piece(Range whole, int n, int i, PeTiling tiling) {
  const int length = std::max(whole.size(), 0);
  if (tiling == PeTiling::balanced) return {whole.begin + i * length / n, whole.begin + (i + 1) * length / n};
  const int height = divide_up(length, n);
  return {whole.begin + std::min(i * height, length), whole.begin + std::min((i + 1) * height, length)};
}

std::vector<Range> pieces(Range whole, int n, PeTiling tiling) {
  std::vector<Range> result;
  for (int i = 0; i < n; ++i) result.push_back(piece(whole, n, i, tiling));
  return result;
}

/// Outputs begin ... end - 1 need these inputs.
Range inputs_of(Range outputs, int pad, int grow, int length) {
  Range needed{std::max(outputs.begin - pad, 0), std::min(outputs.end + grow - pad, length)};
  if (needed.is_empty()) needed = {0, 0};
  return needed;
}

std::vector<Range> tiles_of(int outputs, int tile) {
  std::vector<Range> tiles;
  for (int begin = 0; begin < outputs; begin += tile)
    tiles.push_back({begin, std::min(begin + tile, outputs)});
  return tiles;
}

/// A layer on a machine while its tiles are being sought.
class Cutter {
 public:
  Cutter(const MachineConfig& config, const std::vector<UnitLayer>& groups, const DenseOperands& dense)
      : config_(config), groups_(groups), dense_(dense) {}

  bool region_fits(int kc, int tile_rows, int tile_columns) const {
    const UnitLayer& unit = groups_.front();
    const auto& array = config_.pe_array;
    const int rows = largest_tile(unit.output_rows, tile_rows, unit.pad_top, unit.grow_rows(), unit.rows,
                                  static_cast<int>(array.rows));
    const int columns = largest_tile(unit.output_columns, tile_columns, unit.pad_left, unit.grow_columns(),
                                     unit.columns, static_cast<int>(array.columns));
    if (rows == 0 || columns == 0) return true;
    const int region_rows = rows + unit.grow_rows(), region_columns = columns + unit.grow_columns();
    const auto& accumulator = config_.accumulator;
    const std::uint64_t words = std::uint64_t{1} * at(kc) * at(region_rows) * at(region_columns);
    if (words > std::uint64_t{accumulator.banks} * accumulator.entries) return false;
    std::vector<std::uint32_t> filled(accumulator.banks);
    for (int k = 0; k < kc; ++k)
      for (int y = 0; y < region_rows; ++y)
        for (int x = 0; x < region_columns; ++x)
          if (++filled[at(bank_of(accumulator, k, y, x, region_rows, region_columns))] > accumulator.entries)
            return false;
    return true;
  }

  std::vector<Pass> passes(int tile_rows, int tile_columns) const {
    std::vector<Pass> result;
    const int array_rows = static_cast<int>(config_.pe_array.rows);
    const int array_columns = static_cast<int>(config_.pe_array.columns);
    const PeTiling tiling = config_.pe_array.tiling;
    for (int group = 0; group < static_cast<int>(groups_.size()); ++group) {
      const UnitLayer& unit = groups_[at(group)];
      for (Range rows : tiles_of(unit.output_rows, tile_rows))
        for (Range columns : tiles_of(unit.output_columns, tile_columns)) {
          Pass pass;
          pass.group = group;
          pass.output_rows = rows;
          pass.output_columns = columns;
          pass.input_rows = inputs_of(rows, unit.pad_top, unit.grow_rows(), unit.rows);
          pass.input_columns = inputs_of(columns, unit.pad_left, unit.grow_columns(), unit.columns);
          pass.pe_input_rows = pieces(pass.input_rows, array_rows, tiling);
          pass.pe_input_columns = pieces(pass.input_columns, array_columns, tiling);
          pass.pe_output_rows = pieces(rows, array_rows, tiling);
          pass.pe_output_columns = pieces(columns, array_columns, tiling);
          result.push_back(pass);
        }
    }
    return result;
  }

  /// Whether each PE's IARAM holds its input of all passes, or each half of it that of any pass.
  bool inputs_fit(int tile_rows, int tile_columns) const {
    std::vector<std::uint64_t> of_layer(config_.pe_count());
    std::uint64_t most = 0;
    for (const Pass& pass : passes(tile_rows, tile_columns))
      for (std::size_t pe = 0; pe < of_layer.size(); ++pe) {
        const UnitLayer& unit = groups_[at(pass.group)];
        std::uint64_t words = 0;
        for (int c = 0; c < unit.channels; ++c)
          words +=
              activation_block(config_, dense_, unit, c, pass.pe_input_rows[pe / config_.pe_array.columns],
                               pass.pe_input_columns[pe % config_.pe_array.columns])
                  .size();
        of_layer[pe] += words;
        most = std::max(most, words);
      }
    const std::uint64_t held = words_held(config_.activation_ram.iaram_bytes, config_, dense_);
    return *std::max_element(of_layer.begin(), of_layer.end()) <= held || 2 * most <= held;
  }

  /// Whether each PE's OARAM holds all outputs, or each half of it those of any step, uncompressed.
  bool outputs_fit(int kc, int tile_rows, int tile_columns, const LayerShape& shape,
                   const Tensor<std::int16_t>& stored) const {
    const std::vector<Pass> all = passes(tile_rows, tile_columns);
    const int filters = groups_.front().filters;
    std::uint64_t most = 0;
    for (const Pass& pass : all)
      for (const Range& rows : pass.pe_output_rows)
        for (const Range& columns : pass.pe_output_columns)
          most = std::max<std::uint64_t>(most, written_values(shape, stored, 0, rows, columns).size());
    most *= at(std::min(kc, filters));
    return fullest_output(config_, dense_, shape, stored, filters, all) <=
               words_held(config_.activation_ram.oaram_bytes, config_, dense_) ||
           2 * most <= words_held(config_.activation_ram.oaram_bytes, config_, dense_);
  }

  /// Tile sizes grown as long as no PE's input piece gets longer.
  void grow(const UnitLayer& unit, int& tile_rows, int& tile_columns) const {
    const auto rows_with = [&](int tile) {
      return largest_tile(unit.output_rows, tile, unit.pad_top, unit.grow_rows(), unit.rows,
                          static_cast<int>(config_.pe_array.rows));
    };
    const auto columns_with = [&](int tile) {
      return largest_tile(unit.output_columns, tile, unit.pad_left, unit.grow_columns(), unit.columns,
                          static_cast<int>(config_.pe_array.columns));
    };
    for (const int most = rows_with(tile_rows);
         tile_rows + 1 <= unit.output_rows && rows_with(tile_rows + 1) <= most;)
      ++tile_rows;
    for (const int most = columns_with(tile_columns);
         tile_columns + 1 <= unit.output_columns && columns_with(tile_columns + 1) <= most;)
      ++tile_columns;
  }

 private:
  /// The largest piece of any PE in any tile of one dimension.
  int largest_tile(int outputs, int tile, int pad, int grow, int length, int pes) const {
    int largest = 0;
    for (Range range : tiles_of(outputs, tile))
      for (Range part : pieces(inputs_of(range, pad, grow, length), pes, config_.pe_array.tiling))
        largest = std::max(largest, part.size());
    return largest;
  }

  const MachineConfig& config_;
  const std::vector<UnitLayer>& groups_;
  const DenseOperands dense_;
};

}  // namespace

namespace {

/// Takes the low bits of k, y and x one at a time, as they are dealt.
int xor_bank(int banks, int k, int y, int x) {
  int coordinates[] = {k, y, x}, taken[] = {0, 0, 0}, dealt[] = {0, 0, 0};
  int next = 0;
  for (int left = banks; left > 2; left /= 2, next = (next + 1) % 3) {
    taken[next] += (coordinates[next] % 2) << dealt[next];
    ++dealt[next];
    coordinates[next] /= 2;
  }
  int bank = 0, weight = 1;
  for (int n = 0; n < 3; ++n) {
    bank += taken[n] * weight;
    weight <<= dealt[n];
  }
  const int folded = (coordinates[0] + coordinates[1] + coordinates[2]) % 2;
  return banks == 1 ? 0 : bank + folded * weight;
}

}  // namespace

int bank_of(const AccumulatorParameters& accumulator, int k, int y, int x, int region_rows,
            int region_columns) {
  if (accumulator.bank_hash == BankHash::xor_) return xor_bank(static_cast<int>(accumulator.banks), k, y, x);
  return ((k * region_rows + y) * region_columns + x) % static_cast<int>(accumulator.banks);
}

unsigned activation_bits(const MachineConfig& config, const DenseOperands& dense) {
  return config.multiplier_array.operand_bits + (dense.activations ? 0 : config.compression.index_bits);
}

std::uint64_t words_held(std::uint64_t ram_bytes, const MachineConfig& config, const DenseOperands& dense) {
  return 8 * ram_bytes / activation_bits(config, dense);
}

StoredBlock store_activations(const MachineConfig& config, const DenseOperands& dense,
                              const std::vector<std::int16_t>& values) {
  if (!dense.activations)
    return encode_values(values, {config.multiplier_array.operand_bits, config.compression.index_bits});
  std::vector<std::size_t> positions(values.size());
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  return keep_dense(values, positions, config.multiplier_array.operand_bits);
}

std::vector<std::int16_t> written_values(const LayerShape& shape, const Tensor<std::int16_t>& written,
                                         int channel, Range rows, Range columns) {
  const std::size_t height = written.shape[1], width = written.shape[2];
  std::vector<std::int16_t> values;
  for (std::size_t i = 0; i < height; ++i) {
    if (!rows.contains(static_cast<int>(i * shape.P() / height))) continue;
    for (std::size_t j = 0; j < width; ++j)
      if (columns.contains(static_cast<int>(j * shape.Q() / width)))
        values.push_back(written.data[(at(channel) * height + i) * width + j]);
  }
  return values;
}

Tensor<std::int16_t> stored_tensor(const MachineConfig& config, const LayerDescription& layer,
                                   const LayerTensors& tensors) {
  if (tensors.written) return *tensors.written;
  const Tensor<std::int64_t> sums = plain_convolution(layer, tensors);
  Tensor<std::int16_t> stored({layer.shape.K, layer.shape.P(), layer.shape.Q()});
  for (std::size_t n = 0; n < stored.size(); ++n)
    stored.data[n] = requantised(sums.data[n], layer, config.multiplier_array.operand_bits);
  return stored;
}

std::uint64_t fullest_output(const MachineConfig& config, const DenseOperands& dense, const LayerShape& shape,
                             const Tensor<std::int16_t>& stored, int filters,
                             const std::vector<Pass>& passes) {
  std::uint64_t fullest = 0;
  for (std::size_t pe = 0; pe < config.pe_count(); ++pe) {
    std::uint64_t words = 0;
    for (const Pass& pass : passes)
      for (int k = 0; k < filters; ++k) {
        const auto values = written_values(shape, stored, pass.group * filters + k,
                                           pass.pe_output_rows[pe / config.pe_array.columns],
                                           pass.pe_output_columns[pe % config.pe_array.columns]);
        words += store_activations(config, dense, values).size();
      }
    fullest = std::max(fullest, words);
  }
  return fullest;
}

StoredBlock activation_block(const MachineConfig& config, const DenseOperands& dense, const UnitLayer& unit,
                             int channel, Range rows, Range columns) {
  std::vector<std::int16_t> values;
  for (int y = rows.begin; y < rows.end; ++y)
    for (int x = columns.begin; x < columns.end; ++x)
      values.push_back(unit.activations[at(channel)][at(y * unit.columns + x)]);
  return store_activations(config, dense, values);
}

int largest_kc(const MachineConfig& config, const std::vector<UnitLayer>& groups) {
  if (config.mapping.kc.is_number()) return static_cast<int>(config.mapping.kc.number());
  const UnitLayer& unit = groups.front();
  const Cutter cutter(config, groups, {});
  int largest = 0;
  for (int kc = 1; kc <= unit.filters; ++kc)
    if (cutter.region_fits(kc, unit.output_rows, unit.output_columns)) largest = kc;
  return largest > 0 ? largest : 8;
}

Mapping map_layer(const MachineConfig& config, const LayerDescription& layer, const LayerTensors& tensors,
                  const DenseOperands& dense) {
  Mapping mapping;
  for (int group = 0; group < static_cast<int>(layer.shape.groups); ++group)
    mapping.groups.push_back(rewrite_group(layer, tensors, group));
  const UnitLayer& unit = mapping.groups.front();
  const Cutter cutter(config, mapping.groups, dense);

  int row_cuts = 1, column_cuts = 1;
  int tile_rows = unit.output_rows, tile_columns = unit.output_columns;
  const bool retiles = config.activation_ram.overflow == RamOverflow::retile;
  const Tensor<std::int16_t> stored =
      retiles ? stored_tensor(config, layer, tensors) : Tensor<std::int16_t>();
  bool cut_for_ram = false;
  const auto fits = [&](int rows, int columns) {
    cut_for_ram = false;
    if (!cutter.region_fits(mapping.kc, rows, columns)) return false;
    if (!retiles) return true;
    cutter.grow(unit, rows, columns);
    cut_for_ram = !cutter.inputs_fit(rows, columns) ||
                  !cutter.outputs_fit(mapping.kc, rows, columns, layer.shape, stored);
    return !cut_for_ram;
  };
  mapping.kc = largest_kc(config, mapping.groups);
  if (!config.mapping.kc.is_number() && retiles) {
    for (mapping.kc = unit.filters; mapping.kc > 0; --mapping.kc)
      if (fits(unit.output_rows, unit.output_columns)) break;
    if (mapping.kc == 0) mapping.kc = 8;
  }
  while (mapping.kc > 0 && !cutter.region_fits(mapping.kc, 1, 1)) --mapping.kc;
  if (mapping.kc == 0) throw UserError(layer.name + ": a one-position tile does not fit the accumulators");
  bool enlarge = false;
  while (!fits(tile_rows, tile_columns)) {
    enlarge = cut_for_ram;
    const bool rows_can = tile_rows > 1, columns_can = tile_columns > 1;
    if (!rows_can && !columns_can)
      throw UserError(layer.name + ": one-position tiles do not fit the activation RAMs");
    if (rows_can && (row_cuts <= column_cuts || !columns_can)) {
      row_cuts *= 2;
      tile_rows = divide_up(unit.output_rows, row_cuts);
    } else {
      column_cuts *= 2;
      tile_columns = divide_up(unit.output_columns, column_cuts);
    }
  }
  cutter.grow(unit, tile_rows, tile_columns);
  for (int* longer : {&tile_rows, &tile_columns})
    while (enlarge && *longer < (longer == &tile_rows ? unit.output_rows : unit.output_columns)) {
      const int rows = tile_rows, columns = tile_columns;
      ++*longer;
      cutter.grow(unit, tile_rows, tile_columns);
      if (fits(tile_rows, tile_columns)) continue;
      tile_rows = rows;
      tile_columns = columns;
      break;
    }
  mapping.passes = cutter.passes(tile_rows, tile_columns);
  mapping.temporal_tiles =
      divide_up(unit.output_rows, tile_rows) * divide_up(unit.output_columns, tile_columns);
  return mapping;
}

std::vector<Pass> whole_planes(const MachineConfig& config, const std::vector<UnitLayer>& groups) {
  return Cutter(config, groups, {}).passes(groups.front().output_rows, groups.front().output_columns);
}

}  // namespace scnnsim::lockstep
