// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "models/common/machine_config.h"
#include "tests/reference/encoding.h"
#include "traces/layer.h"

namespace scnnsim::lockstep {

/// A small layer on some machine: valid, mappable, a lock-step run of some ten
/// milliseconds.
struct RandomCase {
  MachineConfig config;
  LayerDescription layer;
  LayerTensors tensors;
  std::string text;  ///< seed, shape, data and every key that is not at its default
};

/// The same case for the same seed, on every platform. With dense operands: one that is mappable and small
/// enough in that form.
RandomCase random_case(std::uint64_t seed, const DenseOperands& dense = {});

/// For tests that change the machine of a case: its activation RAMs spill where the layer cannot be retiled
/// for them any more.
void spill_unless_tiles_fit(RandomCase& random, const DenseOperands& dense = {});

}  // namespace scnnsim::lockstep
