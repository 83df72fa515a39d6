// SPDX-License-Identifier: Apache-2.0
#include "models/pe/product_engine.h"

#include "models/pe/accumulator_banks.h"
#include "models/pe/activation_ram.h"
#include "models/pe/coordinate_unit.h"
#include "models/pe/issue_port.h"
#include "models/pe/merge_unit.h"
#include "models/pe/multiplier_array.h"
#include "models/pe/scatter/scatter_network.h"
#include "models/pe/weight_fifo.h"

namespace scnnsim {

ProductEngine::ProductEngine(const MachineConfig& config, const LayerProgram& program, const Fault& fault,
                             std::uint32_t pe, const PeBoxes& boxes, IssuePort& port)
    : config_(config),
      program_(program),
      pe_(pe),
      boxes_(boxes),
      port_(port),
      drop_product_(fault, Fault::Kind::drop_product, pe),
      wrong_address_(fault, Fault::Kind::wrong_address, pe),
      activations_(config.multiplier_array.i) {}

void ProductEngine::begin_pass(const Pass& pass) {
  activations_.decode(boxes_.iaram, pass.tiles[pe_].input.columns.size(), boxes_.coordinate_unit);
}

/// The order of issues (PT-IS-CP-sparse, SCNN sec. 3.2): input channels in order; per piece of a weight
/// block, each activation vector is held still while all weight vectors of the piece pass.
std::optional<Cycle> ProductEngine::run_step(std::size_t number, Cycle go) {
  const Step& step = program_.steps[number];
  step_words_ = static_cast<std::size_t>(boxes_.coordinate_unit.area()) * step.filters;
  boxes_.merge_unit.begin(step_words_);
  cycle_ = not_before_ = go;
  bool issued = false;
  program_.for_each_block(step, [&](std::uint32_t channel, const WeightBlock& block) {
    const std::uint32_t vectors = activations_.count(channel);
    if (vectors == 0) return;
    if (issued) not_before_ = cycle_ + config_.pe.block_switch_cycles;
    port_.enter_channel(channel);
    const Cycle input = port_.wait_for_input(channel);
    block.for_each_piece(config_.weight_fifo.entries, [&](std::uint32_t first, std::uint32_t entries) {
      boxes_.weight_fifo.accept(program_.stream_of(step), first, entries, boxes_.coordinate_unit);
      for (std::uint32_t a = 0; a < vectors; ++a)
        for (std::uint32_t w = 0; w < entries; ++w) {
          const Cycle delivery = a == 0 ? port_.wait_for_entry(first + w) : 0;
          const Cycle cycle =
              issue(boxes_.weight_fifo.vector(w), activations_.vector(channel, a), {input, delivery});
          if (a + 1 == vectors) boxes_.weight_fifo.free_entry(cycle);
        }
      boxes_.iaram.stats().reads += boxes_.iaram.words(channel);
      boxes_.weight_fifo.stats().reads += std::uint64_t{boxes_.weight_fifo.piece_words()} * vectors;
    });
    if (port_.is_observed()) port_.observe_queues(cycle_ - 1, boxes_.scatter_network.queued());
    issued = true;
  });
  if (!issued) return std::nullopt;
  return drain();
}

/// Runs the cycles up to the one that issues the vector pair, which is returned. Each iteration and the end
/// are one cycle, in the order of models/README.md section 3; step 1, post-processing, meets the array only
/// when the accumulator copies swap.
Cycle ProductEngine::issue(const OperandVector& weights, const OperandVector& activations,
                           const Arrival& arrival) {
  ScatterNetwork& network = boxes_.scatter_network;

  // 2. Accumulate: each bank takes at most one product. 3. Scatter: products leave the output register.
  network.step();
  while (const auto wait = wait_before_issue(arrival)) {
    const Cycle next = network.empty() ? wait->until : cycle_ + 1;  // an empty network stays as it is
    port_.own(wait->owner, next);
    cycle_ = next;
    network.step();
  }

  // 4. Merge: the vector pair's products are formed; products outside the tile are dropped; products with
  // equal addresses become one. Their values are added to the sums here; the scatter network times when they
  // reach their banks.
  boxes_.multiplier_array.multiply(weights, activations, products_);
  boxes_.multiplier_array.stats().dropped += boxes_.coordinate_unit.resolve(products_);
  if (drop_product_.armed() || wrong_address_.armed()) inject_faults();
  boxes_.merge_unit.merge(products_);
  boxes_.accumulator_banks.add(products_);

  // 5. Issue: the products stand in the output register at the end of the cycle.
  network.load(products_);
  port_.own_issues(1, cycle_ + 1);
  port_.advance_to(cycle_);
  not_before_ = cycle_ + 1;
  return cycle_++;
}

/// Why step 5 of the cycle under way cannot issue, first match (models/README.md section 3, "Who owns a
/// cycle"); nothing if it can.
std::optional<ProductEngine::Wait> ProductEngine::wait_before_issue(const Arrival& arrival) const {
  if (cycle_ < arrival.input) return Wait{CycleOwner::input, arrival.input};
  if (cycle_ < arrival.weights) return Wait{CycleOwner::weights, arrival.weights};
  if (!boxes_.scatter_network.register_empty()) return Wait{CycleOwner::crossbar, cycle_ + 1};
  if (cycle_ < not_before_) return Wait{CycleOwner::issue, not_before_};  // switching blocks
  return std::nullopt;
}

/// Runs the cycles after the last issue of a step until nothing is left between multipliers and banks.
/// Returns the last of these cycles, end(n).
Cycle ProductEngine::drain() {
  for (; !boxes_.scatter_network.empty(); ++cycle_) {
    boxes_.scatter_network.step();
    port_.own(CycleOwner::crossbar, cycle_ + 1);
  }
  if (port_.is_observed()) port_.observe_queues(cycle_ - 1, 0);
  return cycle_ - 1;
}

void ProductEngine::inject_faults() {
  for (std::uint32_t n = 0; n < products_.count; ++n) {
    if (drop_product_.hits()) products_.value[n] = 0;
    if (wrong_address_.hits())
      products_.address[n] =
          static_cast<std::int32_t>((static_cast<std::size_t>(products_.address[n]) + 1) % step_words_);
  }
}

}  // namespace scnnsim
