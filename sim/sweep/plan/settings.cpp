// SPDX-License-Identifier: Apache-2.0
#include "sim/sweep/plan/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/common/config_values.h"
#include "sim/architectures/architecture.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

constexpr const char* published = "published";
constexpr ValueRange<double> share{0, 1};

struct Setting {
  const char* name;
  void (*set)(PointSettings& settings, const std::string& text, const std::string& where);
  std::string (*get)(const PointSettings& settings);
};

std::optional<double> density_from(const std::string& text, const std::string& where) {
  if (text == published) return std::nullopt;
  if (!detail::parse_number<double>(text))
    throw UserError(fmt::format("{}: got {}, expected published or a number in 0 ... 1", where, text));
  return parse_scalar<double>(text, where, share);
}

std::string density_text(const std::optional<double>& density) {
  return density ? value_as_text(*density) : published;
}

std::string output_density_text(const GenerateOptions& generate) {
  return generate.output == OutputDensity::given ? value_as_text(generate.output_density)
                                                 : std::string(to_string(generate.output));
}

/// A parameter of the activation pattern: row of pattern_parameters().
template <std::size_t row>
void set_parameter_of_pattern(PointSettings& settings, const std::string& text, const std::string& where) {
  const PatternParameter& parameter = pattern_parameters()[row];
  settings.generate.pattern.*parameter.member = parse_scalar<double>(text, where, parameter.range);
}

template <std::size_t row>
std::string parameter_of_pattern(const PointSettings& settings) {
  const GenerateOptions& generate = settings.generate;
  return pattern_value(activation_pattern(generate), generate.pattern, pattern_parameters()[row]);
}

const Setting settings_table[] = {
    {"trace",
     [](auto& s, auto& text, auto& where) {
       s.trace = text;
       s.workload_where = where;
     },
     [](auto& s) { return s.trace; }},
    {"network",
     [](auto& s, auto& text, auto& where) {
       s.network = text;
       s.workload_where = where;
     },
     [](auto& s) { return s.network; }},
    {"granularity",
     [](auto& s, auto& text, auto& where) {
       s.generate.granularity = parse_scalar<Granularity>(text, where);
     },
     [](auto& s) { return std::string(to_string(s.generate.granularity)); }},
    {"density",
     [](auto& s, auto& text, auto& where) {
       s.generate.weight_density = s.generate.activation_density = density_from(text, where);
     },
     [](auto& s) { return density_text(s.generate.weight_density); }},
    {"weight_density",
     [](auto& s, auto& text, auto& where) { s.generate.weight_density = density_from(text, where); },
     [](auto& s) { return density_text(s.generate.weight_density); }},
    {"activation_density",
     [](auto& s, auto& text, auto& where) { s.generate.activation_density = density_from(text, where); },
     [](auto& s) { return density_text(s.generate.activation_density); }},
    {"output_density", [](auto& s, auto& text, auto& where) { set_output_density(s.generate, text, where); },
     [](auto& s) { return output_density_text(s.generate); }},
    {"activation_pattern",
     [](auto& s, auto& text, auto& where) {
       pattern_defaults(text, where);
       s.generate.activation_pattern = text;
     },
     [](auto& s) { return activation_pattern(s.generate); }},
    {"concentration", set_parameter_of_pattern<0>, parameter_of_pattern<0>},
    {"spectrum", set_parameter_of_pattern<1>, parameter_of_pattern<1>},
    {"shared", set_parameter_of_pattern<2>, parameter_of_pattern<2>},
    {"border", set_parameter_of_pattern<3>, parameter_of_pattern<3>},
    {"seed",
     [](auto& s, auto& text, auto& where) { s.generate.seed = parse_scalar<std::uint64_t>(text, where); },
     [](auto& s) { return value_as_text(s.generate.seed); }},
    {"architecture",
     [](auto& s, auto& text, auto& where) {
       find_architecture(text, where);
       s.architecture = text;
     },
     [](auto& s) { return s.architecture; }},
};

const Setting* find_setting(std::string_view name) {
  for (const Setting& setting : settings_table)
    if (setting.name == name) return &setting;
  return nullptr;
}

/// What traces are pruned by, and generated weights.
bool prunes(std::string_view name) {
  return name == "granularity" || name == "weight_density";
}

bool shapes_generated_tensors(std::string_view name) {
  return name != "trace" && name != "architecture" && !prunes(name);
}

}  // namespace

const std::vector<std::string>& setting_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Setting& setting : settings_table) all.emplace_back(setting.name);
    return all;
  }();
  return names;
}

std::vector<std::string> all_setting_names() {
  std::vector<std::string> names = setting_names();
  const MachineConfig config;
  MachineConfig::for_each(config,
                          [&](const ParameterInfo& info, const auto&) { names.push_back(info.key()); });
  return names;
}

std::string unknown_setting(std::string_view what, std::string_view name) {
  const std::string nearest = nearest_name(name, all_setting_names());
  const std::string hint = nearest.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", nearest);
  return fmt::format("unknown {} \"{}\"{}; known are the keys of scnnsim config and: {}", what, name, hint,
                     fmt::join(setting_names(), ", "));
}

void require_setting(const std::string& name, const std::string& where) {
  if (find_setting(name) != nullptr) return;
  if (name.find('.') != std::string::npos) {
    require_parameter(name, where);
    return;
  }
  throw UserError(where + ": " + unknown_setting("axis", name));
}

void set_point_setting(PointSettings& settings, const std::string& name, const std::string& text,
                       const std::string& where) {
  const Setting* setting = find_setting(name);
  if (setting == nullptr) {
    if (name.find('.') == std::string::npos) require_setting(name, where);
    set_parameter(settings.config, name + "=" + text, where);
    return;
  }
  setting->set(settings, text, fmt::format("{}: {}", where, name));
  settings.is_generated = settings.is_generated || shapes_generated_tensors(name);
  settings.is_pruned = settings.is_pruned || prunes(name);
}

std::string point_setting(const PointSettings& settings, std::string_view name) {
  if (const Setting* setting = find_setting(name)) return setting->get(settings);
  std::string text;
  MachineConfig::for_each(settings.config, [&](const ParameterInfo& info, const auto& value) {
    if (is_key(info, name)) text = value_as_text(value);
  });
  return text;
}

}  // namespace scnnsim
