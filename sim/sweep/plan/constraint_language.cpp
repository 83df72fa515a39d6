// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/constraint_language.h"

#include <mpOprtBinShortcut.h>
#include <mpValReader.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

namespace scnnsim {
namespace {

using mup::IValue;
using mup::Value;

constexpr const char* name_characters = "0123456789_.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

constexpr char text_type = 's', truth_type = 'b';  ///< of IValue::GetType()

[[noreturn]] void refuse_text() {
  throw NoResult("texts can only be compared, with == and !=");
}
[[noreturn]] void refuse_number() {
  throw NoResult("a number is no condition; compare it, as in x != 0");
}
[[noreturn]] void refuse_chain() {
  throw NoResult("one comparison at a time: \"1 < x && x < 3\" for 1 < x < 3");
}

/// An operand of arithmetic: a truth value counts as 1 or 0.
double number_of(const IValue& value) {
  if (value.GetType() == text_type) refuse_text();
  if (value.GetType() == truth_type) return value.GetBool() ? 1 : 0;
  if (!value.IsNonComplexScalar()) throw NoResult("a value is not a real number");
  return value.GetFloat();
}

/// An operand of < <= > >=.
double compared_number(const IValue& value) {
  if (value.GetType() == truth_type) refuse_chain();
  return number_of(value);
}

bool are_equal(const IValue& a, const IValue& b) {
  const bool is_truth = a.GetType() == truth_type;
  if (is_truth != (b.GetType() == truth_type)) refuse_chain();
  if (is_truth) return a.GetBool() == b.GetBool();
  const bool is_text = a.GetType() == text_type;
  if (is_text != (b.GetType() == text_type)) return false;
  return is_text ? a.GetString() == b.GetString() : number_of(a) == number_of(b);
}

Value checked(double value) {
  if (std::isnan(value)) throw NoResult("a function or power has no value there");
  if (std::isinf(value)) throw NoResult("a value is infinite, or too large");
  return value;
}

using Arguments = std::vector<std::reference_wrapper<const IValue>>;
using Compute = std::function<Value(const Arguments&)>;

/// An operator or function of the parser that computes its value by a function. `Base`: IOprtBin, IOprtInfix
/// or ICallback.
template <class Base>
class Operation : public Base {
 public:
  template <class... Identity>
  explicit Operation(Compute compute, Identity... identity)
      : Base(identity...), compute_(std::move(compute)) {}
  void Eval(mup::ptr_val_type& result, const mup::ptr_val_type* arguments, int count) override {
    Arguments all;
    for (int i = 0; i < count; ++i) all.emplace_back(*arguments[i]);
    *result = compute_(all);
  }
  const mup::char_type* GetDesc() const override { return ""; }
  mup::IToken* Clone() const override { return new Operation(*this); }

 private:
  Compute compute_;
};

void define_arithmetic(mup::ParserX& parser) {
  const auto define = [&parser](const char* sign, int priority, double (*compute)(double, double),
                                mup::EOprtAsct associates = mup::oaLEFT) {
    parser.DefineOprt(new Operation<mup::IOprtBin>(
        [compute](const Arguments& of) { return checked(compute(number_of(of[0]), number_of(of[1]))); }, sign,
        priority, associates));
  };
  define("+", mup::prADD_SUB, [](double a, double b) { return a + b; });
  define("-", mup::prADD_SUB, [](double a, double b) { return a - b; });
  define("*", mup::prMUL_DIV, [](double a, double b) { return a * b; });
  define("/", mup::prMUL_DIV,
         [](double a, double b) { return b == 0 ? throw NoResult("a division by zero") : a / b; });
  define("%", mup::prMUL_DIV, [](double a, double b) {
    return b == 0 ? throw NoResult("a remainder of a division by zero") : std::fmod(a, b);
  });
  define(
      "^", mup::prPOW, [](double a, double b) { return std::pow(a, b); }, mup::oaRIGHT);
  const auto define_sign = [&parser](const char* sign, double factor) {
    parser.DefineInfixOprt(new Operation<mup::IOprtInfix>(
        [factor](const Arguments& of) { return Value(factor * number_of(of[0])); }, sign,
        static_cast<int>(mup::prINFIX)));
  };
  define_sign("-", -1);
  define_sign("+", 1);
}

void define_comparisons(mup::ParserX& parser) {
  const auto define = [&parser](const char* sign, int priority, Compute compute) {
    parser.DefineOprt(new Operation<mup::IOprtBin>(std::move(compute), sign, priority, mup::oaLEFT));
  };
  const auto define_order = [&define](const char* sign, bool (*holds)(double, double)) {
    define(sign, mup::prRELATIONAL2, [holds](const Arguments& of) {
      return Value(holds(compared_number(of[0]), compared_number(of[1])));
    });
  };
  define_order("<", [](double a, double b) { return a < b; });
  define_order("<=", [](double a, double b) { return a <= b; });
  define_order(">", [](double a, double b) { return a > b; });
  define_order(">=", [](double a, double b) { return a >= b; });
  define("==", mup::prRELATIONAL1, [](const Arguments& of) { return Value(are_equal(of[0], of[1])); });
  define("!=", mup::prRELATIONAL1, [](const Arguments& of) { return Value(!are_equal(of[0], of[1])); });
}

bool truth_of(const IValue& value) {
  if (value.GetType() == text_type) refuse_text();
  if (value.GetType() != truth_type) refuse_number();
  return value.GetBool();
}

void define_logic(mup::ParserX& parser) {
  parser.DefineOprt(new mup::OprtShortcutLogicAndBegin);
  parser.DefineOprt(new mup::OprtShortcutLogicOrBegin);
  parser.DefineInfixOprt(new Operation<mup::IOprtInfix>(
      [](const Arguments& of) { return Value(!truth_of(of[0])); }, "!", static_cast<int>(mup::prINFIX)));
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

void define_functions(mup::ParserX& parser) {
  const auto define = [&parser](const char* name, double (*compute)(double)) {
    parser.DefineFun(new Operation<mup::ICallback>(
        [compute](const Arguments& of) { return checked(compute(number_of(of[0]))); }, mup::cmFUNC, name, 1));
  };
  define("sin", std::sin), define("cos", std::cos), define("tan", std::tan);
  define("asin", std::asin), define("acos", std::acos), define("atan", std::atan);
  define("sinh", std::sinh), define("cosh", std::cosh), define("tanh", std::tanh);
  define("asinh", std::asinh), define("acosh", std::acosh), define("atanh", std::atanh);
  define("log2", std::log2), define("log10", std::log10), define("log", std::log), define("ln", std::log);
  define("exp", std::exp), define("sqrt", std::sqrt), define("abs", std::abs), define("rint", std::round);
  define("sign", [](double a) { return a < 0 ? -1.0 : a > 0 ? 1.0 : 0.0; });

  using Values = std::vector<double>;
  const auto define_of_many = [&parser](const char* name, double (*compute)(const Values&)) {
    const auto compute_all = [compute, name](const Arguments& of) {
      if (of.empty()) throw NoResult(std::string(name) + " has no arguments");
      Values values;
      for (const IValue& value : of) values.push_back(number_of(value));
      return checked(compute(values));
    };
    constexpr int any_number = -1;
    parser.DefineFun(new Operation<mup::ICallback>(compute_all, mup::cmFUNC, name, any_number));
  };
  define_of_many("min", [](const Values& of) { return *std::min_element(of.begin(), of.end()); });
  define_of_many("max", [](const Values& of) { return *std::max_element(of.begin(), of.end()); });
  define_of_many("sum", sum);
  define_of_many("avg", [](const Values& of) { return sum(of) / static_cast<double>(of.size()); });
}

}  // namespace

mup::ParserX make_constraint_parser() {
  constexpr unsigned no_packages = 0;
  mup::ParserX parser(no_packages);
  parser.DefineNameChars(name_characters);
  parser.AddValueReader(new mup::DblValReader);
  define_arithmetic(parser);
  define_comparisons(parser);
  define_logic(parser);
  define_functions(parser);
  return parser;
}

bool is_fulfilled(const mup::ParserX& parser) {
  try {
    return truth_of(parser.Eval());
  } catch (mup::ParserError& error) {
    if (error.GetCode() != mup::ecTYPE_CONFLICT) throw NoResult(error.GetMsg());
    error.GetContext().Type1 == text_type ? refuse_text() : refuse_number();  // left of && or ||
  }
}

}  // namespace scnnsim
