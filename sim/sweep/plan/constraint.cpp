// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/constraint.h"

#include <fmt/format.h>
#include <muParser.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "models/common/config_values.h"
#include "sim/architectures/architecture.h"
#include "sim/sweep/plan/constraint_values.h"

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

/// What is wrong with the operators, for which muParser knows a meaning that nobody expects; or nothing.
std::string misused_operator(const std::string& text) {
  if (assigns(text)) return "== where two values are compared";
  struct Level {
    bool is_call;      ///< brackets of a function
    bool is_compared;  ///< there is a comparison already
  };
  std::vector<Level> levels{{false, false}};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_double = i + 1 < text.size() && text[i + 1] == (c == '&' || c == '|' ? c : '=');
    if (c == '(') {
      const std::size_t before = text.find_last_not_of(" \t\n", i == 0 ? 0 : i - 1);
      const bool is_call = i > 0 && before != std::string::npos && std::strchr(name_characters, text[before]);
      levels.push_back({is_call, false});
    } else if (c == ')' && levels.size() > 1) {
      levels.pop_back();
    } else if (c == '?') {
      return "&& and || instead of ?";
    } else if (c == ',' && !levels.back().is_call) {
      return "a comma only between the arguments of a function; && joins two conditions";
    } else if (c == ',' || ((c == '&' || c == '|') && is_double)) {
      levels.back().is_compared = false;
    } else if (c == '<' || c == '>' || ((c == '=' || c == '!') && is_double)) {
      if (levels.back().is_compared)
        return "one comparison at a time: \"1 < x && x < 3\" for 1 < x < 3, brackets for others";
      levels.back().is_compared = true;
    }
    if (c != '(' && is_double && std::strchr("<>=!&|", c) != nullptr) ++i;
  }
  return "";
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
  if (const std::string expected = misused_operator(text_); !expected.empty())
    node.fail(fmt::format("got \"{}\", expected {}", text_, expected));
  try {
    parser.DefineNameChars(name_characters);
    define_checked_operations(parser);
    parser.SetExpr(text_);
    mu::Parser names = parser;  // that a name is not defined does not stop GetUsedVar
    for (const auto& used : names.GetUsedVar()) compiled_->values[used.first] = 0;
    const std::vector<std::string> settings = all_setting_names(), texts = known_texts();
    for (auto& [name, value] : compiled_->values) {
      if (contains(settings, name)) {
        compiled_->settings.push_back(name);
      } else if (contains(texts, name)) {
        value = value_of_text(name);
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
  for (const std::string& name : compiled_->settings) {
    const std::string text = point_setting(settings, name);
    const auto number = detail::parse_number<double>(text);
    compiled_->values[name] = number ? *number : value_of_text(text);
  }
  const ConstraintResult result = evaluate(compiled_->parser);
  if (result.problem.empty()) return result.value != 0;
  std::vector<std::string> values;
  for (const std::string& name : compiled_->settings)
    values.push_back(fmt::format("{} = {}", name, point_setting(settings, name)));
  throw UserError(fmt::format("{}: got \"{}\", which has no result{}{}: {}", where_, text_,
                              values.empty() ? "" : " for ", fmt::join(values, ", "), result.problem));
}

}  // namespace scnnsim
