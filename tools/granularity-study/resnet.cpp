// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "tools/granularity-study/network.h"

namespace scnnsim {

namespace {

/// He et al., "Deep Residual Learning", CVPR 2016: relu(norm(conv(relu(norm(conv(x))))) + shortcut(x)).
class ResNet : public TrainedNet {
 public:
  ResNet() {
    add("conv1", 1, 16, 3, 1, {"relu", "max_pool"}, std::nullopt);
    std::int64_t channels = 16;
    for (const std::int64_t filters : {16, 32, 64})
      for (int block = 1; block <= 2; ++block) {
        add_block(fmt::format("stage{}_{}", filters, block), channels, filters);
        channels = filters;
      }
    blocks_.back().is_last = true;
    layers[blocks_.back().second].after.emplace_back("average_pool");
    add_classifier(channels);
  }

  torch::Tensor forward(torch::Tensor images, std::vector<LayerRecord>* records) override {
    const torch::Tensor output = convolve(0, images);
    torch::Tensor x = torch::max_pool2d(torch::relu(output), 2);
    if (records) records->push_back({0, images, output, x});
    for (const Block& block : blocks_) x = run(block, x, records);
    return classify(x, records);
  }

 private:
  struct Block {
    std::size_t first, second;
    std::optional<std::size_t> shortcut;
    bool is_last = false;
  };

  void add_block(const std::string& name, std::int64_t channels, std::int64_t filters) {
    const std::int64_t stride = channels == filters ? 1 : 2;
    Block block{};
    block.first = add(name + "_a", channels, filters, 3, stride, {"relu"}, std::nullopt);
    if (stride > 1) block.shortcut = add(name + "_shortcut", channels, filters, 1, stride, {}, std::nullopt);
    block.second = add(name + "_b", filters, filters, 3, 1, {"add", "relu"}, block.first);
    blocks_.push_back(block);
  }

  torch::Tensor run(const Block& block, const torch::Tensor& input, std::vector<LayerRecord>* records) {
    const torch::Tensor first = convolve(block.first, input), between = torch::relu(first);
    const torch::Tensor shortcut = block.shortcut ? convolve(*block.shortcut, input) : input;
    const torch::Tensor second = convolve(block.second, between);
    torch::Tensor written = torch::relu(second + shortcut);
    if (block.is_last) written = written.mean({2, 3});
    if (records) {
      records->push_back({block.first, input, first, between});
      if (block.shortcut) records->push_back({*block.shortcut, input, shortcut, shortcut});
      records->push_back({block.second, between, second, written});
    }
    return written;
  }

  std::vector<Block> blocks_;
};

}  // namespace

std::shared_ptr<TrainedNet> make_resnet() {
  return std::make_shared<ResNet>();
}

}  // namespace scnnsim
