// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/torch.h>

#include <filesystem>

#include "tools/granularity-study/schedule.h"

namespace scnnsim {

/// Pictures of clothing, 28 x 28 in grey, of ten classes.
struct LabelledImages {
  torch::Tensor images;  ///< float (N, 1, 28, 28), mean 0 and variance 1 over the training images
  torch::Tensor labels;  ///< int64 (N)

  std::int64_t count() const { return images.size(0); }
};

/// Debian's dataset-fashion-mnist, as much of it as a schedule asks for. The images to scan with are the last
/// of the training images; nothing is trained on them. The test images decide nothing: they are for top-1.
struct FashionMnist {
  LabelledImages train, scan, test;

  /// Throws UserError when a file is missing, truncated or no IDX file of this kind.
  static FashionMnist load(const std::filesystem::path& folder, const Schedule& schedule);
};

}  // namespace scnnsim
