// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/mapping/layer_mapper.h"
#include "sim/mapping/tiling.h"
#include "sim/mapping/unit_layer.h"
#include "sim/mapping/weight_encoder.h"
#include "tests/support/tiny_layers.h"
#include "traces/support/error.h"

namespace scnnsim {
namespace {

LayerShape square(std::uint32_t C, std::uint32_t K, std::uint32_t plane, std::uint32_t filter,
                  std::uint32_t pad) {
  LayerShape shape;
  shape.C = C;
  shape.K = K;
  shape.H = shape.W = plane;
  shape.R = shape.S = filter;
  shape.pad_top = shape.pad_left = shape.pad_bottom = shape.pad_right = pad;
  return shape;
}

LayerProgram program_of(const MachineConfig& config, const TinyLayer& layer,
                        const Tensor<std::int16_t>* outputs = nullptr) {
  EncodedLayer encoded(layer.description, layer.tensors);
  return map_layer(config, layer.description, encoded, nullptr, outputs).program;
}

TEST(UnitStride, AlexNetConv1Becomes48ChannelsOf3x3) {
  LayerShape shape = square(3, 96, 227, 11, 0);
  shape.stride_h = shape.stride_w = 4;
  const UnitGeometry unit = unit_geometry(shape);
  EXPECT_EQ(unit.channels, 48u);
  EXPECT_EQ(unit.R, 3);
  EXPECT_EQ(unit.H, 57);
  EXPECT_EQ(unit.P, 55);
}

TEST(UnitStride, PhasesWithoutWeightsAreNotStored) {
  LayerShape shape = square(8, 4, 8, 1, 0);
  shape.stride_h = shape.stride_w = 2;
  EXPECT_EQ(unit_geometry(shape).channels, 8u);  // one phase of four
}

TEST(UnitStride, PaddingOnlyShiftsCoordinates) {
  // Row h lies in phase (h + 1) mod 2 at position (h + 1) / 2: row 0 is phase 1, position 0.
  LayerShape shape;
  shape.H = 3;
  shape.R = 2;
  shape.stride_h = 2;
  shape.pad_top = 1;
  const TinyLayer layer = tiny_layer(shape, {5, 7}, {10, 20, 30});
  const UnitLayer unit = to_unit_stride(shape, layer.tensors);
  EXPECT_EQ(unit.geometry.channels, 2u);
  EXPECT_EQ(unit.geometry.pad_top, 0);
  EXPECT_EQ(unit.geometry.H, 2);
  EXPECT_EQ(unit.activations.data, (std::vector<std::int16_t>{0, 20, 10, 30}));
  EXPECT_EQ(unit.weights.data, (std::vector<std::int16_t>{5, 7}));
}

TEST(UnitStride, UnitStrideLayersKeepTheirDilation) {
  LayerShape shape = square(1, 1, 9, 3, 0);
  shape.dilation_h = 2;
  const UnitGeometry unit = unit_geometry(shape);
  EXPECT_EQ(unit.R, 3);
  EXPECT_EQ(unit.dilation_h, 2);
  EXPECT_EQ(unit.reach_h(), 4);
}

TEST(Tiling, VggPlanesAreCutUntilEightChannelsFitTheAccumulators) {
  const MachineConfig config;
  const auto cut = [&](std::uint32_t plane) {
    return choose_tiling(config, unit_geometry(square(64, 64, plane, 3, 1)), "layer");
  };
  // Four cuts: 56 outputs need 58 inputs, 8 per PE, 8 x 10 x 10 <= 1,024. 62 need 64, still 8 per PE.
  EXPECT_EQ(cut(224).height, 62);
  EXPECT_EQ(cut(224).width, 62);
  EXPECT_EQ(cut(224).tiles(unit_geometry(square(64, 64, 224, 3, 1))).size(), 16u);
  // Two cuts: the first tile's padding needs no input, 63 outputs need 64.
  EXPECT_EQ(cut(112).height, 63);
  EXPECT_EQ(cut(56).height, 56);  // 8 x 9 x 9: uncut
  EXPECT_EQ(cut(56).kc, 8u);
}

TEST(Tiling, RowsAreCutFirstOnTies) {
  MachineConfig config;
  config.accumulator.entries =
      23;  // 736 words: after one row cut 8 x 8 x 12 = 768 does not fit, 8 x 8 x 8 does
  const TemporalTiling tiling = choose_tiling(config, unit_geometry(square(1, 8, 80, 3, 1)), "layer");
  EXPECT_EQ(tiling.height, 47);  // 40 outputs need 41 inputs, 6 per PE; so do 47, which need 48
  EXPECT_EQ(tiling.width, 47);
  config.accumulator.entries = 24;  // 768 words: one row cut suffices, ceil(41 / 8) + 2 = 8 rows of 12
  const TemporalTiling rows_only = choose_tiling(config, unit_geometry(square(1, 8, 80, 3, 1)), "layer");
  EXPECT_EQ(rows_only.height, 47);
  EXPECT_EQ(rows_only.width, 80);
}

TEST(Tiling, KcShrinksUntilAOnePositionTileFits) {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 1;
  // One output of an 11 x 11 filter needs 11 x 11 inputs: region 21 x 21 = 441 words, twice in 1,024.
  EXPECT_EQ(choose_tiling(config, unit_geometry(square(1, 8, 20, 11, 0)), "layer").kc, 2u);
}

TEST(Tiling, AutomaticKcFillsTheAccumulatorsOfAnUncutPlane) {
  MachineConfig config;
  config.mapping.kc = KcRule::automatic;
  const auto tiling = [&](const LayerShape& shape) {
    return choose_tiling(config, unit_geometry(shape), "layer");
  };
  // 28 x 28: 4 x 4 inputs per PE, region 6 x 6 with a 3 x 3 filter. 28 x 36 = 1,008 <= 1,024 words.
  EXPECT_EQ(tiling(square(64, 192, 28, 3, 1)).kc, 28u);
  EXPECT_EQ(tiling(square(64, 192, 28, 1, 0)).kc, 64u);  // 4 x 4
  EXPECT_EQ(tiling(square(64, 20, 28, 3, 1)).kc, 20u);   // no more than K
  LayerShape grouped = square(64, 64, 28, 1, 0);
  grouped.groups = 4;
  EXPECT_EQ(tiling(grouped).kc, 16u);                   // K / groups
  EXPECT_EQ(tiling(square(64, 64, 56, 3, 1)).kc, 12u);  // 7 x 7 inputs, 12 x 81 = 972 words
  // 300 x 300: 38 x 38 inputs, one channel of which does not fit. The plane is cut as with 8.
  config.mapping.kc = 8;
  const TemporalTiling usual = tiling(square(4, 64, 300, 3, 1));
  config.mapping.kc = KcRule::automatic;
  EXPECT_EQ(tiling(square(4, 64, 300, 3, 1)).kc, usual.kc);
  EXPECT_EQ(tiling(square(4, 64, 300, 3, 1)).height, usual.height);
}

TEST(Tiling, LayerThatFitsNoBufferIsRefused) {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 1;
  config.accumulator.entries = 1;
  try {
    choose_tiling(config, unit_geometry(square(1, 8, 20, 11, 0)), "conv7");
    FAIL();
  } catch (const UserError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("layer conv7"), std::string::npos) << message;
    EXPECT_NE(message.find("21 x 21"), std::string::npos) << message;
    EXPECT_NE(message.find("accumulator.entries = 1"), std::string::npos) << message;
  }
}

TEST(PeTiles, CeilTilesLeaveTheFarEdgeEmptyAndBalancedOnesDoNot) {
  EXPECT_EQ(split_range({0, 10}, 3, 4, PeTiling::ceil), (Range{9, 10}));
  EXPECT_EQ(split_range({0, 9}, 3, 4, PeTiling::ceil), (Range{9, 9}));
  EXPECT_EQ(split_range({0, 9}, 3, 4, PeTiling::balanced), (Range{6, 9}));
  EXPECT_EQ(split_range({5, 7}, 1, 4, PeTiling::balanced), (Range{5, 6}));
}

TEST(Weights, OneIndexPerGrainSavesIndicesButStoresWholeGrains) {
  MachineConfig config;
  LayerShape shape;
  shape.K = 2;
  shape.R = shape.S = 3;
  shape.H = shape.W = 3;
  const UnitGeometry unit = unit_geometry(shape);
  // Two rows of three, one of them with a zero inside.
  const std::vector<std::int16_t> weights{1, 0, 2, 0, 0, 0, 0, 0, 0, 3, 4, 5, 0, 0, 0, 0, 0, 0};
  const WeightStream per_value = encode_weights({config, 8, Granularity::vector}, unit, {}, weights.data());
  EXPECT_EQ(per_value.words.size(), 5u);
  EXPECT_EQ(per_value.bytes, 13u);  // 5 x 20 bits
  config.weights.index_per = IndexPer::grain;
  const WeightStream per_grain = encode_weights({config, 8, Granularity::vector}, unit, {}, weights.data());
  EXPECT_EQ(per_grain.words.size(), 6u);
  EXPECT_EQ(per_grain.bytes, 13u);  // 6 x 16 + 2 x 4 bits
  EXPECT_EQ(per_grain.vectors.size(), 2u);
  EXPECT_EQ(per_grain.vectors[0].values, 3u);  // 1 (0) 2 | 3
}

TEST(Weights, GrainMergingAlignsVectorsToGrains) {
  MachineConfig config;
  config.accumulator.merge = MergeMode::grain;
  LayerShape shape;
  shape.K = 2;
  shape.S = 6;
  shape.W = 6;
  const std::vector<std::int16_t> weights{1, 2, 3, 4, 5, 0, 6, 7, 0, 0, 0, 0};
  const WeightStream stream =
      encode_weights({config, 8, Granularity::vector}, unit_geometry(shape), {}, weights.data());
  ASSERT_EQ(stream.vectors.size(), 3u);  // ceil(5 / 4) for the first grain, one for the second
  EXPECT_EQ(stream.vectors[0].words, 4u);
  EXPECT_EQ(stream.vectors[1].words, 1u);
  EXPECT_EQ(stream.vectors[2].words, 2u);
}

TEST(Spill, ActivationsBeyondTheRamsSpillAndCrossDramOnce) {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 1;
  config.activation_ram.iaram_bytes = 5;  // two words of 20 bits
  const TinyLayer layer = tiny_layer(square(1, 1, 2, 1, 0), {1}, {1, 2, 3, 0});
  const LayerProgram program = program_of(config, layer);
  EXPECT_TRUE(program.input_spilled);
  EXPECT_EQ(program.channel_end_bytes[0], (std::vector<std::uint64_t>{8}));  // 60 bits
}

TEST(Spill, OutputsBeyondTheRamsSpill) {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 1;
  config.activation_ram.oaram_bytes = 5;  // two words
  const TinyLayer layer = tiny_layer(square(1, 1, 2, 1, 0), {1}, {1, 2, 3, 0});
  Tensor<std::int16_t> outputs({1, 2, 2});
  outputs.data = {1, 2, 0, 0};
  EXPECT_FALSE(program_of(config, layer, &outputs).output_spilled);
  outputs.data = {1, 2, 3, 0};
  EXPECT_TRUE(program_of(config, layer, &outputs).output_spilled);
}

TEST(Weights, FilterWithAWeightInAnyChannelIsStoredInAll) {
  MachineConfig config;
  config.weights.index_per = IndexPer::grain;
  LayerShape shape;
  shape.C = 2;
  shape.K = 2;
  const UnitGeometry unit = unit_geometry(shape);
  const std::vector<std::int16_t> weights{0, 5, 0, 0};  // filter 0: channel 1 only; filter 1: none
  const WeightStream stream = encode_weights({config, 8, Granularity::filter}, unit, {}, weights.data());
  EXPECT_EQ(stream.words.size(), 2u);
  EXPECT_EQ(stream.bytes, 5u);  // 2 x 16 + 4 bits
}

/// Layer of `K` filters, `C` channels and 1 x `S` taps; one index per grain.
WeightStream stored_per_grain(const Granularity& granularity, std::uint32_t kc, std::uint32_t K,
                              std::uint32_t C, std::uint32_t S, const std::vector<std::int16_t>& weights) {
  MachineConfig config;
  config.weights.index_per = IndexPer::grain;
  LayerShape shape;
  shape.K = K, shape.C = C, shape.S = S, shape.W = S;
  const std::vector<std::int16_t> exists(std::size_t{C} * S, 1);
  return encode_weights({config, kc, granularity}, unit_geometry(shape), exists, weights.data());
}

TEST(Weights, NOfMHasAPlaceForEachWeightThatMayStayAndNoRunLengths) {
  // Two filters of eight channels, 2:4: 12 zeros, of which one fills the place of a missing weight.
  const WeightStream stream = stored_per_grain(Granularity::n_of_m(2, 4), 8, 2, 8, 1,
                                               {1, 0, 0, 2, 0, 3, 4, 0,    //
                                                0, 0, 0, 5, 6, 0, 0, 7});  // 0 of channel 0 is stored
  EXPECT_EQ(stream.words.size(), 8u);
  EXPECT_EQ(stream.bytes, 18u);            // 8 x (16 + 2) bits
  EXPECT_EQ(stream.vectors[0].words, 2u);  // channel 0: the 1 of filter 0 and a placeholder
  EXPECT_EQ(stream.vectors[0].values, 1u);
  EXPECT_EQ(stream.blocks[1].vectors, 0u);  // channel 1 has no place
}

TEST(Weights, LongGapsCostNoPlaceholdersUnderNOfM) {
  // 40 filters of two channels, 1:2: channel 0 has its only weight in the last filter.
  std::vector<std::int16_t> weights;
  for (int k = 0; k < 40; ++k) weights.insert(weights.end(), {std::int16_t(k == 39), std::int16_t(k != 39)});
  const WeightStream stream = stored_per_grain(Granularity::n_of_m(1, 2), 40, 40, 2, 1, weights);
  EXPECT_EQ(stream.words.size(), 40u);
  EXPECT_EQ(stream.bytes, 85u);  // 40 x (16 + 1) bits
  EXPECT_EQ(stream.blocks[0].vectors, 1u);
}

TEST(Weights, MoreNonZerosThanNOfMAllowsAreRefused) {
  EXPECT_THROW(stored_per_grain(Granularity::n_of_m(1, 2), 8, 1, 2, 1, {1, 1}), UserError);
}

TEST(Weights, ABlockOfKernelsHasOneIndex) {
  // Four filters of four channels and two taps, blocks of 2 x 2 kernels; the last one has one weight.
  std::vector<std::int16_t> weights(4 * 4 * 2, 0);
  weights[(3 * 4 + 2) * 2 + 1] = 9;  // filter 3, channel 2, tap 1
  const WeightStream stream = stored_per_grain(Granularity::block(2, 2), 8, 4, 4, 2, weights);
  EXPECT_EQ(stream.words.size(), 8u);  // 2 filters x 2 channels x 2 taps
  EXPECT_EQ(stream.bytes, 17u);        // 8 x 16 + 4 bits
  EXPECT_FALSE(stream.channel_used[1]);
  EXPECT_TRUE(stream.channel_used[3]);  // stored whole, though all zero
}

TEST(Weights, ABlockOverTwoOcgsHasItsIndexInTheFirst) {
  // Kc = 2, blocks of three filters: filters 0 to 2 are one block, in the OCGs 0 and 1.
  const WeightStream stream = stored_per_grain(Granularity::block(3, 1), 2, 4, 1, 1, {0, 0, 5, 0});
  EXPECT_EQ(stream.words.size(), 3u);
  EXPECT_EQ(stream.bytes, 7u);  // 3 x 16 + 4 bits
}

TEST(Weights, BlocksAtOneTapStoreThatTapAlone) {
  // Two filters of two channels and three taps; both filters and channels of tap 1 are one block.
  std::vector<std::int16_t> weights{0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0};
  const WeightStream stream = stored_per_grain(Granularity::element_block(2, 2), 8, 2, 2, 3, weights);
  EXPECT_EQ(stream.words.size(), 4u);
  EXPECT_EQ(stream.bytes, 9u);  // 4 x 16 + 4 bits
  EXPECT_EQ(stream.words[0].s, 1u);
  EXPECT_EQ(stream.words[1].k, 1u);
}

TEST(Weights, ChannelsHaveTheirIndexInTheFirstOcg) {
  // Four filters, Kc = 2, two channels: channel 1 alone has weights.
  const WeightStream stream = stored_per_grain(Granularity::channel, 2, 4, 2, 1, {0, 1, 0, 2, 0, 0, 0, 4});
  EXPECT_EQ(stream.words.size(), 4u);
  EXPECT_EQ(stream.bytes, 9u);  // 4 x 16 + 4 bits
}

TEST(UnitStride, FiltersThatWeightWordsCannotCountAreRefused) {
  LayerShape shape;
  shape.R = shape.H = 70000;
  const TinyLayer layer =
      tiny_layer(shape, std::vector<std::int16_t>(70000, 1), std::vector<std::int16_t>(70000, 1));
  EXPECT_THROW(program_of(MachineConfig{}, layer), UserError);
}

TEST(Spill, RetileCutsUntilHalfARamSuffices) {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 1;
  config.activation_ram.iaram_bytes = 10;  // four words
  config.activation_ram.overflow = RamOverflow::retile;
  const TinyLayer layer = tiny_layer(square(1, 1, 4, 1, 0), {1}, std::vector<std::int16_t>(16, 1));
  const LayerProgram program = program_of(config, layer);
  EXPECT_EQ(program.temporal_tiles, 8u);  // 16 positions, two per tile
}

/// The tiling of a 4 x 4 plane without zeros, 1 x 1 filters, on one PE.
MappedLayer retiled_plane(std::uint32_t iaram_words, std::uint32_t oaram_words, KcChoice kc = 1u,
                          std::uint32_t filters = 2) {
  MachineConfig config;
  config.pe_array.rows = config.pe_array.columns = 1;
  config.mapping.kc = kc;
  config.activation_ram.iaram_bytes = 5 * iaram_words / 2;
  config.activation_ram.oaram_bytes = 5 * oaram_words / 2;
  config.activation_ram.overflow = RamOverflow::retile;
  const TinyLayer layer = tiny_layer(square(1, filters, 4, 1, 0), std::vector<std::int16_t>(filters, 1),
                                     std::vector<std::int16_t>(16, 1));
  EncodedLayer encoded(layer.description, layer.tensors);
  Tensor<std::int16_t> outputs({filters, 4, 4});
  std::fill(outputs.data.begin(), outputs.data.end(), std::int16_t{1});
  return map_layer(config, layer.description, encoded, nullptr, &outputs);
}

TEST(Retile, RamsThatHoldTheLayerDoNotCutIt) {
  const MappedLayer mapped = retiled_plane(16, 32);  // more than half a RAM
  EXPECT_EQ(mapped.program.temporal_tiles, 1u);
  EXPECT_EQ(mapped.tiled_for, TilingLimit::none);
  EXPECT_FALSE(mapped.program.input_spilled || mapped.program.output_spilled);
}

TEST(Retile, TilesAreAsLargeAsHalfAnIaramLetsThemBe) {
  const MappedLayer mapped = retiled_plane(14, 32);  // 2 x 2 positions fit, and so do 3 x 2
  EXPECT_EQ(mapped.tiles.height, 3);
  EXPECT_EQ(mapped.tiles.width, 2);
  EXPECT_EQ(mapped.program.temporal_tiles, 4u);
  EXPECT_EQ(mapped.tiled_for, TilingLimit::iaram);
  EXPECT_TRUE(mapped.program.input_spilled);
  EXPECT_FALSE(mapped.program.output_spilled);
}

TEST(Retile, HalfAnOaramHoldsTheOutputsOfAStep) {
  EXPECT_EQ(retiled_plane(16, 31).tiled_for, TilingLimit::oaram);  // 16 of a step, 32 of the layer
  EXPECT_EQ(retiled_plane(16, 31).tiles.height, 3);                // 15 words: 3 x 4 positions
  EXPECT_EQ(retiled_plane(16, 31).tiles.width, 4);
  EXPECT_EQ(retiled_plane(16, 4).program.temporal_tiles, 8u);
}

/// The IARAM refuses the plane and the tiles of 2 x 4, the OARAM those that are a row or column larger than
/// the tiles of 2 x 2 that are taken: six words of output, of input seven would fit.
TEST(Retile, TheLimitIsWhatRefusedTheLastLargerTiles) {
  const MappedLayer mapped = retiled_plane(15, 11);
  EXPECT_EQ(mapped.tiles.height, 2);
  EXPECT_EQ(mapped.tiles.width, 2);
  EXPECT_EQ(mapped.tiled_for, TilingLimit::oaram);
}

/// Under retile, tiles are needed where a RAM refuses the plane, too.
TEST(Retile, AutomaticKcIsTheLargestThatNeedsNoTiles) {
  const MappedLayer whole = retiled_plane(16, 64, KcRule::automatic, 4);
  EXPECT_EQ(whole.program.kc, 4u);
  EXPECT_EQ(whole.program.temporal_tiles, 1u);
  const MappedLayer by_oaram =
      retiled_plane(16, 40, KcRule::automatic, 4);  // half of it: one channel, not two
  EXPECT_EQ(by_oaram.program.kc, 1u);
  EXPECT_EQ(by_oaram.program.temporal_tiles, 1u);
  const MappedLayer cut =
      retiled_plane(14, 64, KcRule::automatic, 4);  // for the IARAM, whatever Kc: as with 8
  EXPECT_EQ(cut.program.kc, 8u);
  EXPECT_EQ(cut.program.temporal_tiles, 4u);
  EXPECT_EQ(cut.tiled_for, TilingLimit::iaram);
}

TEST(Retile, TheReasonIsSaid) {
  EXPECT_EQ(why_not_larger(TilingLimit::none), "the plane is not cut");
  EXPECT_EQ(why_not_larger(TilingLimit::accumulators), "the next larger ones do not fit the accumulators");
  EXPECT_EQ(why_not_larger(TilingLimit::iaram), "the next larger ones do not fit half an IARAM");
  EXPECT_EQ(why_not_larger(TilingLimit::oaram), "the next larger ones do not fit half an OARAM");
}

}  // namespace
}  // namespace scnnsim
