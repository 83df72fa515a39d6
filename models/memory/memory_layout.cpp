// SPDX-License-Identifier: Apache-2.0
#include "models/memory/memory_layout.h"

#include <fmt/format.h>

#include "models/common/geometry.h"
#include "models/common/written_tensor.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

/// Hands out addresses, from 0 upwards.
class Addresses {
 public:
  void begin_region() { align(MemoryLayout::region_alignment); }
  /// First address of an area of `bytes`.
  std::uint64_t area(std::uint64_t bytes) {
    align(MemoryLayout::area_alignment);
    const std::uint64_t first = next_;
    next_ += bytes;
    return first;
  }
  std::uint64_t end() const { return next_; }

 private:
  void align(std::uint64_t alignment) { next_ = ceil_divide(next_, alignment) * alignment; }
  std::uint64_t next_ = 0;
};

/// Bytes that the PE of a tile writes in a step at most: every position that it stores, uncompressed.
std::uint64_t most_output_bytes(const LayerProgram& program, const MachineConfig& config,
                                const Tensor<std::int16_t>* written, const Step& step, const PeTile& tile) {
  const std::uint64_t bits = program.forms.activation_bits(config);
  Rectangle part = tile.outputs;
  if (written != nullptr) part = written_part(part, program.geometry, written->shape);
  return ceil_divide<std::uint64_t>(static_cast<std::uint64_t>(part.area()) * step.filters * bits, 8);
}

}  // namespace

MemoryLayout layout_of(const LayerProgram& program, const MachineConfig& config,
                       const Tensor<std::int16_t>* written) {
  MemoryLayout layout;
  Addresses addresses;
  for (const WeightStream& stream : program.streams) layout.weights.push_back(addresses.area(stream.bytes));
  addresses.begin_region();
  if (program.streams_input)
    for (const std::vector<std::uint64_t>& ends : program.channel_end_bytes)
      layout.inputs.push_back(addresses.area(ends.back()));
  addresses.begin_region();
  if (program.output_spilled)
    for (const Step& step : program.steps)
      for (const PeTile& tile : program.pass_of(step).tiles)
        layout.outputs.push_back(addresses.area(most_output_bytes(program, config, written, step, tile)));
  layout.bytes = addresses.end();
  return layout;
}

MemoryLayout layout_of(const DenseProgram& program) {
  MemoryLayout layout;
  Addresses addresses;
  for (const DenseStep& step : program.steps)
    layout.weights.push_back(addresses.area(program.weight_bytes(step)));
  addresses.begin_region();
  for (const DenseTransfer& transfer : program.input)
    layout.inputs.push_back(addresses.area(transfer.dense_bytes));
  addresses.begin_region();
  for (const DenseStep& step : program.steps)
    for (const DenseTransfer& transfer : step.output)
      layout.outputs.push_back(addresses.area(transfer.dense_bytes));
  layout.bytes = addresses.end();
  return layout;
}

void require_capacity(const MemoryLayout& layout, std::uint64_t capacity) {
  if (layout.bytes > capacity)
    throw UserError(fmt::format(
        "DRAM: the layer's weights, inputs and outputs take {} B, the memory holds {} B; expected "
        "a memory that holds the layer: raise dram_device.rows, ranks or channels",
        layout.bytes, capacity));
}

}  // namespace scnnsim
