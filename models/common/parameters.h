// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "traces/support/enum_names.h"

/// Declaring configuration keys.
///
/// A block lists its keys once, as an X-macro of (type, name, default, unit, range, meaning), and turns the
/// list into a plain struct with SCNNSIM_PARAMETER_GROUP. Reading, printing, checking and help all walk that
/// one list.
namespace scnnsim {

/// Inclusive range of a numeric key; ignored for choices and texts.
struct ParameterRange {
  double lowest = 0;
  double highest = std::numeric_limits<double>::max();
};

/// Description of a key.
struct ParameterInfo {
  std::string_view group;
  std::string_view name;
  std::string_view unit;
  ParameterRange range;
  std::string_view meaning;
  std::string key() const { return std::string(group) + "." + std::string(name); }
};

}  // namespace scnnsim

#define SCNNSIM_PARAMETER_MEMBER(type, name, value, unit, range, meaning) type name = value;
#define SCNNSIM_PARAMETER_VISIT(type, name, value, unit, range, meaning)                             \
  visit(::scnnsim::ParameterInfo{group_name, #name, unit, ::scnnsim::ParameterRange range, meaning}, \
        self.name);

/// Defines `struct Name` with one member per key of LIST, `Name::group_name`, and
/// `Name::for_each(self, visit)`, which calls visit(ParameterInfo, value&) in order.
#define SCNNSIM_PARAMETER_GROUP(Name, group, LIST)         \
  struct Name {                                            \
    static constexpr std::string_view group_name = #group; \
    LIST(SCNNSIM_PARAMETER_MEMBER)                         \
    template <class Self, class Visit>                     \
    static void for_each(Self& self, Visit&& visit) {      \
      LIST(SCNNSIM_PARAMETER_VISIT)                        \
    }                                                      \
  };
