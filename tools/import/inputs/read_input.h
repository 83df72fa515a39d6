// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/import/inputs/image.h"

namespace scnnsim {

/// Reads a file for an input of the model: .npy, an ONNX tensor (.pb), or an image, as its first bytes say. A
/// tensor without the batch dimension gets one. Floats of another width are cast, which is added to `notes`.
/// Several images in one file, where the model takes one or any number, come out one by one. Throws
/// UserError: file, input, got and expected.
std::vector<Value> read_input(const std::filesystem::path& file, const GraphInput& input,
                              const ImageOptions& options, std::vector<std::string>& notes);

/// Whether the file begins as an image does, or is called like one. Throws UserError when it cannot be
/// opened.
bool is_image(const std::filesystem::path& file, const GraphInput& input);

}  // namespace scnnsim
