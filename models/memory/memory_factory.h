// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace scnnsim {

class MemoryModel;

/// Makes the memory of a machine. `cycle_femtoseconds`: cycle time of the array.
using MemoryFactory = std::function<std::unique_ptr<MemoryModel>(std::uint64_t cycle_femtoseconds)>;

}  // namespace scnnsim
