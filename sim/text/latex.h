// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace scnnsim {

/// A text as LaTeX that shows it literally, without ligatures, in one line (see visible), also in captions.
/// Lines may be broken after the characters of `break_after`. Characters that pdfLaTeX does not know, where
/// it would stop, are shown by XeLaTeX and LuaLaTeX; pdfLaTeX shows their codes, as U+4E2D. The package
/// textcomp is needed.
std::string latex_text(std::string_view text, std::string_view break_after = "");

}  // namespace scnnsim
