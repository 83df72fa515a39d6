// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "tools/import/layers/layer_plan.h"

namespace scnnsim {

/// Operands of QLinearConv, QLinearMatMul and QGemm; `bias` is the bias' input.
IntegerOperands qlinear_operands(const Node& node, std::size_t bias);

/// Operands of ConvInteger and MatMulInteger, whose products have no scale.
IntegerOperands integer_operands(const Node& node);

/// The integers behind a product of dequantised tensors (QDQ): both operands come out of a DequantizeLinear,
/// the weights with one scale or one per filter. Nothing when it is no such product.
std::optional<IntegerOperands> dequantised_operands(const Graph& graph, const GraphIndex& index,
                                                    const LayerPlan& layer);

}  // namespace scnnsim
