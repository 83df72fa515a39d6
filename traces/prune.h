// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "traces/layer.h"

namespace scnnsim {

/// What a grain's weights w are worth: the sum of |w|, the sum of w^2, or a random number.
enum class Salience { l1, l2, random };
template <>
struct EnumNames<Salience> {
  static constexpr std::array<std::string_view, 3> names{"l1", "l2", "random"};
};

/// Among which grains the largest stay: those of a layer, or those of all layers together.
enum class Ranking { layer, network };
template <>
struct EnumNames<Ranking> {
  static constexpr std::array<std::string_view, 2> names{"layer", "network"};
};

struct PruneOptions {
  Granularity granularity = Granularity::element;
  double density = 1;  ///< share of the grains that stay; n:m knows its own
  Salience salience = Salience::l1;
  std::uint64_t seed = 1;  ///< of random saliences
};

/// One layer that is to be pruned.
struct PrunedLayer {
  std::string name;
  const LayerShape& shape;
  Tensor<std::int16_t>& weights;  ///< (K, C / groups, R, S)
  int exponent = 0;               ///< a weight of the network is about value x 2^-exponent
};

/// The density of pruned weights: `asked` for grains that stay or go whole, n / m for n:m. Throws UserError
/// when another one is asked of n:m, or when none is asked of the others. `where` begins its message.
double density_of(const Granularity& granularity, const std::optional<double>& asked,
                  const std::string& where);

/// Throws UserError when a block covers all weights of the layer, so that there is nothing to choose from.
void check_grains(const Granularity& granularity, const LayerShape& shape, const std::string& layer);

/// Prunes one layer and returns the number of grains that keep weights (Mao sec. 3).
///
/// * The round(density x grains) grains of largest salience stay, the earlier one on ties. Grains of
///   different sizes, which blocks are where they do not divide the layer, compare by salience per weight.
/// * n:m: of each grain the n weights of largest salience stay, the earlier one on ties. Input channels are
///   taken to be padded with zeros to a multiple of m, so the c < m channels of a last group keep min(n, c).
std::size_t prune(const PrunedLayer& layer, const PruneOptions& options);
/// The same with the L1 norm.
std::size_t prune(Tensor<std::int16_t>& weights, const LayerShape& shape, const Granularity& granularity,
                  double density);

/// Ranks the grains of all layers together, by salience per weight in units of the network: the first ones
/// stay, as many as bring the share of the weights that stay nearest to the density. The earlier one stays on
/// ties. n:m, which has no ranking, prunes layer by layer.
void prune_network(const std::vector<PrunedLayer>& layers, const PruneOptions& options);

/// Least share of non-zero weights of a layer that counts as dense: rounding makes a few per cent of them
/// zero.
inline constexpr double dense_share = 0.9;

/// Makes the description and the tensors of a layer those of its pruned weights: its `output` and `written`
/// tensors no longer hold and are left out. Of the operators after it stay those that can be computed: relu
/// and relu6.
void leave_out_outputs(LayerDescription& layer, LayerTensors& tensors);

/// Whether the grains of a layer are too few for this density, above 0, to leave any.
bool leaves_no_weight(const Granularity& granularity, const LayerShape& shape, double density);

/// What is wrong with pruning a layer to this density: "" or "0.05 of 8 filters is less than half of one, so
/// that no weight stays". Another density than was asked for by a tenth is told, too.
std::string problem_with_density(const Granularity& granularity, const LayerShape& shape, double density);

/// What to tell about weights that are pruned already, of this density; "" if they are dense.
std::string already_pruned(double density);

}  // namespace scnnsim
