// SPDX-License-Identifier: Apache-2.0
#include "tools/import/import_settings.h"

#include <fmt/format.h>

#include "sim/text/visible.h"
#include "traces/support/error.h"
#include "traces/support/strict_yaml.h"

namespace scnnsim {

namespace {

constexpr std::size_t largest_side = 1 << 16;

std::vector<double> numbers(const CommandLine& command, const std::string& name) {
  std::vector<double> list;
  for (const std::string& text : command.list(name))
    list.push_back(parse_scalar<double>(text, command.where(name)));
  return list;
}

/// "224" or "480x640".
std::optional<std::pair<std::size_t, std::size_t>> size_of(const CommandLine& command) {
  const auto text = command.find<std::string>("size");
  if (!text) return std::nullopt;
  const std::string where = command.where("size");
  const std::size_t at = text->find('x');
  const auto side = [&](const std::string& part) {
    return parse_scalar<std::size_t>(part, where, ValueRange<std::size_t>{1, largest_side});
  };
  const std::size_t rows = side(text->substr(0, at));
  return std::pair{rows, at == std::string::npos ? rows : side(text->substr(at + 1))};
}

/// The name in the trace, which cannot be empty or hold what is not printed.
std::string name_of_network(const CommandLine& command, const std::filesystem::path& model) {
  const auto given = command.find<std::string>("name");
  if (!given) return visible(model.stem().string());
  if (given->empty() || visible(*given) != *given)
    throw UserError(fmt::format("{}: got \"{}\", expected a name without control characters",
                                command.where("name"), visible(*given)));
  return *given;
}

std::string as_yaml(const CommandLine& command) {
  std::string yaml;
  for (const char* name :
       {"mean", "scale", "channels", "size", "images", "quantize", "granularity", "layers"})
    if (const auto text = command.find<std::string>(name))
      yaml += fmt::format("{}: {}\n", name, yaml_quote(*text));
  return yaml;
}

}  // namespace

ImportSettings read_settings(const CommandLine& command) {
  ImportSettings settings;
  settings.model = command.at<std::string>("MODEL");
  settings.out = command.at<std::string>("out");
  settings.inputs = command.all("input");
  settings.image.mean = numbers(command, "mean");
  settings.image.scale = numbers(command, "scale");
  settings.image.channels = command.find<ChannelOrder>("channels").value_or(ChannelOrder::rgb);
  settings.image.size = size_of(command);
  for (const char* name : {"mean", "scale", "channels", "size"})
    if (command.given(name)) settings.image.given.emplace_back(name);
  settings.most_images = command.find<std::size_t>("images", ValueRange<std::size_t>{1, 1 << 20});
  settings.quantize = command.find<WeightScales>("quantize");
  settings.granularity = command.find<Granularity>("granularity");
  settings.layers = command.list("layers");
  settings.name = name_of_network(command, settings.model);
  settings.force = command.given("force");
  settings.options = as_yaml(command);
  return settings;
}

}  // namespace scnnsim
