// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "sim/report/html_table.h"
#include "sim/report/page_files.h"
#include "sim/report/page_template.h"
#include "sim/report/page_views.h"
#include "sim/report/report.h"
#include "sim/results/program_version.h"
#include "sim/text/html.h"
#include "traces/support/error.h"
#include "traces/support/messages.h"

namespace scnnsim {
namespace {

constexpr const char* library_name = "d3.min.js";

/// A view of the page: its element's id, its name, and its content as HTML.
struct View {
  const char *id, *name;
  std::string content;
};

std::vector<View> views_of(const ReportData& report) {
  std::vector<View> views{{"overview", "Overview", overview_view(report)}};
  if (!report.runs.empty()) {
    views.push_back({"layers", "Per layer", layers_view(report)});
    views.push_back({"inside", "Inside a layer", inside_view()});
    views.push_back({"compare", "Compare", compare_view(report)});
  }
  if (!report.timelines.empty()) views.push_back({"timeline", "Timeline", timeline_view(report)});
  if (!report.sweeps.empty()) views.push_back({"sweep", "Sweep", sweep_view(report)});
  views.push_back({"definitions", "Definitions", html_glossary(columns_shown(report))});
  return views;
}

bool is_script(const PageFile& file) {
  return file.name.size() > 3 && file.name.substr(file.name.size() - 3) == ".js";
}

/// The library first, and the hash of each.
struct Scripts {
  std::string elements, hashes;
};
Scripts scripts_of_page() {
  Scripts scripts;
  const auto add = [&scripts](const PageFile& file) {
    scripts.elements += fmt::format("<script>{}</script>\n", file.text);
    scripts.hashes += (scripts.hashes.empty() ? "" : " ") + policy_hash(file.sha256);
  };
  add(*find_page_file(library_name));
  for (const PageFile& file : page_files())
    if (is_script(file) && file.name != library_name) add(file);
  return scripts;
}

std::string title_of(const ReportData& report) {
  std::set<std::string> networks;
  for (const ReportRun& run : report.runs) networks.insert(run.network);
  if (networks.empty()) return report.sweeps.front().label + ": a sweep";
  return fmt::format("{} on {}", fmt::join(networks, ", "), counted(machines_of(report).size(), "machine"));
}

std::string subtitle_of(const ReportData& report) {
  std::string text = report.runs.empty() ? "" : counted(report.runs.size(), "run");
  if (!report.sweeps.empty()) text += (text.empty() ? "" : ", ") + counted(report.sweeps.size(), "sweep");
  return text + " of scnnsim, a cycle-level simulator of the SCNN accelerator";
}

}  // namespace

std::string report_page(const ReportData& report) {
  if (find_page_file(library_name) == nullptr)
    throw UserError(
        "this scnnsim was built without d3, which draws the charts of reports; on Debian install the package "
        "node-d3, then build again");
  const PageFile& style = *find_page_file("style.css");
  const Scripts scripts = scripts_of_page();
  std::string navigation, sections;
  for (const View& view : views_of(report)) {
    navigation += fmt::format("<a href=\"#{}\">{}</a>\n", view.id, view.name);
    sections += fmt::format(
        "<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{1}</h2>\n{2}</section>\n",
        view.id, view.name, view.content);
  }
  return fill_template(find_page_file("page.html")->text,
                       {{"title", html_text(title_of(report))},
                        {"subtitle", html_text(subtitle_of(report))},
                        {"generator", html_text("scnnsim " + program_version())},
                        {"style", std::string(style.text)},
                        {"style-hash", policy_hash(style.sha256)},
                        {"script-hashes", scripts.hashes},
                        {"navigation", navigation},
                        {"sections", sections},
                        {"d3-licence", html_text_lines(find_page_file("d3-licence.txt")->text)},
                        {"data", json_in_script(report_json(report))},
                        {"scripts", scripts.elements}});
}

}  // namespace scnnsim
