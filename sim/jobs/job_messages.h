// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "sim/jobs/job.h"

namespace scnnsim {

// Messages between processes, in MessagePack. The child process of a layer sends to its batch. The batch
// sends to the runner, and gives jobs by their indices.

/// The share of a layer's steps that are done.
std::string progress_message(double share);
/// A layer's result.
std::string layer_message(const LayerResult& layer);

struct LayerMessage {
  std::optional<double> progress;
  LayerResult layer = {};  ///< if it is not progress
};
LayerMessage read_layer_message(const std::string& bytes, const std::string& where);

std::string started_message(std::size_t job);
std::string progress_message(std::size_t job, double share);
std::string outcome_message(std::size_t job, const JobOutcome& outcome);

struct JobMessage {
  std::size_t job = 0;
  std::optional<double> progress = {};
  std::optional<JobOutcome> outcome = {};  ///< neither: it has started
};
JobMessage read_job_message(const std::string& bytes);

}  // namespace scnnsim
