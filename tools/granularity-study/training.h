// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/granularity-study/fashion_mnist.h"
#include "tools/granularity-study/masks.h"
#include "tools/granularity-study/network.h"

namespace scnnsim {

struct TrainingRun {
  std::int64_t images;  ///< seen in total, in whole batches
  std::int64_t batch;
  double highest_rate;  ///< learning rate after a tenth of linear warm-up; then it falls to 0 along a cosine
};

/// Torch on one thread, with deterministic operators and without denormal numbers: the same seed gives the
/// same digits on one machine. Processors with other instruction sets round differently.
void make_torch_repeatable();

/// Stochastic gradient descent (Nesterov momentum 0.9, weight decay 0.0005) on batches in random order, half
/// of them mirrored. `masks`, if given, are applied after every step. Draws from torch's generator. Throws
/// Interrupted.
void train(TrainedNet& network, const LabelledImages& data, const TrainingRun& run, const Masks* masks);

/// Share of the images whose class has the highest score.
double top1(TrainedNet& network, const LabelledImages& data);

}  // namespace scnnsim
