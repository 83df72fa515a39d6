// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace scnnsim {

/// YAML text in which the surrogate pairs of double-quoted scalars, as JSON writes characters beyond U+FFFF
/// ("\\ud83d\\ude00"), have become YAML's own escapes ("\\U0001f600"), which yaml-cpp knows. Whatever lies
/// outside of double quotes, and a surrogate without its other half, stays as it is.
std::string join_surrogates(const std::string& yaml);

}  // namespace scnnsim
