// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/constraint.h"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "models/common/config_values.h"
#include "sim/architectures/architecture.h"

namespace scnnsim {
namespace {

constexpr const char* name_characters = "0123456789_.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

template <class E>
void add_names(std::vector<std::string>& names) {
  names.insert(names.end(), EnumNames<E>::names.begin(), EnumNames<E>::names.end());
}

/// Names that stand for themselves.
std::vector<std::string> known_texts() {
  std::vector<std::string> names = architecture_names();
  for (const auto& more : {network_names(), activation_pattern_names()})
    names.insert(names.end(), more.begin(), more.end());
  add_names<Granularity>(names);
  add_names<OutputDensity>(names);
  const MachineConfig config;
  MachineConfig::for_each(config, [&](const ParameterInfo&, const auto& value) {
    using Value = std::decay_t<decltype(value)>;
    if constexpr (std::is_enum_v<Value>) add_names<Value>(names);
  });
  return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Numbers for texts, the same for equal ones, beyond what any key's value may be.
double number_of_text(const std::string& text) {
  static std::map<std::string, double> numbers;
  return numbers.emplace(text, -1e15 - static_cast<double>(numbers.size())).first->second;
}

double number_of(const std::string& text) {
  const auto number = detail::parse_number<double>(text);
  return number ? *number : number_of_text(text);
}

/// A lone "=", which would assign.
bool assigns(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') continue;
    const char before = i > 0 ? text[i - 1] : ' ';
    if (i + 1 < text.size() && text[i + 1] == '=')
      ++i;
    else if (before == '\0' || std::strchr("<>!", before) == nullptr)
      return true;
  }
  return false;
}

double remainder_of(double a, double b) {
  return std::fmod(a, b);
}

double opposite(double a) {
  return a == 0 ? 1 : 0;
}

}  // namespace

struct Constraint::Compiled {
  mu::Parser parser;
  std::map<std::string, double> values;  ///< of the names used
  std::vector<std::string> settings;     ///< those of them that are settings
};

Constraint::Constraint(const YamlNode& node)
    : text_(node.as<std::string>()), where_(node.where()), compiled_(std::make_unique<Compiled>()) {
  mu::Parser& parser = compiled_->parser;
  if (assigns(text_)) node.fail(fmt::format("got \"{}\", expected == where two values are compared", text_));
  try {
    parser.DefineNameChars(name_characters);
    parser.DefineOprt("%", remainder_of, mu::prMUL_DIV);
    parser.DefineInfixOprt("!", opposite);
    parser.SetExpr(text_);
    mu::Parser names = parser;  // that a name is not defined does not stop GetUsedVar
    for (const auto& used : names.GetUsedVar()) compiled_->values[used.first] = 0;
    const std::vector<std::string> settings = all_setting_names(), texts = known_texts();
    for (auto& [name, value] : compiled_->values) {
      if (contains(settings, name)) {
        compiled_->settings.push_back(name);
      } else if (contains(texts, name)) {
        value = number_of_text(name);
      } else {
        node.fail(unknown_setting("name", name));
      }
      parser.DefineVar(name, &value);
    }
    parser.Eval();
  } catch (const mu::Parser::exception_type& error) {
    node.fail(fmt::format("got \"{}\", expected an expression: {}", text_, error.GetMsg()));
  }
}

Constraint::Constraint(Constraint&&) noexcept = default;
Constraint::~Constraint() = default;

bool Constraint::holds(const PointSettings& settings) const {
  for (const std::string& name : compiled_->settings)
    compiled_->values[name] = number_of(point_setting(settings, name));
  const double result = compiled_->parser.Eval();
  if (!std::isfinite(result))
    throw UserError(fmt::format("{}: \"{}\" has no result for some points", where_, text_));
  return result != 0;
}

}  // namespace scnnsim
