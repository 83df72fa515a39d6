// SPDX-License-Identifier: Apache-2.0
#include "sim/reproduce/published.h"

#include <fmt/format.h>

#include <algorithm>

#include "traces/support/error.h"
#include "traces/support/named_file.h"

namespace scnnsim {
namespace {

std::optional<ValueRange<double>> read_range(const YamlMap& map) {
  const YamlNode* node = map.find("range");
  if (node == nullptr) return std::nullopt;
  const auto ends = node->as_list<double>(2);
  if (ends[0] > ends[1])
    node->fail(fmt::format("got [{}, {}], expected [lowest, highest]", ends[0], ends[1]));
  return ValueRange<double>{ends[0], ends[1]};
}

/// What rows take over from their figure unless they say otherwise.
struct Defaults {
  Comparison comparison;
  std::optional<double> tolerance;
  std::optional<ValueRange<double>> range;
};

Defaults read_defaults(const YamlMap& map) {
  return {map.required<Comparison>("compare"), map.if_given<double>("tolerance", {0, 1e12}), read_range(map)};
}

KnownMiss read_known_miss(const YamlNode& node, const YamlMap& map) {
  KnownMiss miss{map.optional("known_miss", std::string()),
                 map.if_given<double>("known_up_to", {0, 1e12}).value_or(0)};
  if (miss.why.empty() != (miss.up_to == 0))
    node.fail("known_miss, the reason, and known_up_to, the largest deviation that it explains, go together");
  return miss;
}

PublishedRow read_row(const YamlNode& node, const std::string& figure, const Defaults& defaults) {
  const YamlMap map = node.as_map(
      {"network", "item", "value", "status", "compare", "tolerance", "range", "known_miss", "known_up_to"});
  PublishedRow row;
  row.place = node.file_and_line();
  row.network = map.required<std::string>("network");
  row.item = map.required<std::string>("item");
  row.value = map.required<double>("value");
  row.status = map.required<PublishedStatus>("status");
  row.comparison = map.optional("compare", defaults.comparison);
  row.tolerance = map.if_given<double>("tolerance", {0, 1e12});
  if (!row.tolerance) row.tolerance = defaults.tolerance;
  row.range = read_range(map);
  if (!row.range) row.range = defaults.range;
  row.known_miss = read_known_miss(node, map);
  const auto fail = [&](const std::string& problem) {
    node.fail(fmt::format("figure {}, row {} {}: {}", figure, row.network, row.item, problem));
  };
  if (row.comparison == Comparison::range && !row.range)
    fail("compare: range needs range: [lowest, highest]");
  if (row.comparison == Comparison::relative && row.value == 0)
    fail("compare: relative needs a value other than 0");
  return row;
}

PublishedAggregate read_aggregate(const YamlNode& node) {
  const YamlMap map = node.as_map({"measure", "tolerance", "known_miss", "known_up_to"});
  return {map.required<Aggregate>("measure"), map.if_given<double>("tolerance", {0, 1e12}),
          read_known_miss(node, map)};
}

std::string read_pattern(const YamlMap& map, const char* key, const std::string& otherwise) {
  std::string pattern = map.optional(key, otherwise);
  if (const YamlNode* node = map.find(key)) pattern_defaults(pattern, node->where());
  return pattern;
}

PublishedActivations read_activations(const YamlNode& node) {
  const YamlMap map = node.as_map({"judged", "beside"});
  const PublishedActivations defaults;
  return {read_pattern(map, "judged", defaults.judged), read_pattern(map, "beside", defaults.beside)};
}

/// Where some rows have a target of their own, one without may have lost it.
void refuse_forgotten_tolerances(const PublishedFigure& figure) {
  const auto has_target = [](const PublishedRow& row) { return row.tolerance || row.range; };
  if (std::none_of(figure.rows.begin(), figure.rows.end(), has_target)) return;
  for (const PublishedRow& row : figure.rows)
    if (!has_target(row) && row.comparison != Comparison::shown)
      throw UserError(fmt::format(
          "{}: figure {}, row {} {}: has no tolerance, but other rows have; expected one, or compare: shown",
          row.place, figure.id, row.network, row.item));
}

PublishedFigure read_figure(const YamlNode& node) {
  const YamlMap map = node.as_map(
      {"figure", "title", "unit", "source", "compare", "tolerance", "range", "aggregate", "rows"});
  PublishedFigure figure;
  figure.place = node.file_and_line();
  figure.id = map.required<std::string>("figure");
  figure.title = map.required<std::string>("title");
  figure.unit = map.optional("unit", std::string());
  figure.source = map.required<std::string>("source");
  const Defaults defaults = read_defaults(map);
  figure.comparison = defaults.comparison;
  if (const YamlNode* aggregates = map.find("aggregate"))
    for (const YamlNode& aggregate : aggregates->as_sequence())
      figure.aggregates.push_back(read_aggregate(aggregate));
  for (const YamlNode& item : map.at("rows").as_sequence()) {
    PublishedRow row = read_row(item, figure.id, defaults);
    if (const PublishedRow* first = figure.find(row.network, row.item))
      item.fail(fmt::format("figure {} has row {} {} already, at {}", figure.id, row.network, row.item,
                            first->place));
    figure.rows.push_back(std::move(row));
  }
  refuse_forgotten_tolerances(figure);
  return figure;
}

void read_held_out(const YamlNode& list, PublishedData& data) {
  std::vector<std::string> known;
  for (const PublishedFigure& figure : data.figures)
    for (const PublishedRow& row : figure.rows) known.push_back(row.network);
  for (const YamlNode& node : list.as_sequence()) {
    data.held_out.push_back(node.as<std::string>());
    if (std::find(known.begin(), known.end(), data.held_out.back()) == known.end())
      node.fail(fmt::format("no row has the network {}", data.held_out.back()));
  }
}

}  // namespace

const PublishedRow* PublishedFigure::find(const std::string& network, const std::string& item) const {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const PublishedRow& row) {
    return row.network == network && row.item == item;
  });
  return found == rows.end() ? nullptr : &*found;
}

const PublishedRow& PublishedFigure::at(const std::string& network, const std::string& item) const {
  if (const PublishedRow* row = find(network, item)) return *row;
  throw UserError(
      fmt::format("{}: figure {}: row {{network: {}, item: \"{}\"}} is missing; add it with its "
                  "published value",
                  place, id, network, item));
}

PublishedData PublishedData::read(const YamlNode& document) {
  const YamlMap map = document.as_map({"paper", "held_out", "activations", "figures"});
  PublishedData data;
  data.paper = map.required<std::string>("paper");
  data.place = document.file_and_line();
  data.place.resize(data.place.rfind(':'));
  for (const YamlNode& node : map.at("figures").as_sequence()) {
    PublishedFigure figure = read_figure(node);
    if (const PublishedFigure* first = data.find(figure.id))
      node.fail(fmt::format("figure {} stands already at {}", figure.id, first->place));
    data.figures.push_back(std::move(figure));
  }
  if (const YamlNode* held_out = map.find("held_out")) read_held_out(*held_out, data);
  if (const YamlNode* activations = map.find("activations"))
    data.activations = read_activations(*activations);
  return data;
}

PublishedData PublishedData::load(const std::string& name_or_file, const std::string& folder) {
  return read(load_named_file(folder, name_or_file, "published data"));
}

const PublishedFigure* PublishedData::find(const std::string& id) const {
  const auto found = std::find_if(figures.begin(), figures.end(),
                                  [&](const PublishedFigure& figure) { return figure.id == id; });
  return found == figures.end() ? nullptr : &*found;
}

const PublishedFigure& PublishedData::at(const std::string& id) const {
  if (const PublishedFigure* figure = find(id)) return *figure;
  throw UserError(fmt::format("{}: figure {} is missing; add it with its published rows", place, id));
}

}  // namespace scnnsim
