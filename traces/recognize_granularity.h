// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "traces/layer.h"

namespace scnnsim {

/// The granularity that the zeros of `weights`, (K, C / groups, R, S), show: the coarsest grain that explains
/// them, `none` without zeros. A grain explains the zeros if both hold:
///
/// * At least half of all zeros lie in grains that are zero throughout. Else the pruned pieces are smaller.
/// * At most a tenth of the weights in the other grains are zero. A kept grain holds zeros only by chance:
///   int8 rounding at the scale of the largest weight makes up to a few per cent of the kept weights zero.
///
/// Zeros that lie independently, a share z of all weights, never pass for grains of n >= 2 weights: half of
/// them lie in zero grains only if z^(n - 1) >= 1/2, and then at least z / (1 + z) >= 1/3 of the other
/// grains' weights are zero. Where a grain explains the zeros, so does every smaller one that divides it.
///
/// Blocks have sides of a power of two, up to 64. n:m explains the zeros, for m = 2, 4, 8, 16 and 32, the
/// smallest first, if no group of m input channels holds more than n non-zeros, n < m, at least nine in ten
/// of the whole groups hold exactly n, and there are at least 64 of them: independent zeros fill so many
/// groups alike with a probability below 1e-9.
///
/// Grains that cut a layer alike cannot be told apart; the finest of them is returned: `element` for pruned
/// 1 x 1 filters, never `vector` or `kernel`. Elements explain all zeros. Instantiated for int8, int16, float
/// and double.
template <class T>
Granularity recognize_granularity(const Tensor<T>& weights, std::uint32_t groups = 1);

}  // namespace scnnsim
