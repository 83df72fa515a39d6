// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>

#include "models/common/engine_kind.h"
#include "sim/layer/layer_counters.h"

/// How parameters of tests are shown in their names; GoogleTest would show bytes.
namespace scnnsim {

inline void PrintTo(EngineKind engine, std::ostream* out) {
  *out << to_string(engine);
}

inline void PrintTo(CountingMachine machine, std::ostream* out) {
  *out << (machine == CountingMachine::scnn ? "scnn" : "dense");
}

}  // namespace scnnsim
