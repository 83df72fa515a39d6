// SPDX-License-Identifier: Apache-2.0
#include "traces/granularity.h"

#include <gtest/gtest.h>

#include "tests/unit/traces/test_support.h"
#include "traces/grains.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {
namespace {

TEST(Granularity, NamesAreReadBack) {
  std::vector<Granularity> all = named_granularities();
  all.insert(all.end(), {Granularity::n_of_m(2, 4), Granularity::n_of_m(1, 16), Granularity::block(4, 8),
                         Granularity::element_block(1, 8)});
  for (const Granularity& granularity : all)
    EXPECT_EQ(from_string<Granularity>(to_string(granularity)), granularity) << to_string(granularity);
  EXPECT_EQ(to_string(Granularity::n_of_m(2, 4)), "2:4");
  EXPECT_EQ(to_string(Granularity::block(4, 8)), "block:4x8");
  EXPECT_EQ(to_string(Granularity::element_block(1, 8)), "block:1x8x1x1");
}

TEST(Granularity, RefusesWhatIsNone) {
  for (const char* name :
       {"",          "row",       "4:2",           "4:4",         "0:4",          "2:",     ":4",
        "2:4:8",     "2:1025",    "-1:4",          "02:4",        "block",        "block:", "block:4",
        "block:0x4", "block:4x0", "block:4x4x3x3", "block:4x4x1", "block:4x2000", "Vector"})
    EXPECT_FALSE(from_string<Granularity>(name)) << name;
  testing::expect_user_error([] { parse_scalar<Granularity>("4:2", "--granularity"); },
                             {"--granularity", "got 4:2", "n:m", "n < m"});
}

TEST(Granularity, YamlReadsItsOwnText) {
  for (const Granularity& granularity : {Granularity::n_of_m(2, 4), Granularity::block(4, 4)}) {
    const std::string text = "{granularity: " + as_yaml(granularity) + "}";
    const YamlMap map = YamlNode::parse(text, "f.yaml").as_map({"granularity"});
    EXPECT_EQ(map.required<Granularity>("granularity"), granularity);
  }
  EXPECT_EQ(as_yaml(Granularity::n_of_m(2, 4)), "\"2:4\"");  // an integer of YAML 1.1 without quotes
}

std::vector<std::size_t> lengths(const Granularity& granularity, const LayerShape& shape) {
  std::vector<std::size_t> all;
  Grains(granularity, shape).for_each([&](const std::vector<GrainRun>& runs) {
    std::size_t length = 0;
    for (const GrainRun& run : runs) length += run.length;
    all.push_back(length);
  });
  return all;
}

TEST(Grains, HaveTheSizesOfTheirNames) {
  LayerShape shape;
  shape.C = 4, shape.groups = 2, shape.R = 3, shape.S = 5, shape.K = 6;
  EXPECT_EQ(Grains(Granularity::element, shape).largest(), 1u);
  EXPECT_EQ(Grains(Granularity::vector, shape).largest(), 5u);
  EXPECT_EQ(Grains(Granularity::kernel, shape).largest(), 15u);
  EXPECT_EQ(Grains(Granularity::filter, shape).largest(), 30u);
  EXPECT_EQ(Grains(Granularity::channel, shape).largest(), 45u);  // 3 filters of the group
  EXPECT_EQ(Grains(Granularity::channel, shape).count(), 4u);
  EXPECT_EQ(lengths(Granularity::block(2, 2), shape), (std::vector<std::size_t>{60, 30, 60, 30}));
  EXPECT_FALSE(Grains(Granularity::block(2, 2), shape).are_equal());
  EXPECT_THROW(Grains(Granularity::none, shape), std::invalid_argument);
}

TEST(Grains, CoverEveryWeightOnce) {
  LayerShape shape;
  shape.C = 10, shape.groups = 2, shape.R = 2, shape.S = 3, shape.K = 6;
  for (const Granularity& granularity :
       {Granularity::element, Granularity::vector, Granularity::filter, Granularity::channel,
        Granularity::n_of_m(1, 3), Granularity::block(2, 2), Granularity::block(2, 4),
        Granularity::element_block(2, 3)}) {
    std::vector<int> seen(6 * 5 * 2 * 3, 0);
    std::size_t count = 0;
    const Grains grains(granularity, shape);
    grains.for_each([&](const std::vector<GrainRun>& runs) {
      ++count;
      for (const GrainRun& run : runs)
        for (std::size_t i = 0; i < run.length; ++i) ++seen[run.first + i];
    });
    EXPECT_EQ(seen, std::vector<int>(seen.size(), 1)) << to_string(granularity);
    EXPECT_EQ(count, grains.count()) << to_string(granularity);
  }
}

}  // namespace
}  // namespace scnnsim
