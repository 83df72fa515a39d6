// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tools/import/run/kernel.h"
#include "tools/import/run/opencv_node.h"
#include "traces/npy.h"

namespace scnnsim {

namespace {

/// One dimension of a Resize.
struct ResizedDimension {
  std::size_t size = 0, resized = 0;
  double scale = 1;
};

/// Where an element comes from: (1 - share) x below + share x above.
struct Tap {
  std::size_t below, above;
  double share;
};

using Coordinate = double (*)(double at, const ResizedDimension& d);
using Rounding = double (*)(double at);

double half_pixel(double at, const ResizedDimension& d) {
  return (at + 0.5) / d.scale - 0.5;
}
double pytorch_half_pixel(double at, const ResizedDimension& d) {
  return d.resized > 1 ? half_pixel(at, d) : 0;
}
double asymmetric(double at, const ResizedDimension& d) {
  return at / d.scale;
}
double tf_half_pixel_for_nn(double at, const ResizedDimension& d) {
  return (at + 0.5) / d.scale;
}
double align_corners(double at, const ResizedDimension& d) {
  return d.resized > 1 ? at * static_cast<double>(d.size - 1) / static_cast<double>(d.resized - 1) : 0;
}

double round_prefer_floor(double at) {
  return std::ceil(at - 0.5);
}
double round_prefer_ceil(double at) {
  return std::floor(at + 0.5);
}
double round_down(double at) {
  return std::floor(at);
}
double round_up(double at) {
  return std::ceil(at);
}

/// What an attribute names, of what can be run.
template <class Choice>
Choice chosen(const KernelCall& call, const char* attribute, const char* otherwise,
              const std::map<std::string, Choice>& choices) {
  const auto name = call.node.attribute<std::string>(attribute, otherwise);
  const auto found = choices.find(name);
  if (found == choices.end()) throw CannotRun(fmt::format("attribute {}: {:?} is not run", attribute, name));
  return found->second;
}

/// How positions of the result become positions of the input.
struct Sampling {
  bool is_linear;
  Coordinate coordinate;
  Rounding rounding;

  Tap tap(std::size_t at, const ResizedDimension& d) const {
    const double last = static_cast<double>(d.size - 1);
    const double place = coordinate(static_cast<double>(at), d);
    const double below = std::clamp(is_linear ? std::floor(place) : rounding(place), 0.0, last);
    if (!is_linear) return {static_cast<std::size_t>(below), 0, 0};
    const double share = std::clamp(place - below, 0.0, 1.0);
    return {static_cast<std::size_t>(below), static_cast<std::size_t>(std::min(below + 1, last)), share};
  }
};

/// Of Upsample, and of Resize before opset 11.
constexpr Sampling old_sampling(bool is_linear) {
  return {is_linear, asymmetric, round_down};
}

Sampling sampling_of(const KernelCall& call) {
  const bool is_linear = chosen<bool>(call, "mode", "nearest", {{"nearest", false}, {"linear", true}});
  if (call.node.op == "Upsample" || call.opset < 11) return old_sampling(is_linear);
  return {is_linear,
          chosen<Coordinate>(call, "coordinate_transformation_mode", "half_pixel",
                             {{"half_pixel", half_pixel},
                              {"pytorch_half_pixel", pytorch_half_pixel},
                              {"asymmetric", asymmetric},
                              {"tf_half_pixel_for_nn", tf_half_pixel_for_nn},
                              {"align_corners", align_corners}}),
          chosen<Rounding>(call, "nearest_mode", "round_prefer_floor",
                           {{"round_prefer_floor", round_prefer_floor},
                            {"round_prefer_ceil", round_prefer_ceil},
                            {"floor", round_down},
                            {"ceil", round_up}})};
}

std::vector<double> scales_of(const KernelCall& call, std::size_t input) {
  if (call.node.has("scales")) {
    const auto list = call.node.attribute<std::vector<float>>("scales", {});
    return {list.begin(), list.end()};
  }
  std::vector<double> scales;
  if (call.has(input))
    for (const float scale : call.floats(input).floats()) scales.push_back(double{scale});
  return scales;
}

/// The dimensions by the scales, or by the sizes where these are given.
std::vector<ResizedDimension> dimensions_of(const KernelCall& call) {
  const bool is_old = call.node.op == "Upsample" || call.opset < 11;
  const Shape& shape = call.input(0).shape;
  const std::vector<double> scales = scales_of(call, is_old ? 1 : 2);
  const Integers sizes = is_old ? Integers{} : call.list("sizes", 3, {});
  const std::size_t given = scales.empty() ? sizes.size() : scales.size();
  if (given != shape.size())
    call.fail(fmt::format("got {} scales or sizes, expected one per dimension: {}", given, shape.size()));
  std::vector<ResizedDimension> dimensions;
  Shape resized;
  constexpr std::int64_t largest = 1 << 30;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    ResizedDimension one;
    one.size = shape[d];
    const double size = scales.empty() ? static_cast<double>(sizes[d])
                                       : std::floor(static_cast<double>(shape[d]) * scales[d]);
    if (!(size >= 1 && size <= static_cast<double>(largest)) || shape[d] == 0)
      call.fail(fmt::format("got a size of {} for a dimension of {}, expected at least 1", size, shape[d]));
    one.resized = static_cast<std::size_t>(size);
    one.scale = scales.empty() ? size / static_cast<double>(shape[d]) : scales[d];
    resized.push_back(one.resized);
    dimensions.push_back(one);
  }
  check_element_count(resized, call.node.label());
  return dimensions;
}

/// Resizes one dimension: blocks of `size` rows of `row` elements.
template <class Element>
std::vector<Element> resampled(const std::vector<Element>& from, std::size_t row,
                               const std::vector<Tap>& taps, std::size_t size) {
  std::vector<Element> result;
  const std::size_t blocks = from.size() / (size * row);
  result.reserve(blocks * taps.size() * row);
  for (std::size_t block = 0; block < blocks; ++block)
    for (const Tap& tap : taps)
      for (std::size_t i = 0; i < row; ++i) {
        const Element below = from[(block * size + tap.below) * row + i];
        if (tap.share == 0) {
          result.push_back(below);
          continue;
        }
        const auto above = static_cast<double>(from[(block * size + tap.above) * row + i]);
        result.push_back(
            static_cast<Element>(static_cast<double>(below) * (1 - tap.share) + above * tap.share));
      }
  return result;
}

Value resize(const KernelCall& call) {
  for (const char* attribute : {"axes", "antialias", "keep_aspect_ratio_policy"})
    if (call.node.has(attribute)) throw CannotRun(fmt::format("its attribute {} is not run", attribute));
  Value result = call.input(0);
  const std::vector<ResizedDimension> dimensions = dimensions_of(call);
  const Sampling sampling = sampling_of(call);
  if (sampling.is_linear && !is_float(result.type)) throw CannotRun("integers are not interpolated");
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    const ResizedDimension& dimension = dimensions[d];
    if (dimension.scale == 1 && dimension.size == dimension.resized) continue;
    std::vector<Tap> taps;
    for (std::size_t at = 0; at < dimension.resized; ++at) taps.push_back(sampling.tap(at, dimension));
    const std::size_t row =
        element_count({result.shape.begin() + static_cast<std::ptrdiff_t>(d) + 1, result.shape.end()});
    std::visit([&](auto& elements) { elements = resampled(elements, row, taps, dimension.size); },
               result.data);
    result.shape[d] = dimension.resized;
  }
  return result;
}

}  // namespace

void add_resize_kernels(KernelTable& table) {
  table.insert({{"Resize", resize}, {"Upsample", resize}});
}

}  // namespace scnnsim
