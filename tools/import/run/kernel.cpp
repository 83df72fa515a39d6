// SPDX-License-Identifier: Apache-2.0
#include "tools/import/run/kernel.h"

#include <fmt/format.h>

#include "traces/support/error.h"

namespace scnnsim {

const Value& KernelCall::input(std::size_t index) const {
  if (!has(index)) fail(fmt::format("input {} is missing", index));
  return *inputs[index];
}

const Value& KernelCall::floats(std::size_t index) const {
  if (!is_float(input(index).type)) fail_input(index, "a tensor of floats");
  return input(index);
}

const Value& KernelCall::integers(std::size_t index) const {
  if (is_float(input(index).type)) fail_input(index, "a tensor of integers");
  return input(index);
}

double KernelCall::number(std::size_t index) const {
  if (input(index).size() != 1) fail_input(index, "one number");
  return input(index).at(0);
}

Integers KernelCall::list(const std::string& attribute, std::size_t index, const Integers& otherwise) const {
  if (node.has(attribute)) return node.attribute<Integers>(attribute, {});
  return has(index) ? integers(index).integers() : otherwise;
}

std::size_t KernelCall::axis(std::int64_t axis, std::size_t rank) const {
  const auto signed_rank = static_cast<std::int64_t>(rank);
  if (axis < -signed_rank || axis >= signed_rank)
    fail(fmt::format("got the axis or index {}, expected one of {}", axis, rank));
  return static_cast<std::size_t>(axis < 0 ? axis + signed_rank : axis);
}

void KernelCall::fail(const std::string& problem) const {
  throw UserError(fmt::format("{}: {}", node.label(), problem));
}

void KernelCall::fail_input(std::size_t index, const std::string& expected) const {
  fail(
      fmt::format("input \"{}\": got {}, expected {}", node.input(index), input(index).describe(), expected));
}

const Kernel* find_kernel(const Node& node) {
  static const KernelTable table = [] {
    KernelTable kernels;
    add_shape_kernels(kernels);
    add_slicing_kernels(kernels);
    add_padding_kernels(kernels);
    add_elementwise_kernels(kernels);
    add_reduction_kernels(kernels);
    add_resize_kernels(kernels);
    add_pooling_kernels(kernels);
    add_product_kernels(kernels);
    add_quantised_kernels(kernels);
    return kernels;
  }();
  const std::string domain = node.domain.empty() ? "" : node.domain + ".";
  const auto found = table.find(domain + node.op);
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace scnnsim
