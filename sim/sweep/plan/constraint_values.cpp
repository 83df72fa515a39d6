// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/constraint_values.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

namespace scnnsim {
namespace {

/// Texts lie below; numbers are never so large.
constexpr double first_text = -1e300, text_distance = 1e285, largest_number = 1e299;

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// Why the expression being evaluated has no result: muParser's callbacks are plain functions.
thread_local std::string problem;

double refuse(const char* reason) {
  if (problem.empty()) problem = reason;
  return nothing;
}

/// What an operation takes: a number. Nothing stays nothing.
double operand(double value) {
  return value < -largest_number ? refuse("texts can only be compared, with == and !=") : value;
}

/// What an operation of two numbers, or of one, results in.
double result(double value, double a, double b = 0) {
  if (std::isnan(a) || std::isnan(b)) return nothing;
  if (std::isnan(value)) return refuse("a function or power has no value there");
  return std::abs(value) > largest_number ? refuse("a value is infinite, or too large") : value;
}

template <class Operation>
double of_two(double a, double b, const Operation& operation) {
  const double left = operand(a), right = operand(b);
  return result(operation(left, right), left, right);
}

/// With an operation of the standard library, such as std::plus<>.
template <class Operation>
double of_pair(double a, double b) {
  return of_two(a, b, Operation());
}
template <double (*function)(double, double)>
double of_pair(double a, double b) {
  return of_two(a, b, function);
}

double divide(double a, double b) {
  return b == 0 ? refuse("a division by zero") : of_pair<std::divides<>>(a, b);
}
double remainder_of(double a, double b) {
  return b == 0 ? refuse("a remainder of a division by zero") : of_pair<std::fmod>(a, b);
}
double equal(double a, double b) {
  return std::isnan(a) || std::isnan(b) ? nothing : a == b ? 1 : 0;
}
double unequal(double a, double b) {
  return std::isnan(a) || std::isnan(b) ? nothing : a == b ? 0 : 1;
}
double negative(double a) {
  return -operand(a);
}
double positive(double a) {
  return operand(a);
}
double opposite(double a) {
  const double value = operand(a);
  return std::isnan(value) ? nothing : value == 0 ? 1 : 0;
}

/// The left side decides alone if it is `decisive`; then it does not matter what is wrong with the other.
double decide(double a, double b, bool decisive) {
  const double left = operand(a);
  if (std::isnan(left)) return nothing;
  if ((left != 0) == decisive) {
    problem.clear();
    return decisive ? 1 : 0;
  }
  const double right = operand(b);
  return std::isnan(right) ? nothing : right == 0 ? 0 : 1;
}
double both(double a, double b) {
  return decide(a, b, false);
}
double either(double a, double b) {
  return decide(a, b, true);
}

template <double (*function)(double)>
double of_one(double a) {
  const double value = operand(a);
  return result(function(value), value);
}

double sign(double a) {
  return a < 0 ? -1 : a > 0 ? 1 : 0;
}

/// Of any number of arguments, at least one.
template <double (*function)(double, double)>
double of_many(const double* values, int count) {
  return std::accumulate(values + 1, values + count, result(operand(values[0]), values[0]),
                         [](double a, double b) { return of_two(a, b, function); });
}

double add(double a, double b) {
  return a + b;
}
double smaller(double a, double b) {
  return std::min(a, b);
}
double larger(double a, double b) {
  return std::max(a, b);
}
double average(const double* values, int count) {
  return divide(of_many<add>(values, count), count);
}

void define_operators(mu::Parser& parser) {
  parser.EnableBuiltInOprt(false);
  parser.DefineOprt("+", of_pair<std::plus<>>, mu::prADD_SUB);
  parser.DefineOprt("-", of_pair<std::minus<>>, mu::prADD_SUB);
  parser.DefineOprt("*", of_pair<std::multiplies<>>, mu::prMUL_DIV);
  parser.DefineOprt("/", divide, mu::prMUL_DIV);
  parser.DefineOprt("%", remainder_of, mu::prMUL_DIV);
  parser.DefineOprt("^", of_pair<std::pow>, mu::prPOW, mu::oaRIGHT);
  parser.DefineOprt("<", of_pair<std::less<>>, mu::prCMP);
  parser.DefineOprt(">", of_pair<std::greater<>>, mu::prCMP);
  parser.DefineOprt("<=", of_pair<std::less_equal<>>, mu::prCMP);
  parser.DefineOprt(">=", of_pair<std::greater_equal<>>, mu::prCMP);
  parser.DefineOprt("==", equal, mu::prCMP);
  parser.DefineOprt("!=", unequal, mu::prCMP);
  parser.DefineOprt("&&", both, mu::prLAND);
  parser.DefineOprt("||", either, mu::prLOR);
  parser.DefineInfixOprt("-", negative);
  parser.DefineInfixOprt("+", positive);
  parser.DefineInfixOprt("!", opposite);
}

void define_functions(mu::Parser& parser) {
  using Function = double (*)(double);
  static const std::map<std::string, Function> functions{
      {"sin", of_one<std::sin>},     {"cos", of_one<std::cos>},     {"tan", of_one<std::tan>},
      {"asin", of_one<std::asin>},   {"acos", of_one<std::acos>},   {"atan", of_one<std::atan>},
      {"sinh", of_one<std::sinh>},   {"cosh", of_one<std::cosh>},   {"tanh", of_one<std::tanh>},
      {"asinh", of_one<std::asinh>}, {"acosh", of_one<std::acosh>}, {"atanh", of_one<std::atanh>},
      {"log2", of_one<std::log2>},   {"log10", of_one<std::log10>}, {"log", of_one<std::log>},
      {"ln", of_one<std::log>},      {"exp", of_one<std::exp>},     {"sqrt", of_one<std::sqrt>},
      {"rint", of_one<std::round>},  {"abs", of_one<std::abs>},     {"sign", of_one<sign>}};
  // Not computed when the expression is read, so that what goes wrong is told with the point.
  parser.ClearFun();
  for (const auto& [name, function] : functions) parser.DefineFun(name, function, false);
  parser.DefineFun("min", of_many<smaller>, false);
  parser.DefineFun("max", of_many<larger>, false);
  parser.DefineFun("sum", of_many<add>, false);
  parser.DefineFun("avg", average, false);
}

}  // namespace

double value_of_text(const std::string& text) {
  static std::map<std::string, double> values;
  return values.emplace(text, first_text - text_distance * static_cast<double>(values.size())).first->second;
}

void define_checked_operations(mu::Parser& parser) {
  define_operators(parser);
  define_functions(parser);
}

ConstraintResult evaluate(const mu::Parser& parser) {
  problem.clear();
  const double value = operand(parser.Eval());
  if (std::isnan(value)) return {value, problem.empty() ? "it is not a number" : problem};
  return {value, ""};
}

}  // namespace scnnsim
