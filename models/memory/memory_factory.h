// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

namespace scnnsim {

class MemoryModel;
class SimulationContext;

/// Makes the memory of a machine.
using MemoryFactory = std::function<std::unique_ptr<MemoryModel>(const SimulationContext&)>;

}  // namespace scnnsim
