// SPDX-License-Identifier: Apache-2.0
#include "models/pe/pe.h"

#include <algorithm>

namespace scnnsim {

ProcessingElement::ProcessingElement(const sc_core::sc_module_name& name, SimulationContext& context,
                                     std::uint32_t pe, const Environment& environment)
    : TimedProcess(name, context),
      pe_(pe),
      env_(environment),
      drop_product_(environment.fault, Fault::Kind::drop_product, pe),
      wrong_address_(environment.fault, Fault::Kind::wrong_address, pe),
      weight_fifo_("weight_fifo", environment.config.weight_fifo.entries, environment.program, pe,
                   environment.weight_room, {environment.fault, Fault::Kind::drop_credit, pe}),
      iaram_("iaram", environment.config.multiplier_array.i, environment.program.forms.compressed_activations,
             {environment.fault, Fault::Kind::wrong_index, pe}),
      oaram_("oaram", environment.config.multiplier_array.i, environment.program.forms.compressed_activations,
             {{}, Fault::Kind::wrong_index, pe}),
      multiplier_array_("multiplier_array", environment.config.multiplier_array),
      coordinate_unit_("coordinate_unit", environment.config.accumulator),
      merge_unit_("merge_unit", environment.config.accumulator),
      scatter_network_(make_scatter_network("scatter_network", environment.config, environment.work)),
      accumulator_banks_("accumulator_banks"),
      ppu_("ppu", context, pe,
           {environment.config, environment.program, environment.layer, environment.halo, oaram_,
            environment.dram, environment.outputs, environment.fault, environment.values}),
      issue_positions_(environment.config),
      pending_(environment.config.lanes()) {}

void ProcessingElement::run() {
  for (const Step& step : env_.program.steps) {
    const Cycle release = read(env_.sequencer.releases(), steps_done_, "the barrier");
    begin_step(step, release);
    if (tile_->has_tile()) by_vectors() ? run_blocks_by_vectors(step) : run_blocks(step);
    end_step();
    ++steps_done_;
  }
  end_pass();
}

/// go(n) of models/README.md section 3: after the barrier and the swap.
void ProcessingElement::begin_step(const Step& step, Cycle release) {
  if (steps_done_ > 0) (tile_->has_tile() ? stats_.barrier : stats_.idle) += release - free_cycle_;
  if (step.pass != pass_) begin_pass(step);
  go_ = has_swapped_ ? std::max(release, swapped_ + 1) : release;
  (tile_->has_tile() ? stats_.postprocess : stats_.idle) += go_ - release;
  free_cycle_ = not_before_ = go_;
  issued_ = false;
  step_words_ = tile_->has_tile()
                    ? static_cast<std::size_t>(tile_->region(env_.program.geometry).area()) * step.filters
                    : 0;
  accumulator_banks_.begin(step_words_, env_.program.sums_fit_int32);
  if (!by_vectors())
    merge_unit_.begin(step_words_);
  else if (tile_->has_tile())
    begin_step_by_vectors(step);
  advance_to(go_);
}

/// The tile of the new pass takes the place of the old one.
void ProcessingElement::begin_pass(const Step& step) {
  if (pass_ != ~std::size_t{0}) end_pass();
  pass_ = step.pass;
  const Pass& pass = env_.program.passes[pass_];
  tile_ = &pass.tiles[pe_];
  if (!tile_->has_tile()) return;
  coordinate_unit_.configure(env_.program.geometry, pass, *tile_, env_.program.kc);
  iaram_.load(*tile_, coordinate_unit_, env_.program.streams_input);
  if (by_vectors()) begin_pass_by_vectors();
}

void ProcessingElement::end_pass() {
  first_entry_of_pass_ += env_.program.streams[env_.program.passes[pass_].group].vectors.size();
  if (tile_->has_tile() && by_vectors()) count_pass();
}

/// end(n) and w(n): tells the barrier, and swaps the accumulator copies as soon as the PPU has drained the
/// other one.
void ProcessingElement::end_step() {
  const Cycle end = issued_ ? drain() : go_;
  env_.sequencer.ends(pe_).push(end, {});
  if (issued_) free_cycle_ = end + 1;
  swapped_ = end;
  if (steps_done_ > 0)
    swapped_ = std::max(swapped_, receive(ppu_.dones, "the PPU to drain an accumulator copy").cycle);
  has_swapped_ = true;
  ppu_.swaps.push(swapped_, &accumulator_banks_.swap());
}

void ProcessingElement::close(Cycle layer_cycles) {
  stats_.idle += layer_cycles - free_cycle_;
  free_cycle_ = layer_cycles;
}

void ProcessingElement::run_blocks(const Step& step) {
  const WeightStream& stream = env_.program.stream_of(step);
  for_each_block(step, [&](std::uint32_t channel, const WeightBlock& block) {
    switch_block();
    const Cycle arrival = input_arrival(step, channel);
    block.for_each_piece(
        env_.config.weight_fifo.entries, [&](std::uint32_t first_entry, std::uint32_t entries) {
          weight_fifo_.accept(stream, first_entry, entries, coordinate_unit_);
          run_piece({channel, first_entry, entries, arrival});
          iaram_.count_reads(iaram_.words(channel));
          weight_fifo_.count_reads(std::uint64_t{weight_fifo_.piece_words()} * iaram_.vector_count(channel));
        });
  });
}

/// The next block begins after so many cycles more; the first one of a step at once.
void ProcessingElement::switch_block() {
  if (issued_) not_before_ = last_issue_ + 1 + env_.config.pe.block_switch_cycles;
}

/// Each activation vector is held still while all weight vectors of the piece pass; the last one frees the
/// entries.
void ProcessingElement::run_piece(const Piece& piece) {
  const std::uint32_t vectors = iaram_.vector_count(piece.channel);
  for (std::uint32_t a = 0; a < vectors; ++a) {
    const OperandVector& activations = iaram_.vector(piece.channel, a);
    for (std::uint32_t w = 0; w < piece.entries; ++w) {
      const Cycle delivery =
          a > 0 ? 0 : read(*deliveries_, first_entry_of_pass_ + piece.first_entry + w, "a weight vector");
      issue(weight_fifo_.vector(w), activations, piece.input_arrival, delivery);
      if (a + 1 == vectors) weight_fifo_.free_entry(last_issue_);
    }
  }
}

/// Steps 2 to 5 of the cycle: accumulate and scatter until the output register is empty, then form and load
/// the products.
void ProcessingElement::issue(const OperandVector& weights, const OperandVector& activations,
                              Cycle input_arrival, Cycle delivery) {
  const Cycle begin = free_cycle_;
  const Cycle register_empty = wait_for_register(std::max({not_before_, input_arrival, delivery}));
  const Cycle cycle = network_cycle_;
  if (cycle > begin) own_gap(begin, cycle, input_arrival, delivery, register_empty);
  advance_to(cycle);
  ++stats_.issue;
  form_products(weights, activations);
  note_issue(cycle);
}

/// The last one so far.
void ProcessingElement::note_issue(Cycle cycle) {
  last_issue_ = cycle;
  issued_ = true;
  free_cycle_ = not_before_ = cycle + 1;
}

/// Runs the scatter network up to the first cycle, not before `earliest`, that finds the output register
/// empty; returns the first cycle at all that does.
Cycle ProcessingElement::wait_for_register(Cycle earliest) {
  if (!issued_) {
    network_cycle_ = earliest;  // the network is empty at the start of a step
    return go_;
  }
  ++network_cycle_;
  scatter_network_->step();
  while (!scatter_network_->register_empty()) {
    ++network_cycle_;
    scatter_network_->step();
  }
  const Cycle register_empty = network_cycle_;
  for (; network_cycle_ < earliest && !scatter_network_->empty(); ++network_cycle_) scatter_network_->step();
  network_cycle_ = std::max(network_cycle_, earliest);
  return register_empty;
}

/// Gives the cycles before an issue to their owners, first match.
void ProcessingElement::own_gap(Cycle begin, Cycle issued, Cycle input_arrival, Cycle delivery,
                                Cycle register_empty) {
  const auto own = [&begin, issued](Counter& counter, Cycle until) {
    const Cycle end = std::min(until, issued);
    if (end <= begin) return;
    counter += end - begin;
    begin = end;
  };
  own(stats_.input, input_arrival);
  own(stats_.weights, delivery);
  own(stats_.crossbar, register_empty);
  own(stats_.issue, issued);
}

void ProcessingElement::form_products(const OperandVector& weights, const OperandVector& activations) {
  multiplier_array_.multiply(weights, activations, products_);
  multiplier_array_.count_dropped(coordinate_unit_.resolve(products_));
  if (drop_product_.armed() || wrong_address_.armed()) inject_faults();
  merge_unit_.merge(products_);
  accumulator_banks_.add(products_);
  scatter_network_->load(products_);
}

void ProcessingElement::inject_faults() {
  for (std::uint32_t n = 0; n < products_.count; ++n) {
    if (drop_product_.hits()) products_.value[n] = 0;
    if (wrong_address_.hits())
      products_.address[n] =
          static_cast<std::int32_t>((static_cast<std::size_t>(products_.address[n]) + 1) % step_words_);
  }
}

/// The cycle at whose end nothing is left between multipliers and banks.
Cycle ProcessingElement::drain() {
  network_cycle_ += scatter_network_->drain();
  stats_.crossbar += network_cycle_ - last_issue_;
  return network_cycle_;
}

}  // namespace scnnsim
