// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace scnnsim {

/// The run that a timeline or a waveform is of, by what its results say of it.
struct ActivityOrigin {
  std::string program;  ///< version, see program_version()
  std::string network, trace_checksum, architecture;
  nlohmann::ordered_json configuration;  ///< as results.json has it
};

}  // namespace scnnsim
