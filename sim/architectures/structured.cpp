// SPDX-License-Identifier: Apache-2.0
#include "sim/architectures/structured.h"

#include "sim/layer/shared_layer.h"
#include "sim/mapping/stored_n_of_m.h"
#include "traces/convolution.h"

namespace scnnsim {
namespace {

/// Compares what a machine computed with what the layer's sums must be: the trace's, else the reference
/// convolution's.
void verify_sums(const Sums& computed, SharedLayer& layer, unsigned operand_bits, LayerResult& result) {
  const ReferenceOutputs& expected =
      layer.has_given_outputs() ? layer.given_outputs(operand_bits) : layer.reference(operand_bits);
  result.first_mismatch = first_mismatch_of_sums(computed, expected.sums);
  result.verified = result.first_mismatch.empty() ? Verified::yes : Verified::no;
}

}  // namespace

StructuredSimulation::StructuredSimulation(const MachineConfig& config, SharedLayer& layer,
                                           const SimulationOptions& options)
    : PreparedSimulation(options),
      config_(config),
      layer_(layer),
      compact_(compact_layer(layer.description(), layer.tensors())),
      shared_(compact_.description, compact_.tensors),
      dense_(config, shared_, options, DenseKind::plain) {}

LayerResult StructuredSimulation::run(const std::function<void(double)>& progress) const {
  LayerResult result = dense_.run(progress);
  const LayerResult whole = initial_result(config_, layer_, false);
  result.dense_macs = whole.dense_macs;
  result.weight_density = whole.weight_density;
  result.input_density = whole.input_density;
  result.dense_weight_bytes = whole.dense_weight_bytes;
  if (!options().verify) return result;
  const unsigned operand_bits = config_.multiplier_array.operand_bits;
  verify_sums(
      expand_sums(compact_, shared_.reference(operand_bits).sums, layer_.description(), layer_.tensors()),
      layer_, operand_bits, result);
  return result;
}

NOfMSimulation::NOfMSimulation(const MachineConfig& config, SharedLayer& layer,
                               const SimulationOptions& options)
    : PreparedSimulation(options),
      config_(config),
      layer_(layer),
      dense_(config, layer, options, DenseKind::n_of_m) {}

LayerResult NOfMSimulation::run(const std::function<void(double)>& progress) const {
  LayerResult result = dense_.run(progress);
  if (!options().verify) return result;
  LayerTensors tensors;
  tensors.activations = layer_.tensors().activations;
  tensors.bias = layer_.tensors().bias;
  tensors.weights =
      runs_as_n_of_m(config_, layer_.description().granularity)
          ? weights_of(store_n_of_m(layer_.description(), layer_.tensors().weights), layer_.description())
          : layer_.tensors().weights;
  verify_sums(convolve(layer_.description(), tensors), layer_, config_.multiplier_array.operand_bits, result);
  return result;
}

}  // namespace scnnsim
