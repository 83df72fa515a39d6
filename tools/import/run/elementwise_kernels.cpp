// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tools/import/onnx/onnx_definitions.h"
#include "tools/import/run/kernel.h"
#include "tools/import/run/strided.h"

namespace scnnsim {

namespace {

// --- one input

template <float (*function)(float)>
Value unary(const KernelCall& call) {
  const Value& input = call.floats(0);
  std::vector<float> result(input.size());
  std::transform(input.floats().begin(), input.floats().end(), result.begin(), function);
  return Value::of_floats(input.shape, std::move(result));
}

/// Keeps integers, which quantised models put through a ReLU or a MaxPool as well.
template <class Function>
Value map_any(const Value& input, const Function& function) {
  Value result = input;
  std::visit(
      [&](auto& elements) {
        using Element = typename std::decay_t<decltype(elements)>::value_type;
        for (auto& element : elements) element = static_cast<Element>(function(element));
      },
      result.data);
  return result;
}

/// Of integers as unsigned ones: the lowest has no opposite.
template <class T>
T negated(T x) {
  if constexpr (std::is_floating_point_v<T>)
    return -x;
  else
    return static_cast<T>(0 - static_cast<std::uint64_t>(x));
}

float sigmoid_of(float x) {
  return 1 / (1 + std::exp(-x));
}
float tanh_of(float x) {
  return std::tanh(x);
}
float exp_of(float x) {
  return std::exp(x);
}
float log_of(float x) {
  return std::log(x);
}
float sqrt_of(float x) {
  return std::sqrt(x);
}
float erf_of(float x) {
  return std::erf(x);
}
float floor_of(float x) {
  return std::floor(x);
}
float ceil_of(float x) {
  return std::ceil(x);
}
float reciprocal_of(float x) {
  return 1 / x;
}
float softplus_of(float x) {
  return std::log1p(std::exp(-std::fabs(x))) + std::max(x, 0.0F);
}
float softsign_of(float x) {
  return x / (1 + std::fabs(x));
}
float hard_swish_of(float x) {
  return x * std::clamp(x / 6 + 0.5F, 0.0F, 1.0F);
}
float mish_of(float x) {
  return x * std::tanh(softplus_of(x));
}

Value relu(const KernelCall& call) {
  return map_any(call.input(0), [](auto x) { return std::max<decltype(x)>(x, 0); });
}
Value neg(const KernelCall& call) {
  return map_any(call.input(0), [](auto x) { return negated(x); });
}
Value abs_of(const KernelCall& call) {
  return map_any(call.input(0), [](auto x) { return x < 0 ? negated(x) : x; });
}
Value not_of(const KernelCall& call) {
  return map_any(call.integers(0), [](auto x) { return x == 0; });
}

Value leaky_relu(const KernelCall& call) {
  const float alpha = call.node.attribute<float>("alpha", 0.01F);
  return map_any(call.floats(0),
                 [&](auto x) { return x < 0 ? alpha * static_cast<float>(x) : static_cast<float>(x); });
}

Value elu(const KernelCall& call) {
  const float alpha = call.node.attribute<float>("alpha", 1);
  return map_any(call.floats(0), [&](auto x) {
    const auto real = static_cast<float>(x);
    return real < 0 ? alpha * std::expm1(real) : real;
  });
}

Value hard_sigmoid(const KernelCall& call) {
  const float alpha = call.node.attribute<float>("alpha", 0.2F),
              beta = call.node.attribute<float>("beta", 0.5F);
  return map_any(call.floats(0),
                 [&](auto x) { return std::clamp(alpha * static_cast<float>(x) + beta, 0.0F, 1.0F); });
}

/// A bound of Clip: an attribute before opset 11, an input since.
double bound(const KernelCall& call, const char* attribute, std::size_t index, double otherwise) {
  if (call.node.has(attribute)) return double{call.node.attribute<float>(attribute, 0)};
  return call.has(index) ? call.number(index) : otherwise;
}

Value clip(const KernelCall& call) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double lowest = bound(call, "min", 1, -infinity), highest = bound(call, "max", 2, infinity);
  return map_any(call.input(0), [&](auto x) {
    const double clipped = std::min(std::max(static_cast<double>(x), lowest), highest);
    return static_cast<decltype(x)>(clipped);
  });
}

Value cast(const KernelCall& call) {
  const Value& input = call.input(0);
  const auto to = element_type_of(call.node.attribute<std::int64_t>("to", 0));
  if (!to) call.fail("attribute to: expected floats, integers or bool");
  Value result = Value::zeros(*to, input.shape);
  for (std::size_t i = 0; i < input.size(); ++i) {
    if (is_float(*to)) {
      std::get<0>(result.data)[i] = static_cast<float>(input.at(i));
    } else if (!is_float(input.type)) {
      std::get<1>(result.data)[i] =
          *to == ElementType::boolean ? input.integers()[i] != 0 : input.integers()[i];
    } else {
      constexpr double widest = 9e18;
      const double real = input.at(i);
      if (!(std::fabs(real) < widest)) call.fail(fmt::format("got {}, which no integer type holds", real));
      std::get<1>(result.data)[i] =
          *to == ElementType::boolean ? real != 0 : static_cast<std::int64_t>(std::trunc(real));
    }
  }
  return result;
}

// --- two inputs

/// The result of `function` on each pair of elements, broadcast; floats for floats, integers for integers.
template <class Function>
Value combine(const KernelCall& call, const Value& a, const Value& b, const Function& function) {
  if (is_float(a.type) != is_float(b.type)) call.fail_input(1, fmt::format("the type of {}", a.describe()));
  const Shape shape = broadcast_shape(a.shape, b.shape, call.node.label());
  Value result{a.type, shape, {}};
  std::visit(
      [&](const auto& first) {
        using Elements = std::decay_t<decltype(first)>;
        const auto& second = std::get<Elements>(b.data);
        Elements combined;
        combined.reserve(element_count(shape));
        for_each_pair(shape, broadcast_strides(a.shape, shape), broadcast_strides(b.shape, shape),
                      [&](std::int64_t i, std::int64_t j) {
                        combined.push_back(static_cast<typename Elements::value_type>(function(
                            first[static_cast<std::size_t>(i)], second[static_cast<std::size_t>(j)])));
                      });
        result.data = std::move(combined);
      },
      a.data);
  return result;
}

template <class Function>
Value binary(const KernelCall& call, const Function& function) {
  return combine(call, call.input(0), call.input(1), function);
}

/// Folds all inputs of an operator that takes any number of them.
template <class Function>
Value variadic(const KernelCall& call, const Function& function) {
  Value result = call.input(0);
  for (std::size_t i = 1; i < call.inputs.size(); ++i)
    result = combine(call, result, call.input(i), function);
  return result;
}

template <class Function>
Value compare(const KernelCall& call, const Function& function) {
  const Value result = binary(call, function);
  Value bools = Value::zeros(ElementType::boolean, result.shape);
  for (std::size_t i = 0; i < result.size(); ++i) std::get<1>(bools.data)[i] = result.at(i) != 0;
  return bools;
}

// Hostile integers may wrap; signed overflow must not happen.
template <class T>
T wrapping(T a, T b, std::uint64_t (*integers)(std::uint64_t, std::uint64_t), float (*floats)(float, float)) {
  if constexpr (std::is_floating_point_v<T>)
    return floats(a, b);
  else
    return static_cast<T>(integers(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b)));
}

Value add(const KernelCall& call) {
  return binary(call, [](auto a, auto b) {
    return wrapping(
        a, b, [](std::uint64_t x, std::uint64_t y) { return x + y; }, [](float x, float y) { return x + y; });
  });
}
Value sub(const KernelCall& call) {
  return binary(call, [](auto a, auto b) {
    return wrapping(
        a, b, [](std::uint64_t x, std::uint64_t y) { return x - y; }, [](float x, float y) { return x - y; });
  });
}
Value mul(const KernelCall& call) {
  return binary(call, [](auto a, auto b) {
    return wrapping(
        a, b, [](std::uint64_t x, std::uint64_t y) { return x * y; }, [](float x, float y) { return x * y; });
  });
}
Value div(const KernelCall& call) {
  return binary(call, [&](auto a, auto b) {
    if constexpr (std::is_integral_v<decltype(a)>) {
      if (b == 0) call.fail("divides an integer by 0");
      if (b == -1) return static_cast<decltype(a)>(0 - static_cast<std::uint64_t>(a));
    }
    return a / b;
  });
}
Value pow_of(const KernelCall& call) {
  const Value& exponent = call.input(1);
  Value real = Value::zeros(ElementType::float32, exponent.shape);
  for (std::size_t i = 0; i < exponent.size(); ++i)
    std::get<0>(real.data)[i] = static_cast<float>(exponent.at(i));
  return combine(call, call.floats(0), real,
                 [](auto a, auto b) { return std::pow(static_cast<float>(a), static_cast<float>(b)); });
}
Value min_of(const KernelCall& call) {
  return variadic(call, [](auto a, auto b) { return std::min(a, b); });
}
Value max_of(const KernelCall& call) {
  return variadic(call, [](auto a, auto b) { return std::max(a, b); });
}
Value sum(const KernelCall& call) {
  call.floats(0);
  return variadic(call, [](auto a, auto b) { return static_cast<float>(a) + static_cast<float>(b); });
}
Value equal(const KernelCall& call) {
  return compare(call, [](auto a, auto b) { return a == b; });
}
Value less(const KernelCall& call) {
  return compare(call, [](auto a, auto b) { return a < b; });
}
Value greater(const KernelCall& call) {
  return compare(call, [](auto a, auto b) { return a > b; });
}
Value prelu(const KernelCall& call) {
  call.floats(0);
  const Value result = binary(call, [](auto x, auto slope) { return x < 0 ? x * slope : x; });
  if (result.shape != call.input(0).shape) call.fail_input(1, "slopes that can be broadcast to the input");
  return result;
}

Value where(const KernelCall& call) {
  const Value &condition = call.integers(0), &yes = call.input(1), &no = call.input(2);
  if (is_float(yes.type) != is_float(no.type))
    call.fail_input(2, fmt::format("the type of {}", yes.describe()));
  const std::string what = call.node.label();
  const Shape shape = broadcast_shape(broadcast_shape(yes.shape, no.shape, what), condition.shape, what);
  const auto spread = [&](const Value& value) {
    return strided_copy(value, shape, broadcast_strides(value.shape, shape));
  };
  const Value choice = spread(condition), other = spread(no);
  Value result = spread(yes);
  std::visit(
      [&](auto& elements) {
        const auto& others = std::get<std::decay_t<decltype(elements)>>(other.data);
        for (std::size_t i = 0; i < elements.size(); ++i)
          if (choice.integers()[i] == 0) elements[i] = others[i];
      },
      result.data);
  return result;
}

Value batch_normalization(const KernelCall& call) {
  const Value& input = call.floats(0);
  const std::size_t channels = input.shape.size() < 2 ? 0 : input.shape[1];
  if (channels == 0) call.fail_input(0, "a batch and channels");
  for (std::size_t i = 1; i <= 4; ++i)
    if (call.floats(i).shape != Shape{channels})
      call.fail_input(i, fmt::format("one number per channel: ({},)", channels));
  if (call.node.attribute<std::int64_t>("training_mode", 0) != 0)
    call.fail("attribute training_mode: got 1, expected 0: export the model for inference");
  const float epsilon = call.node.attribute<float>("epsilon", 1e-5F);
  Value result = Value::of_floats(input.shape, input.floats());
  auto& elements = std::get<0>(result.data);
  const std::size_t plane = element_count({input.shape.begin() + 2, input.shape.end()});
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const std::size_t c = i / plane % channels;
    const double scale = call.input(1).at(c) / std::sqrt(call.input(4).at(c) + double{epsilon});
    elements[i] =
        static_cast<float>((double{elements[i]} - call.input(3).at(c)) * scale + call.input(2).at(c));
  }
  return result;
}

}  // namespace

void add_elementwise_kernels(KernelTable& table) {
  const KernelTable own{{"Sigmoid", unary<sigmoid_of>},
                        {"Tanh", unary<tanh_of>},
                        {"Exp", unary<exp_of>},
                        {"Log", unary<log_of>},
                        {"Sqrt", unary<sqrt_of>},
                        {"Erf", unary<erf_of>},
                        {"Floor", unary<floor_of>},
                        {"Ceil", unary<ceil_of>},
                        {"Reciprocal", unary<reciprocal_of>},
                        {"Softplus", unary<softplus_of>},
                        {"Softsign", unary<softsign_of>},
                        {"HardSwish", unary<hard_swish_of>},
                        {"Mish", unary<mish_of>},
                        {"Relu", relu},
                        {"Neg", neg},
                        {"Abs", abs_of},
                        {"Not", not_of},
                        {"LeakyRelu", leaky_relu},
                        {"Elu", elu},
                        {"HardSigmoid", hard_sigmoid},
                        {"Clip", clip},
                        {"Cast", cast},
                        {"Add", add},
                        {"Sub", sub},
                        {"Mul", mul},
                        {"Div", div},
                        {"Pow", pow_of},
                        {"Min", min_of},
                        {"Max", max_of},
                        {"Sum", sum},
                        {"Equal", equal},
                        {"Less", less},
                        {"Greater", greater},
                        {"PRelu", prelu},
                        {"Where", where},
                        {"BatchNormalization", batch_normalization}};
  table.insert(own.begin(), own.end());
}

}  // namespace scnnsim
