// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/constraint.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "models/common/config_values.h"
#include "sim/architectures/architecture.h"
#include "sim/sweep/plan/constraint_language.h"

namespace scnnsim {
namespace {

template <class E>
void add_names(std::vector<std::string>& names) {
  names.insert(names.end(), EnumNames<E>::names.begin(), EnumNames<E>::names.end());
}

/// Texts that constraints may name: the values of choices.
std::vector<std::string> known_texts() {
  std::vector<std::string> names = architecture_names();
  for (const auto& more : {network_names(), activation_pattern_names()})
    names.insert(names.end(), more.begin(), more.end());
  for (const Granularity& granularity : named_granularities()) names.push_back(to_string(granularity));
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

/// Signs that muParserX knows and constraints do not have: ?: [] {} comments, texts in quotes.
constexpr const char* foreign_signs = "?:[]{}#;\"'";

constexpr const char* grammar =
    "names, numbers, functions, brackets and the operators + - * / % ^ < <= > >= == != && || !";

/// Gives granularities with a colon, 2:4 or block:4x4, a name in the expression that the parser can read.
/// Returns the granularities by these names.
std::map<std::string, std::string> rename_granularities(std::string& expression) {
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  std::map<std::string, std::string> granularities;
  for (std::size_t colon = expression.find(':'); colon != std::string::npos;) {
    std::size_t begin = colon, end = colon + 1;
    while (begin > 0 && is_part(expression[begin - 1])) --begin;
    while (end < expression.size() && is_part(expression[end])) ++end;
    const std::string text = expression.substr(begin, end - begin);
    if (from_string<Granularity>(text)) {
      const std::string name = fmt::format("granularity_{}", granularities.size());
      granularities[name] = text;
      expression.replace(begin, text.size(), name);
      end = begin + name.size();
    }
    colon = expression.find(':', end);
  }
  return granularities;
}

/// What was expected instead of an expression that the parser refuses.
std::string expected_instead(const mup::ParserError& error) {
  const bool assigns = error.GetToken().rfind('=', 0) == 0;
  return assigns ? "== where two values are compared" : "an expression: " + error.GetMsg();
}

}  // namespace

struct Constraint::Compiled {
  std::map<std::string, mup::Value> values;  ///< of the names used: the parser refers to them
  mup::ParserX parser = make_constraint_parser();
  std::vector<std::string> settings;  ///< those of them that are settings
};

Constraint::Constraint(const YamlNode& node)
    : text_(node.as<std::string>()), where_(node.where()), compiled_(std::make_unique<Compiled>()) {
  std::string line = text_;
  const std::map<std::string, std::string> granularities = rename_granularities(line);
  if (const std::size_t at = line.find_first_of(foreign_signs); at != std::string::npos)
    node.fail(fmt::format("got \"{}\" with a {}, expected {}", text_, line[at], grammar));
  std::replace(line.begin(), line.end(), '\n', ' ');  // which would end the expression
  try {
    compiled_->parser.SetExpr(line);
    const std::vector<std::string> settings = all_setting_names(), texts = known_texts();
    for (const auto& used : compiled_->parser.GetExprVar()) {
      const std::string& name = used.first;
      mup::Value& value = compiled_->values[name];
      if (contains(settings, name))
        compiled_->settings.push_back(name);
      else if (const auto found = granularities.find(name); found != granularities.end())
        value = found->second;
      else if (contains(texts, name))
        value = name;
      else
        node.fail(unknown_setting("name", name));
      compiled_->parser.DefineVar(name, mup::Variable(&value));
    }
  } catch (const mup::ParserError& error) {
    node.fail(fmt::format("got \"{}\", expected {}", text_, expected_instead(error)));
  }
}

Constraint::Constraint(Constraint&&) noexcept = default;
Constraint::~Constraint() = default;

bool Constraint::holds(const PointSettings& settings) const {
  for (const std::string& name : compiled_->settings) {
    const std::string text = point_setting(settings, name);
    const auto number = detail::parse_number<double>(text);
    compiled_->values[name] = number ? mup::Value(*number) : mup::Value(text);
  }
  try {
    return is_fulfilled(compiled_->parser);
  } catch (const NoResult& problem) {
    std::vector<std::string> values;
    for (const std::string& name : compiled_->settings)
      values.push_back(fmt::format("{} = {}", name, point_setting(settings, name)));
    throw UserError(fmt::format("{}: got \"{}\", which has no result{}{}: {}", where_, text_,
                                values.empty() ? "" : " for ", fmt::join(values, ", "), problem.what()));
  }
}

}  // namespace scnnsim
