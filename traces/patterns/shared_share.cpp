// SPDX-License-Identifier: Apache-2.0
#include "traces/patterns/shared_share.h"

#include <algorithm>
#include <cmath>

namespace scnnsim {

double shared_share(const PatternPlanes& planes) {
  return std::min(0.5, 2 / std::cbrt(static_cast<double>(planes.size())));
}

}  // namespace scnnsim
