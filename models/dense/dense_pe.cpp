// SPDX-License-Identifier: Apache-2.0
#include "models/dense/dense_pe.h"

#include <algorithm>

#include "models/common/geometry.h"

namespace scnnsim {

DensePe::DensePe(const sc_core::sc_module_name& name, const DenseProgram& program, const DenseTile& tile,
                 std::uint32_t ppu_rate)
    : sc_module(name), program_(program), tile_(tile), ppu_rate_(ppu_rate) {}

Cycle DensePe::run(const DenseStep& step, const Arrivals& arrivals) {
  count(step);
  if (!has_work()) return arrivals.release;
  const Cycle copy_free = std::max(arrivals.release, may_start_);
  const Cycle go = std::max(copy_free, arrivals.weights);
  const std::uint64_t outputs = tile_.outputs * step.filters;
  const Cycle computed = go + outputs * program_.cycles_per_output - 1;
  const Cycle end = std::max(computed, arrivals.input);

  stats_.postprocess += copy_free - arrivals.release;
  stats_.weights += go - copy_free;
  stats_.issue += computed + 1 - go;
  stats_.input += end - computed;
  owned_ = end + 1;

  const Cycle swap = std::max(end, done_);
  may_start_ = swap + 1;
  done_ = swap + ceil_divide<std::uint64_t>(outputs, ppu_rate_);
  return end;
}

void DensePe::count(const DenseStep& step) {
  stats_.input_reads += tile_.input_words;
  const std::uint64_t outputs = tile_.outputs * step.filters;
  stats_.multiplies += outputs * program_.multiplies_per_output;
  if (has_work()) stats_.weight_writes += step.filters * program_.multiplies_per_output;
  stats_.updates += outputs * program_.cycles_per_output;
  stats_.output_writes += tile_.written * step.filters;
}

void DensePe::wait_at_barrier(Cycle release) {
  if (!has_work()) return;
  stats_.barrier += release - owned_;
  owned_ = release;
}

void DensePe::close(Cycle layer_cycles) {
  stats_.idle += layer_cycles - owned_;
  owned_ = layer_cycles;
  stats_.gated += tile_.gated_multiplies;
  stats_.weight_reads += stats_.multiplies.value() - tile_.zero_activations;
}

}  // namespace scnnsim
