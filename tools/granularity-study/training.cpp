// SPDX-License-Identifier: Apache-2.0
#include "tools/granularity-study/training.h"

#include <algorithm>
#include <cmath>

#include "sim/run/interrupt.h"

namespace scnnsim {

namespace {

/// Batches without end: all images in a random order, then in another one.
class RandomBatches {
 public:
  RandomBatches(const LabelledImages& data, std::int64_t batch)
      : data_(data), batch_(std::min(batch, data.count())) {}

  LabelledImages next() {
    if (!order_.defined() || at_ + batch_ > order_.size(0)) {
      order_ = torch::randperm(data_.count());
      at_ = 0;
    }
    const torch::Tensor chosen = order_.narrow(0, at_, batch_);
    at_ += batch_;
    torch::Tensor images = data_.images.index_select(0, chosen);
    if (torch::rand(1).item<float>() < 0.5F) images = images.flip(3);
    return {images.contiguous(at::MemoryFormat::ChannelsLast), data_.labels.index_select(0, chosen)};
  }

 private:
  const LabelledImages& data_;
  std::int64_t batch_, at_ = 0;
  torch::Tensor order_;
};

/// Learning rate after this share of the run.
double rate_at(double share, double highest) {
  constexpr double pi = 3.14159265358979323846;
  const double warm_up = std::min(1.0, (share + 0.001) / 0.1);
  return highest * warm_up * (1 + std::cos(pi * share)) / 2;
}

void step(TrainedNet& network, const LabelledImages& batch, torch::optim::SGD& optimizer) {
  optimizer.zero_grad();
  torch::cross_entropy_loss(network.forward(batch.images), batch.labels).backward();
  optimizer.step();
}

}  // namespace

void make_torch_repeatable() {
  at::set_num_threads(1);
  at::set_num_interop_threads(1);
  at::globalContext().setFlushDenormal(true);
  at::globalContext().setDeterministicAlgorithms(true, /*warn_only=*/false);
}

void train(TrainedNet& network, const LabelledImages& data, const TrainingRun& run, const Masks* masks) {
  network.train();
  using Options = torch::optim::SGDOptions;
  torch::optim::SGD optimizer(network.parameters(),
                              Options(run.highest_rate).momentum(0.9).weight_decay(5e-4).nesterov(true));
  auto& options = static_cast<Options&>(optimizer.param_groups().front().options());
  RandomBatches batches(data, run.batch);
  const std::int64_t steps = std::max<std::int64_t>(1, run.images / run.batch);
  for (std::int64_t i = 0; i < steps; ++i) {
    InterruptScope::check();
    options.lr(rate_at(static_cast<double>(i) / static_cast<double>(steps), run.highest_rate));
    step(network, batches.next(), optimizer);
    if (masks) masks->apply(network);
  }
}

double top1(TrainedNet& network, const LabelledImages& data) {
  const torch::NoGradGuard no_gradients;
  network.eval();
  constexpr std::int64_t batch = 500;
  std::int64_t right = 0;
  for (std::int64_t first = 0; first < data.count(); first += batch) {
    const std::int64_t count = std::min(batch, data.count() - first);
    const torch::Tensor images =
        data.images.narrow(0, first, count).contiguous(at::MemoryFormat::ChannelsLast);
    const torch::Tensor answers = network.forward(images).argmax(1);
    right += (answers == data.labels.narrow(0, first, count)).sum().item<std::int64_t>();
  }
  return static_cast<double>(right) / static_cast<double>(data.count());
}

}  // namespace scnnsim
