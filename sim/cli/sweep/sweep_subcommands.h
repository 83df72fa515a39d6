// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace scnnsim {

/// The forms of `scnnsim sweep` that simulate nothing; `arguments` begin after their name.
int sweep_merge(const std::vector<std::string>& arguments);
int sweep_export(const std::vector<std::string>& arguments);
int sweep_check(const std::vector<std::string>& arguments);

}  // namespace scnnsim
