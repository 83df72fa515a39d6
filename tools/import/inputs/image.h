// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/import/model/graph.h"

namespace scnnsim {

enum class ChannelOrder { rgb, bgr };
template <>
struct EnumNames<ChannelOrder> {
  static constexpr std::array<std::string_view, 2> names{"rgb", "bgr"};
};

/// How an image becomes an input: (pixel - mean) x scale, pixels of 0 ... 255.
struct ImageOptions {
  std::vector<double> mean,
      scale;  ///< one for all channels, or one each; empty: 0, and 1/255 (1 for integer inputs)
  ChannelOrder channels = ChannelOrder::rgb;
  std::vector<std::string> given;  ///< names of the options that were given
  std::optional<std::pair<std::size_t, std::size_t>>
      size;  ///< rows, columns; empty: the model's, or the image's own
};

/// Reads an image through OpenCV as an input of the model: (1, C, H, W), or (1, H, W, C) where the model's
/// last dimension counts channels. It is stretched to the size that the model or the options ask for, which
/// is added to `notes`. Throws UserError.
Value read_image(const std::filesystem::path& file, const GraphInput& input, const ImageOptions& options,
                 std::vector<std::string>& notes);

}  // namespace scnnsim
