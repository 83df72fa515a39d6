// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/dense_convolution.h"

#ifdef SCNNSIM_ONEDNN

#include <algorithm>
#include <oneapi/dnnl/dnnl.hpp>

#include "tests/bench/measure.h"

namespace scnnsim {
namespace {

constexpr auto floats = dnnl::memory::data_type::f32;
constexpr auto any_layout = dnnl::memory::format_tag::any;

dnnl::memory zeroed(const dnnl::memory::desc& description, const dnnl::engine& engine) {
  dnnl::memory memory(description, engine);
  auto* bytes = static_cast<char*>(memory.get_data_handle());
  std::fill(bytes, bytes + description.get_size(), char{0});
  return memory;
}

}  // namespace

std::optional<double> dense_convolution_seconds(const LayerShape& s) {
  using Dims = dnnl::memory::dims;
  const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  dnnl::stream stream(engine);
  const std::int64_t K = s.filters_per_group(), C = s.channels_per_group();
  const Dims weights = s.groups == 1 ? Dims{K, C, s.R, s.S} : Dims{s.groups, K, C, s.R, s.S};
  const dnnl::convolution_forward::desc description(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
      {Dims{1, s.C, s.H, s.W}, floats, any_layout}, {weights, floats, any_layout},
      {Dims{1, s.K, s.P(), s.Q()}, floats, any_layout}, Dims{s.stride_h, s.stride_w},
      Dims{s.dilation_h - 1, s.dilation_w - 1}, Dims{s.pad_top, s.pad_left}, Dims{s.pad_bottom, s.pad_right});
  const dnnl::convolution_forward::primitive_desc primitive(description, engine);
  dnnl::convolution_forward convolution(primitive);
  const std::unordered_map<int, dnnl::memory> arguments{
      {DNNL_ARG_SRC, zeroed(primitive.src_desc(), engine)},
      {DNNL_ARG_WEIGHTS, zeroed(primitive.weights_desc(), engine)},
      {DNNL_ARG_DST, zeroed(primitive.dst_desc(), engine)}};
  convolution.execute(stream, arguments);
  stream.wait();
  const double start = cpu_seconds();
  convolution.execute(stream, arguments);
  stream.wait();
  return cpu_seconds() - start;
}

}  // namespace scnnsim

#else

namespace scnnsim {

std::optional<double> dense_convolution_seconds(const LayerShape&) {
  return {};
}

}  // namespace scnnsim

#endif
