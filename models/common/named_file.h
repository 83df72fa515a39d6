// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "traces/strict_yaml.h"

namespace scnnsim {

/// The YAML document that a user names: a name ("45nm") among the compiled-in files of configs/<folder>, else
/// a file. A compiled-in name wins over a file of that name; "./45nm" means the file. `what` opens the
/// message of the UserError when there is neither: "energy table".
YamlNode load_named_file(const std::string& folder, const std::string& name_or_file, const std::string& what);

}  // namespace scnnsim
