// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

/// Readers of files of others. Each function gives bytes to one reader, as libFuzzer and run_corpus do.
/// Returns whether the reader takes them; it may refuse them by UserError alone. What is taken is also used:
/// a reader's promises that can be checked are, and one that is broken throws std::logic_error.
namespace scnnsim::fuzz {

bool npy(std::string_view bytes);
bool trace(std::string_view bytes);          ///< trace.yaml, beside tensors that are sound
bool configuration(std::string_view bytes);  ///< --config
bool sweep(std::string_view bytes);
bool results(std::string_view bytes);     ///< results.json, its tables and report
bool constraint(std::string_view bytes);  ///< of a sweep
bool onnx(std::string_view bytes);        ///< with the importer only

/// A file of the process's own scratch folder, with these bytes; made anew at each call.
std::filesystem::path scratch_file(const std::string& name, std::string_view bytes);

/// Throws std::logic_error.
void promise(bool is_kept, const char* what);

}  // namespace scnnsim::fuzz
