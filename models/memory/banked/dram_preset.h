// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <type_traits>

#include "models/common/machine_config.h"

namespace scnnsim {

/// A preset's file (configs/dram): every key of `dram_device` with its number, and of `dram_energy`, if the
/// file has the map `energy`.
struct DramPreset {
  DramDeviceParameters device;
  std::optional<DramEnergyParameters> energy;
};

/// Reads a preset by its name in configs/dram or from a file. Throws UserError, naming file, line and key,
/// where it is not known, lacks a key or has a wrong one.
DramPreset read_preset(const std::string& name_or_file);

/// `numbers`, those of a preset, where `keys`, of a configuration, has no number.
template <class Group>
Group numbers_in_force(Group numbers, const Group& keys) {
  Group::for_each(numbers, [&](const ParameterInfo& info, auto& number) {
    Group::for_each(keys, [&](const ParameterInfo& other, const auto& value) {
      if constexpr (std::is_same_v<decltype(value), const std::decay_t<decltype(number)>&>)
        if (other.name == info.name && value.is_number()) number = value;
    });
  });
  return numbers;
}

}  // namespace scnnsim
