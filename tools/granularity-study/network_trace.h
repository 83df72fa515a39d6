// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "tools/granularity-study/network.h"
#include "traces/granularity.h"

namespace scnnsim {

struct TraceNames {
  std::string network, provenance;  ///< as in Trace
};

/// Writes what a network computes for one image (1, 1, H, W) as two traces, `folder`/float and `folder`/int8,
/// each complete or absent; older ones are replaced. Batch normalisation is folded into weights and biases.
/// The float trace has the network's outputs, so that `scnnsim trace check` shows an error of the folding;
/// the int8 trace is the other one quantised as every trace is when it is loaded. Throws UserError.
void write_network_traces(TrainedNet& network, const torch::Tensor& image, const Granularity& granularity,
                          const TraceNames& names, const std::filesystem::path& folder);

}  // namespace scnnsim
