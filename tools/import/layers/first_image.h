// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/import/model/value.h"

namespace scnnsim {

/// The rows of the first image in a matrix, or a stack of them, whose last dimension counts channels; all of
/// it for a batch of 1. Of the dimensions before the last, the batch is the first one, or else the first of
/// its size. It may share the first one with rows (`images x rows`), as a Reshape leaves it. Nothing is
/// taken out where no dimension is a multiple of the batch: such a tensor is not one of all images.
ValueRef first_image_of_rows(ValueRef value, std::size_t batch);

/// The same of a matrix (channels, rows), as Gemm reads it with transA.
ValueRef first_image_of_columns(ValueRef value, std::size_t batch);

}  // namespace scnnsim
