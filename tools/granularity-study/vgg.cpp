// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "tools/granularity-study/network.h"

namespace scnnsim {

namespace {

class Vgg : public TrainedNet {
 public:
  Vgg() {
    constexpr std::int64_t filters[] = {8, 16, 32, 32, 64, 64};
    std::int64_t channels = 1;
    for (const std::int64_t count : filters) {
      const std::size_t number = layers.size();
      const char* pool = number == 5 ? "average_pool" : number == 0 || number == 2 ? "max_pool" : nullptr;
      std::vector<std::string> after{"relu"};
      if (pool) after.emplace_back(pool);
      add(fmt::format("conv{}", number + 1), channels, count, 3, 1, after,
          number == 0 ? std::nullopt : std::optional(number - 1));
      channels = count;
    }
    add_classifier(channels);
  }

  torch::Tensor forward(torch::Tensor x, std::vector<LayerRecord>* records) override {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const torch::Tensor input = x, output = convolve(i, x);
      x = torch::relu(output);
      const std::string& last = layers[i].after.back();
      if (last == "max_pool") x = torch::max_pool2d(x, 2);
      if (last == "average_pool") x = x.mean({2, 3});
      if (records) records->push_back({i, input, output, x});
    }
    return classify(x, records);
  }
};

}  // namespace

std::shared_ptr<TrainedNet> make_vgg() {
  return std::make_shared<Vgg>();
}

}  // namespace scnnsim
