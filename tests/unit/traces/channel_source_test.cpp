// SPDX-License-Identifier: Apache-2.0
#include "traces/channel_source.h"

#include <gtest/gtest.h>

namespace scnnsim {
namespace {

/// A tensor (4, size, size) of its own values.
Tensor<std::int16_t> tensor(std::int16_t first, std::size_t size = 2) {
  Tensor<std::int16_t> values({4, size, size});
  for (std::size_t i = 0; i < values.size(); ++i)
    values.data[i] = static_cast<std::int16_t>(first + static_cast<std::int16_t>(i));
  return values;
}

/// Adds layers of four channels and four filters.
class ChannelSourcesTest : public ::testing::Test {
 protected:
  ChannelSource add(const Tensor<std::int16_t>& input, const std::optional<Tensor<std::int16_t>>& written,
                    const std::vector<std::string>& after = {"relu"}, std::uint32_t filters = 4) {
    LayerDescription layer;
    layer.shape.C = 4, layer.shape.K = filters;
    layer.after = after;
    LayerTensors tensors;
    tensors.activations = input;
    tensors.written = written;
    return sources_.add(layer, tensors);
  }

 private:
  ChannelSources sources_;
};

TEST_F(ChannelSourcesTest, TheWriterIsTheSourceAlsoOfASecondReader) {
  const auto image = tensor(0), x = tensor(100);
  EXPECT_EQ(add(image, x).layer, std::nullopt);
  EXPECT_EQ(add(x, tensor(200), {}).layer, 0u);  // a shortcut, written before its addition
  const ChannelSource second = add(x, tensor(300));
  EXPECT_EQ(second.layer, 0u);
  EXPECT_FALSE(second.is_unknown);
  EXPECT_EQ(add(tensor(300), tensor(400), {"add", "relu"}).layer, 2u);
  const ChannelSource summed = add(tensor(400), tensor(500));
  EXPECT_EQ(summed.layer, std::nullopt) << "an addition fills the channels";
  EXPECT_FALSE(summed.is_unknown);
}

TEST_F(ChannelSourcesTest, ASecondReaderIsSeenWithoutWrittenTensors) {
  const auto x = tensor(100);
  add(tensor(0), std::nullopt);
  EXPECT_EQ(add(x, std::nullopt, {}).layer, 0u);
  EXPECT_EQ(add(x, std::nullopt).layer, 0u);
  EXPECT_EQ(add(tensor(300), std::nullopt).layer, 2u) << "as in a generated trace: the layer before";
}

TEST_F(ChannelSourcesTest, TwoReadersOfTheNetworksInputHaveNoSource) {
  const auto image = tensor(0);
  add(image, std::nullopt);
  const ChannelSource second = add(image, std::nullopt);
  EXPECT_EQ(second.layer, std::nullopt);
  EXPECT_FALSE(second.is_unknown);
}

TEST_F(ChannelSourcesTest, AnotherTensorThanIsWrittenHasNoKnownSource) {
  add(tensor(0), tensor(100));
  const ChannelSource values = add(tensor(101), tensor(200));
  EXPECT_EQ(values.layer, std::nullopt);
  EXPECT_TRUE(values.is_unknown);
  Tensor<std::int16_t> plane = tensor(200);
  plane.shape = {4, 4, 1};
  EXPECT_TRUE(add(plane, std::nullopt).is_unknown) << "the same values in another shape";
}

TEST_F(ChannelSourcesTest, PoolingKeepsChannelsAndOtherOperatorsDoNot) {
  add(tensor(0), std::nullopt, {"relu6", "max_pool", "average_pool"});
  EXPECT_EQ(add(tensor(100, 1), std::nullopt, {"sigmoid"}).layer, 0u);
  EXPECT_EQ(add(tensor(200), std::nullopt, {}, 3).layer, std::nullopt);
  EXPECT_EQ(add(tensor(300), std::nullopt).layer, std::nullopt) << "three filters, four channels";
}

TEST(UnknownSources, NamesTheLayers) {
  EXPECT_EQ(unknown_sources({}), "");
  EXPECT_NE(unknown_sources({"a", "b"}).find("2 layers (a, b)"), std::string::npos);
}

}  // namespace
}  // namespace scnnsim
