// SPDX-License-Identifier: Apache-2.0
#include "sim/results/program_version.h"

#include "sim/version.h"

namespace scnnsim {

std::string program_version() {
  const std::string described = SCNNSIM_GIT_DESCRIBE;
  return described.empty() ? SCNNSIM_VERSION : SCNNSIM_VERSION " (" + described + ")";
}

}  // namespace scnnsim
